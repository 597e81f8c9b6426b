using System.Globalization;
using System.Text;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Named;
using NewsBot.Newsroom.Sources.Text;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Push;

/// <summary>Items that a site has pushed into <see cref="PushInbox"/>, in the order in which they came. The cursor is the number of the last message.</summary>
/// <remarks>Nothing that is pushed is an archive: also the first item of all is news.</remarks>
public sealed class PushSource : IContentSource
{
    /// <summary>Messages in one read: at most 16 MiB. The source wakes itself for the rest.</summary>
    private const int Batch = 16;

    private readonly Db db;
    private readonly NamedOptions named;
    private readonly Nudges bell = new();

    public PushSource(string name, PushOptions options, Db db)
    {
        Name = name;
        this.db = db;
        named = NamedOf(options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Returns when something was pushed, or when <paramref name="atMost"/> is over.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct) => bell.WaitAsync(Name, atMost, time, ct);

    /// <inheritdoc/>
    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var after = NumberOf(cursor);
        var messages = await db.ReadAsync(tx => IngestTable.AfterAsync(tx, Name, after, Batch), ct);
        if (messages.Count == 0)
        {
            return new ContentPage([], [], cursor ?? "0", Complete: false) { Archive = false, Unchanged = cursor is not null };
        }

        if (messages.Count == Batch)
        {
            Wake();
        }

        return Page(messages);
    }

    internal static long NumberOf(string? cursor) => long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    internal static NamedOptions NamedOf(PushOptions options) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(options.Zone), new LinkTemplate(options.Link), options.Kind);

    internal void Wake() => bell.Wake(Name);

    // What was said last of an item counts; what was published and withdrawn again meanwhile was never there.
    private ContentPage Page(IReadOnlyList<(long Number, string Body)> messages)
    {
        var last = new Dictionary<string, NamedReading>(StringComparer.Ordinal);
        var order = new List<string>();
        var refusals = new List<Refusal>();
        foreach (var (number, body) in messages)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"message {number}");
            try
            {
                foreach (var reading in PushMessage.Read(Encoding.UTF8.GetBytes(body), named, where))
                {
                    order.Remove(reading.Id!);
                    order.Add(reading.Id!);
                    last[reading.Id!] = reading;
                    refusals.AddRange(reading.Refusals);
                }
            }
            catch (FieldException error)
            {
                // It was readable when it came; the configuration has changed since.
                refusals.Add(new Refusal(null, where, error.Message));
            }
        }

        var records = order.Select(id => last[id].Record).OfType<Record>().ToList();
        return new ContentPage(records, refusals, messages[^1].Number.ToString(CultureInfo.InvariantCulture), Complete: false)
        {
            Archive = false,
            Withdrawn = [.. order.Where(id => last[id].Withdrawn)],
        };
    }
}
