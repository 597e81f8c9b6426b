using NewsBot.Newsroom.Sources.Reading;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>One Markdown file or a folder of them, as lines of <c>newsbot source read</c>: a line for each file, also for those that are no items.</summary>
internal static class MarkdownRead
{
    /// <inheritdoc cref="ReadPlace"/>
    public static Task<bool> Read(string path, SourceReadOptions options, ItemLines lines, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.Zone);
        var links = new LinkTemplate(null, options.Base);
        if (!Directory.Exists(path))
        {
            var full = Path.GetFullPath(path);
            return Task.FromResult(ReadOne(full, options, new FolderReader(Path.GetDirectoryName(full) ?? "/", zone, links), lines));
        }

        var pass = new FolderReader(path, zone, links).Read(options.Now, TimeSpan.Zero, ct);
        foreach (var gap in pass.Gaps)
        {
            lines.Error($"{gap.Where}: {gap.Reason}");
        }

        foreach (var file in pass.Files)
        {
            Write(file, options.Base, lines);
        }

        return Task.FromResult(pass.Gaps.Count == 0);
    }

    private static bool ReadOne(string path, SourceReadOptions options, FolderReader reader, ItemLines lines)
    {
        var reading = reader.ReadOne(Path.GetFileName(path), options.Now);
        if (path.Contains("/_drafts/", StringComparison.Ordinal) && reading.Item is not null)
        {
            reading = reading with { Status = FileStatus.Draft, Reason = "it lies in _drafts" };
        }

        Write(reading, options.Base, lines);
        return reading.Status != FileStatus.Invalid;
    }

    private static void Write(FileReading reading, Uri? site, ItemLines lines) => lines.Write(json =>
    {
        json.WriteString("file", reading.File);
        json.WriteString("status", reading.Status.ToString().ToLowerInvariant());
        if (reading is { Status: FileStatus.Published, Item: { } item })
        {
            var image = item.ImagePath is { } path && site is not null ? OnSite(site, path) : item.ImagePath ?? item.Record.Image?.Address;
            ItemLines.WriteItem(json, item.Record, image, item.Warnings.Select(warning => $"{warning.Place(item.Record.Where)}: {warning.Reason}"));
        }
        else
        {
            json.WriteString("reason", reading.Place == reading.File ? reading.Reason : $"{reading.Place}: {reading.Reason}");
        }
    });

    private static string OnSite(Uri site, string path) => new Uri(site, string.Join('/', path.Split('/').Select(Uri.EscapeDataString))).AbsoluteUri;
}
