using System.Globalization;
using System.Security.Cryptography;
using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Finds and checks the pictures that lie in a content folder. Keeps what it learnt of a file until its length or time changes.</summary>
/// <param name="realFolder">The content folder as <see cref="RealPath"/> gives it.</param>
internal sealed class ImageFiles(string realFolder)
{
    /// <summary>Largest picture in bytes: Discord takes uploads of 10 MiB, and the request around the picture needs room too.</summary>
    public const long MaxBytes = 8 * 1024 * 1024;

    private Dictionary<string, Finding> known = new(StringComparer.Ordinal);
    private Dictionary<string, Finding> used = new(StringComparer.Ordinal);

    /// <summary>How many pictures have been read from disk.</summary>
    public int Reads { get; private set; }

    /// <summary>Begins a pass over the folder; what the last one did not ask for is forgotten.</summary>
    public void BeginPass() => (known, used) = (used, new(StringComparer.Ordinal));

    /// <summary>The picture, or the reason to do without it.</summary>
    /// <param name="besides">Path of the file that names the picture, from the folder.</param>
    /// <param name="source">As the file names it.</param>
    public (ImageFile? Image, string? Problem) Find(string besides, string source)
    {
        if (source.Contains(':', StringComparison.Ordinal) || source.StartsWith("//", StringComparison.Ordinal))
        {
            return (null, "is neither a path nor an http(s) address");
        }

        try
        {
            foreach (var path in Candidates(besides, source))
            {
                var real = RealPath.Inside(realFolder, path);
                if (real is null)
                {
                    return (null, "lies outside the content folder");
                }

                var file = new FileInfo(real);
                if (file.Exists)
                {
                    return Checked(file);
                }
            }

            return (null, "is missing");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, "cannot be read");
        }
    }

    private IEnumerable<string> Candidates(string besides, string source)
    {
        var path = source.Split('?', '#')[0];
        var folder = path.StartsWith('/') ? realFolder : Path.Combine(realFolder, Path.GetDirectoryName(besides) ?? string.Empty);
        yield return Path.Combine(folder, path.TrimStart('/'));
        if (path.Contains('%', StringComparison.Ordinal))
        {
            yield return Path.Combine(folder, Uri.UnescapeDataString(path).TrimStart('/'));
        }
    }

    private (ImageFile? Image, string? Problem) Checked(FileInfo file)
    {
        var stamp = FileStamp.Of(file);
        if ((used.TryGetValue(file.FullName, out var before) || known.TryGetValue(file.FullName, out before)) && before.Stamp == stamp)
        {
            used[file.FullName] = before;
            return (before.Image, before.Problem);
        }

        var (image, problem) = file.Length switch
        {
            0 => (null, "is empty"),
            > MaxBytes => (null, string.Create(CultureInfo.InvariantCulture, $"is {file.Length / 1048576.0:0.0} MiB; the limit is {MaxBytes / 1048576} MiB")),
            _ => Read(file),
        };
        used[file.FullName] = new Finding(stamp, image, problem);
        return (image, problem);
    }

    private (ImageFile? Image, string? Problem) Read(FileInfo file)
    {
        Reads++;
        using var stream = file.OpenRead();
        var bytes = new byte[Math.Min(file.Length, MaxBytes)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var content = bytes.AsSpan(0, length);
        return ImageType.Of(content) is not null
            ? (new ImageFile(file.FullName, Path.GetRelativePath(realFolder, file.FullName).Replace('\\', '/'), Convert.ToHexStringLower(SHA256.HashData(content))), null)
            : (null, "is no PNG, JPEG, GIF or WebP file");
    }

    private sealed record Finding(FileStamp Stamp, ImageFile? Image, string? Problem);
}

/// <param name="Address">Absolute real path, or http(s) address.</param>
/// <param name="RelativePath">From the content folder, parted by slashes; null for a picture elsewhere.</param>
/// <param name="Fingerprint">Of its bytes, lower-case hex; the address itself for a picture elsewhere, which nobody has fetched yet.</param>
internal sealed record ImageFile(string Address, string? RelativePath, string Fingerprint);

/// <summary>Tells a changed file from an unchanged one without reading it.</summary>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    public static FileStamp Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc);
}
