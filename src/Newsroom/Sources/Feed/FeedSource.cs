using NewsBot.Newsroom.Sources.Web;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// A feed on the web. The cursor is what <see cref="WebClient"/> wants to remember; the first read of a process is a full one, because options
/// may have changed, and later ones parse nothing that the last one has parsed. What falls out of a feed's window is not withdrawn.
/// </summary>
public sealed class FeedSource(string name, FeedOptions options, WebClient web, TimeProvider time) : IContentSource
{
    /// <summary>A hub that calls more often than this is answered with one read.</summary>
    private static readonly TimeSpan PushGap = TimeSpan.FromSeconds(5);

    private readonly Nudges bell = new();
    private string? given;
    private FeedDocument? last;
    private DateTimeOffset wokenAt;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Set by a read; null: no hub tells of this feed's changes.</summary>
    public WebSubOffer? Offer { get; private set; }

    /// <inheritdoc/>
    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var memory = WebMemory.Parse(cursor);
        // Another cursor than ours: an earlier process had it, or what we read last was not stored.
        var answer = await web.GetAsync(options.Address, cursor == given ? memory : memory?.Unconditional(), ct);
        if (answer.Changed)
        {
            last = FeedReader.Read(answer.Body, answer.ContentType, answer.Address, options.Kind);
        }

        Offer = (answer.Hub ?? last?.Hub, answer.Self ?? last?.Self) is ({ } hub, { } topic) ? new WebSubOffer(hub, topic) : null;
        given = answer.Memory.ToJson();
        return new ContentPage(answer.Changed ? last!.Records : [], answer.Changed ? last!.Refusals : [], given, Complete: false)
        {
            Unchanged = !answer.Changed,
            Wait = Wait(answer.Wait),
        };
    }

    /// <summary>Returns when a hub has told of a change.</summary>
    public async Task WaitForPushAsync(CancellationToken ct)
    {
        await bell.WaitAsync(name, Timeout.InfiniteTimeSpan, time, ct);
        if (wokenAt + PushGap - time.GetUtcNow() is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, ct);
        }

        wokenAt = time.GetUtcNow();
    }

    /// <summary>Reads the feed soon. Many calls before that are one.</summary>
    internal void Wake() => bell.Wake(name);

    internal Task AskHubAsync(Uri hub, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) => web.PostAsync(hub, form, ct);

    // Its server's wish, the feed's own, and the hours at which it wants to be left alone.
    private TimeSpan? Wait(TimeSpan? fresh)
    {
        var wait = ((TimeSpan[])[options.Every, fresh ?? TimeSpan.Zero, last?.Every ?? TimeSpan.Zero]).Max();
        var now = time.GetUtcNow();
        var next = now + wait;
        for (var hours = 0; hours < 24 && last?.SkipHours.Contains(next.UtcDateTime.Hour) == true; hours++)
        {
            next = new DateTimeOffset(next.UtcDateTime.Date.AddHours(next.UtcDateTime.Hour + 1), TimeSpan.Zero);
        }

        wait = next - now;
        return wait > options.Every ? wait : null;
    }
}
