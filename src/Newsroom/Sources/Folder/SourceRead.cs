using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>
/// What <c>newsbot source read --kind markdown</c> does: one JSON object a line for every file, nothing stored, nothing sent.
/// </summary>
public static class SourceRead
{
    // For a terminal or a pipe, not for HTML: letters stay letters.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one Markdown file or a folder of them.</summary>
    /// <returns>0, or 1 when the one file is invalid or nothing could be read.</returns>
    public static int Run(string path, SourceReadOptions options, TextWriter output) => Run(null, path, options, output);

    /// <summary>
    /// Reads the files and folders that a list names, one a line: case, path, base URL or empty, content type or empty, parted by
    /// tabs. Every line printed bears its case; what cannot be read is an error line, and the next follows.
    /// </summary>
    /// <returns>0, or 1 when the list itself could not be read.</returns>
    public static int RunList(string listFile, SourceReadOptions options, TextWriter output)
    {
        try
        {
            foreach (var line in File.ReadLines(listFile).Where(line => line.Length > 0))
            {
                var columns = line.Split('\t');
                var address = columns.ElementAtOrDefault(2);
                if (columns.Length < 2 || columns[1].Length == 0)
                {
                    WriteError(columns[0], "the line names no path; write case, tab, path", output);
                }
                else if (string.IsNullOrEmpty(address))
                {
                    Run(columns[0], columns[1], options, output);
                }
                else if (LinkTemplate.Web(address) is { } site)
                {
                    Run(columns[0], columns[1], options with { Base = new Uri(site) }, output);
                }
                else
                {
                    WriteError(columns[0], $"the base URL {PlainText.Line(address, 80)} is no http(s) address", output);
                }
            }

            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteError(null, error.Message, output);
            return 1;
        }
    }

    private static int Run(string? @case, string path, SourceReadOptions options, TextWriter output)
    {
        try
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.Zone, out var zone))
            {
                throw new IOException($"\"{options.Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC");
            }

            if (options.Base is { } site && LinkTemplate.Web(site.OriginalString) is null)
            {
                throw new IOException($"the base URL {site.OriginalString} is no http(s) address");
            }

            var links = new LinkTemplate(null, options.Base);
            if (Directory.Exists(path))
            {
                var pass = new FolderReader(path, zone, links).Read(options.Now, TimeSpan.Zero, CancellationToken.None);
                foreach (var gap in pass.Gaps)
                {
                    WriteError(@case, $"{gap.Where}: {gap.Reason}", output);
                }

                foreach (var file in pass.Files)
                {
                    Write(@case, file, options.Base, output);
                }

                return pass.Gaps.Count == 0 ? 0 : 1;
            }

            return ReadOne(@case, Path.GetFullPath(path), options, new FolderReader(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", zone, links), output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            WriteError(@case, error.Message, output);
            return 1;
        }
    }

    private static int ReadOne(string? @case, string path, SourceReadOptions options, FolderReader reader, TextWriter output)
    {
        var reading = reader.ReadOne(Path.GetFileName(path), options.Now);
        if (path.Contains("/_drafts/", StringComparison.Ordinal) && reading.Item is not null)
        {
            reading = reading with { Status = FileStatus.Draft, Reason = "it lies in _drafts" };
        }

        Write(@case, reading, options.Base, output);
        return reading.Status == FileStatus.Invalid ? 1 : 0;
    }

    private static void WriteError(string? @case, string reason, TextWriter output) => WriteLine(@case, output, json => json.WriteString("error", reason));

    private static void Write(string? @case, FileReading reading, Uri? site, TextWriter output) => WriteLine(@case, output, json =>
    {
        json.WriteString("file", reading.File);
        json.WriteString("status", reading.Status.ToString().ToLowerInvariant());
        if (reading is { Status: FileStatus.Published, Item: { } item })
        {
            WriteItem(json, item, site);
        }
        else
        {
            json.WriteString("reason", reading.Place == reading.File ? reading.Reason : $"{reading.Place}: {reading.Reason}");
        }
    });

    private static void WriteItem(Utf8JsonWriter json, CompleteItem item, Uri? site)
    {
        var record = item.Record;
        json.WriteString("id", record.ExternalId);
        json.WriteString("kind", record.Kind);
        json.WriteString("title", record.Title);
        json.WriteString("link", record.Url);
        json.WriteString("summary", record.Summary);
        json.WriteString("body", record.Body);
        json.WriteString("image", item.ImagePath is { } path && site is not null ? OnSite(site, path) : item.ImagePath ?? record.Image?.Address);
        json.WriteString("alt", record.Image?.Alt);
        json.WriteString("credit", record.Image?.Credit);
        json.WriteString("author", record.Author);
        json.WriteString("published", Iso(record.PublishedAt));
        json.WriteString("updated", Iso(record.UpdatedAt));
        WriteList(json, "topics", record.Topics);
        json.WriteString("state", "public");
        json.WriteString("notify", record.Notify.ToString().ToLowerInvariant());
        json.WriteString("deadline", Iso(record.DeadlineAt));
        json.WriteString("starts", Iso(record.StartsAt));
        json.WriteString("ends", Iso(record.EndsAt));
        json.WriteString("location", record.Location);
        json.WriteString("expires", Iso(record.ExpiresAt));
        json.WriteString("correction", record.Correction);
        WriteList(json, "warnings", item.Warnings.Select(warning => $"{warning.Place(record.Where)}: {warning.Reason}"));
    }

    private static string OnSite(Uri site, string path) => new Uri(site, string.Join('/', path.Split('/').Select(Uri.EscapeDataString))).AbsoluteUri;

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string? Iso(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static void WriteLine(string? @case, TextWriter output, Action<Utf8JsonWriter> fields)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Json))
        {
            json.WriteStartObject();
            if (@case is not null)
            {
                json.WriteString("case", @case);
            }

            fields(json);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }
}
