using System.Globalization;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Reads the files of one content folder, and keeps what it read until length, time or picture of a file change.</summary>
/// <remarks>
/// 1. Walk. 2. Parse what changed. 3. Look at the pictures. 4. Ask the clock. 5. Refuse ids that two files claim.
/// Not thread-safe: one pass at a time.
/// </remarks>
internal sealed class FolderReader(string folder, TimeZoneInfo zone, LinkTemplate links)
{
    private const string BeingWritten = "the file is still being written";

    private Dictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private ImageFiles? images;

    /// <summary>The folder without links on its path.</summary>
    public string RealFolder { get; } = RealPath.Of(folder) ?? throw new IOException($"The links of {folder} go round in circles.");

    /// <summary>How many files have been read and parsed since the beginning.</summary>
    public int Parses { get; private set; }

    private ImageFiles Images => images ??= new ImageFiles(RealFolder);

    /// <summary>One pass over the folder.</summary>
    /// <param name="stillFor">A file changed more recently than this is reported as being written, not read.</param>
    /// <exception cref="IOException">The folder itself is missing or unreadable, or too large.</exception>
    public FolderPass Read(DateTimeOffset now, TimeSpan stillFor, CancellationToken ct)
    {
        var (found, gaps) = FolderWalk.Run(RealFolder, ct);
        var next = new Dictionary<string, Kept>(found.Count, StringComparer.Ordinal);
        var readings = new List<FileReading>(found.Count);
        var unsettled = false;
        Images.BeginPass();
        foreach (var file in found)
        {
            ct.ThrowIfCancellationRequested();
            if (Look(file, stillFor) is not { } look)
            {
                continue;
            }

            unsettled |= look.Stamp is null && look.Parsed is Parsed.Broken { Reason: BeingWritten };
            next[file.RelativePath] = look;
            readings.Add(Reading(file.RelativePath, look, now));
        }

        kept = next;
        return new FolderPass(WithoutSharedIds(readings), gaps, unsettled);
    }

    /// <summary>One file, whatever its name ends in.</summary>
    public FileReading ReadOne(string relativePath, DateTimeOffset now)
    {
        var file = new FileInfo(Path.Combine(RealFolder, relativePath));
        var look = Look(new FoundFile(relativePath, file, BesidesIndex: false), TimeSpan.Zero)
            ?? throw new FileNotFoundException($"There is no file {file.FullName}.");
        return Reading(relativePath, look, now);
    }

    /// <summary>Null: the file vanished after it was listed.</summary>
    private Kept? Look(FoundFile found, TimeSpan stillFor)
    {
        var before = kept.GetValueOrDefault(found.RelativePath);
        if (found.File is not { } file)
        {
            return new Kept(null, false, new Parsed.Left(FileStatus.Ignored, "a symbolic link that leads out of the folder"), null);
        }

        try
        {
            var stamp = FileStamp.Of(file);
            if (before is not null && before.Stamp == stamp && before.BesidesIndex == found.BesidesIndex)
            {
                return before;
            }

            // Files bear the machine's time, whatever clock the bot runs by.
            var age = TimeProvider.System.GetUtcNow().UtcDateTime - stamp.Written;
            if (age >= TimeSpan.Zero && age < stillFor)
            {
                return new Kept(null, false, new Parsed.Broken(null, 0, 0, BeingWritten), before?.LastId);
            }

            var parsed = Parse(found, file, stamp.Length);
            return new Kept(stamp, found.BesidesIndex, parsed, (parsed as Parsed.Item)?.Record.ExternalId ?? (parsed is Parsed.Left ? null : before?.LastId));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Kept(null, false, new Parsed.Broken(null, 0, 0, $"the file cannot be read: {error.Message}"), before?.LastId);
        }
    }

    private Parsed Parse(FoundFile found, FileInfo file, long length)
    {
        if (FileRules.ByName(found.RelativePath) is { } left)
        {
            return left;
        }

        // Pipes and devices have no length either, and opening one could wait for ever.
        byte[] bytes = [];
        if (length > 0)
        {
            using var stream = file.OpenRead();
            bytes = new byte[Math.Min(length, FileText.MaxBytes + 1)];
            bytes = bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }

        Parses++;
        return ItemFile.Parse(found.RelativePath, bytes, found.BesidesIndex, zone, links);
    }

    private FileReading Reading(string path, Kept look, DateTimeOffset now)
    {
        switch (look.Parsed)
        {
            case Parsed.Left left:
                return new FileReading(path, left.Status, path, null, left.Reason, null);
            case Parsed.Broken broken:
                var place = broken.Line == 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}:{broken.Line}:{broken.Column}");
                return new FileReading(path, FileStatus.Invalid, place, look.LastId ?? broken.Id, broken.Reason, null);
            case Parsed.Item item:
                var complete = Complete(item, look);
                var (status, reason) = Standing(item.Record, now);
                return new FileReading(path, status, path, item.Record.ExternalId, reason, complete);
            default:
                throw new InvalidOperationException($"{look.Parsed.GetType().Name} is not a reading.");
        }
    }

    private static (FileStatus Status, string? Reason) Standing(Record record, DateTimeOffset now) => record switch
    {
        { ExpiresAt: { } expires } when expires <= now => (FileStatus.Expired, $"expired on {Iso(expires)}"),
        { PublishAt: { } due } when due > now => (FileStatus.Scheduled, $"to be published on {Iso(due)}"),
        _ => (FileStatus.Published, null),
    };

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private CompleteItem Complete(Parsed.Item item, Kept look)
    {
        var (picture, problem) = item.Image is null ? default : Picture(item.Record.Where, item.Image.Source);
        if (look.Complete is { } before && before.Picture == picture && before.Problem == problem)
        {
            return before.Item;
        }

        List<Warning> warnings = [.. item.Warnings];
        Picture? shown = null;
        if (item.Image is { } image)
        {
            var name = PlainText.Line(image.Source, 120);
            if (picture is null)
            {
                warnings.Add(new Warning(image.Line, $"image {name} {problem}; the item goes without it"));
            }
            else
            {
                shown = new Picture(picture.Address, image.Alt, image.Credit);
                if (image.Alt is null)
                {
                    warnings.Add(new Warning(image.Line, $"image {name} has no description; add \"alt:\" for those who cannot see it"));
                }
            }
        }

        var record = item.Record with { Image = shown };
        record = record with { ContentHash = ContentHash.Of(record, picture?.Fingerprint) };
        var complete = new CompleteItem(record, item, picture?.RelativePath, warnings);
        look.Complete = (picture, problem, complete);
        return complete;
    }

    private (ImageFile? Picture, string? Problem) Picture(string besides, string source)
    {
        if (LinkTemplate.Web(source) is { } address)
        {
            return (new ImageFile(address, null, address), null);
        }

        var (picture, problem) = Images.Find(besides, source);

        // "/images/port.jpg" is the site's when the folder has no such file.
        return picture is null && source.StartsWith('/') && links.Resolve(source) is { } onSite
            ? (new ImageFile(onSite, null, onSite), null)
            : (picture, problem);
    }

    /// <summary>To choose one of two files would make the item change its text with the order of their names.</summary>
    private static List<FileReading> WithoutSharedIds(List<FileReading> readings)
    {
        var shared = readings
            .Where(reading => reading.Item is not null)
            .GroupBy(reading => reading.Id, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .ToDictionary(group => group.Key!, group => group.ToList(), StringComparer.Ordinal);
        return shared.Count == 0 ? readings : readings.ConvertAll(reading =>
            reading.Item is null || !shared.TryGetValue(reading.Id!, out var claimants)
                ? reading
                : reading with
                {
                    Status = FileStatus.Invalid,
                    Item = null,
                    Reason = $"the id \"{PlainText.Line(reading.Id!, 120)}\" is also that of {string.Join(", ", claimants.Select(other => other.File).Where(file => file != reading.File).Take(3))}; give each file its own id",
                });
    }

    /// <param name="Stamp">Null: look again next time.</param>
    /// <param name="LastId">Id of the last item that the file was, for as long as it is broken.</param>
    private sealed record Kept(FileStamp? Stamp, bool BesidesIndex, Parsed Parsed, string? LastId)
    {
        public (ImageFile? Picture, string? Problem, CompleteItem Item)? Complete { get; set; }
    }
}

/// <summary>The outcome of one pass.</summary>
/// <param name="Gaps">Folders that could not be looked into.</param>
/// <param name="Unsettled">Some file was still being written.</param>
internal sealed record FolderPass(IReadOnlyList<FileReading> Files, IReadOnlyList<Refusal> Gaps, bool Unsettled);
