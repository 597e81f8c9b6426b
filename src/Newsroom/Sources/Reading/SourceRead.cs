using System.Collections.Frozen;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Reading;

/// <summary>What <c>newsbot source read</c> does: one JSON object a line for every item, nothing stored, nothing sent.</summary>
public static class SourceRead
{
    /// <summary>Kinds of sources by their names; one more is one line more.</summary>
    public static readonly FrozenDictionary<string, ReadPlace> Kinds = new Dictionary<string, ReadPlace>(StringComparer.Ordinal)
    {
        ["feed"] = DocumentRead.Of((bytes, options) => FeedReader.Read(bytes, options.ContentType, options.Base).Records),
        ["markdown"] = MarkdownRead.Read,
        ["page"] = DocumentRead.Of((bytes, options) =>
            PageReader.Read(bytes, options.ContentType, options.Base, options.Selectors, TimeZoneInfo.FindSystemTimeZoneById(options.Zone)).Records),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads what stands at one place.</summary>
    /// <returns>0, or 1 when it is refused or nothing could be read.</returns>
    public static async Task<int> RunAsync(string kind, string place, SourceReadOptions options, TextWriter output, CancellationToken ct) =>
        await RunAsync(Kinds[kind], place, options, output, @case: null, ct) ? 0 : 1;

    /// <summary>
    /// Reads the places that a list names, one a line: case, place, base URL or empty, content type or empty, parted by tabs.
    /// Every line printed bears its case; what cannot be read is an error line, and the next follows.
    /// </summary>
    /// <returns>0, or 1 when the list itself could not be read.</returns>
    public static async Task<int> RunListAsync(string kind, string listFile, SourceReadOptions options, TextWriter output, CancellationToken ct)
    {
        try
        {
            foreach (var line in File.ReadLines(listFile).Where(line => line.Length > 0))
            {
                ct.ThrowIfCancellationRequested();
                var columns = line.Split('\t');
                if (columns.Length < 2 || columns[1].Length == 0)
                {
                    new ItemLines(output, columns[0]).Error("the line names no path; write case, tab, path");
                }
                else if (Column(2) is { } address && LinkTemplate.Web(address) is null)
                {
                    new ItemLines(output, columns[0]).Error($"the base URL {PlainText.Line(address, 80)} is no http(s) address");
                }
                else
                {
                    var own = options with
                    {
                        Base = Column(2) is { } site ? new Uri(LinkTemplate.Web(site)!) : options.Base,
                        ContentType = Column(3) ?? options.ContentType,
                    };
                    await RunAsync(Kinds[kind], columns[1], own, output, columns[0], ct);
                }

                string? Column(int number) => columns.ElementAtOrDefault(number)?.Trim() is { Length: > 0 } text ? text : null;
            }

            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            new ItemLines(output, null).Error(error.Message);
            return 1;
        }
    }

    internal static async Task<bool> RunAsync(ReadPlace read, string place, SourceReadOptions options, TextWriter output, string? @case, CancellationToken ct)
    {
        var lines = new ItemLines(output, @case);
        try
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.Zone, out _))
            {
                throw new SourceException($"\"{options.Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC");
            }

            if (options.Base is { } site && LinkTemplate.Web(site.OriginalString) is null)
            {
                throw new SourceException($"the base URL {site.OriginalString} is no http(s) address");
            }

            return await read(place, options, lines, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            // Whatever one document brings about, the next one of a list is read.
            lines.Error(error is SourceException or IOException or UnauthorizedAccessException ? error.Message : $"{error.GetType().Name}: {error.Message}");
            return false;
        }
        finally
        {
            await output.FlushAsync(ct);
        }
    }
}
