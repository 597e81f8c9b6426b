using NewsBot.Newsroom.Sources.Web;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>
/// A topic page on the web. The cursor is what <see cref="WebClient"/> wants to remember; the first read of a process is a full one, because
/// options may have changed. What the page shows no more is on its next page or in its archive, and not withdrawn.
/// </summary>
public sealed class PageSource(string name, PageOptions options, WebClient web) : IContentSource
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Zone);
    private string? given;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    /// <exception cref="SourceException">The page cannot be had, cannot be read, or has no rows.</exception>
    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var memory = WebMemory.Parse(cursor);

        // Another cursor than ours: an earlier process had it, or what we read last was not stored.
        var answer = await web.GetAsync(options.Address, cursor == given ? memory : memory?.Unconditional(), ct);
        var page = answer.Changed ? PageReader.Read(answer.Body, answer.ContentType, answer.Address, options.Selectors, zone, options.Kind) : new PageDocument([], []);
        given = answer.Memory.ToJson();
        return new ContentPage(page.Records, page.Refusals, given, Complete: false)
        {
            Unchanged = !answer.Changed,
            Wait = answer.Wait > options.Every ? answer.Wait : null,
        };
    }
}
