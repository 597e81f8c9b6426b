using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>
/// A folder of Markdown files with YAML, TOML or JSON front matter. Every read is the whole folder; unchanged files are not opened
/// again. Scheduled and expired items are records like the others, with their instants; drafts are absent, as if deleted.
/// </summary>
public sealed class FolderSource : IContentSource
{
    /// <summary>Reads put off while a file is being written; afterwards it is reported and left for the next read.</summary>
    public const int MaxWaitsForWriters = 3;

    private readonly Lock gate = new();
    private readonly FolderOptions options;
    private readonly TimeProvider time;
    private readonly TimeZoneInfo zone;
    private readonly LinkTemplate links;
    private FolderReader? reader;

    /// <exception cref="ArgumentException">The options are wrong; the message names each key.</exception>
    public FolderSource(string name, FolderOptions options, TimeProvider time)
    {
        var problems = string.Join(' ', options.Problems(name));
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        Name = name;
        this.options = options;
        this.time = time;
        zone = TimeZoneInfo.FindSystemTimeZoneById(options.Zone);
        links = new LinkTemplate(options.Link);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How many files have been read and parsed so far.</summary>
    internal int Parses => reader?.Parses ?? 0;

    /// <inheritdoc/>
    /// <remarks>The page is not complete when a folder or an item's id could not be read: what is missing then need not be gone.</remarks>
    /// <exception cref="IOException">The folder is missing, unreadable or too large.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is closed to us.</exception>
    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        for (var waits = 0; ; waits++)
        {
            var pass = await Task.Run(() => Pass(ct), ct);
            if (!pass.Unsettled || waits == MaxWaitsForWriters)
            {
                return Page(pass);
            }

            await Task.Delay(FolderWatch.QuietPeriod, TimeProvider.System, ct);
        }
    }

    private FolderPass Pass(CancellationToken ct)
    {
        lock (gate)
        {
            if (!Directory.Exists(options.Path))
            {
                throw new DirectoryNotFoundException(File.Exists(options.Path)
                    ? $"{options.Path} is a file; the content source \"{Name}\" needs a folder."
                    : $"There is no folder {Path.GetFullPath(options.Path)}, which the content source \"{Name}\" reads; create it or mend its path.");
            }

            // A root that is a link may lead elsewhere by now, and then nothing that was kept holds.
            var real = RealPath.Of(options.Path);
            if (reader is null || reader.RealFolder != real)
            {
                reader = new FolderReader(options.Path, zone, links);
            }

            return reader.Read(time.GetUtcNow(), FolderWatch.QuietPeriod, ct);
        }
    }

    private static ContentPage Page(FolderPass pass)
    {
        var records = new List<Record>(pass.Files.Count);
        List<Refusal> refusals = [.. pass.Gaps];
        var complete = pass.Gaps.Count == 0;
        foreach (var file in pass.Files)
        {
            if (file.Item is { } item)
            {
                records.Add(item.Record);
                refusals.AddRange(item.Warnings.Select(warning => new Refusal(file.Id, warning.Place(file.File), warning.Reason, Fatal: false)));
            }
            else if (file.Status == FileStatus.Invalid)
            {
                refusals.Add(new Refusal(file.Id, file.Place, file.Reason ?? string.Empty));
                complete &= file.Id is not null;
            }
        }

        return new ContentPage(records, refusals, Cursor: null, complete);
    }
}
