using System.Text.RegularExpressions;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The bytes of uploaded files, as Discord's CDN keeps them: also after their message was deleted, until room is needed.</summary>
internal sealed partial class FileStore
{
    /// <summary>A day of posts with photos; the oldest are forgotten first.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;

    private static readonly Dictionary<string, string> ImageTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
    };

    private readonly Lock gate = new();
    private readonly Dictionary<ulong, byte[]> files = [];
    private readonly Queue<ulong> order = new();
    private long bytes;

    public void Add(ulong id, byte[] content)
    {
        lock (gate)
        {
            files.Add(id, content);
            order.Enqueue(id);
            bytes += content.Length;
            while (bytes > MaxBytes && order.TryDequeue(out var oldest) && files.Remove(oldest, out var gone))
            {
                bytes -= gone.Length;
            }
        }
    }

    public byte[]? Find(ulong id)
    {
        lock (gate)
        {
            return files.GetValueOrDefault(id);
        }
    }

    /// <summary>By its name alone: what the sender says of its bytes is not to be believed.</summary>
    public static string ContentType(string filename) => ImageTypes.GetValueOrDefault(Path.GetExtension(filename), "application/octet-stream");

    /// <summary>Discord keeps ASCII letters, digits, dot, dash and underscore; spaces become underscores.</summary>
    public static string SafeName(string filename)
    {
        var safe = UnsafeCharacter().Replace(filename.Replace(' ', '_'), "");
        return safe.Trim('.').Length == 0 ? "file" : safe;
    }

    [GeneratedRegex("[^A-Za-z0-9._-]", RegexOptions.NonBacktracking)]
    private static partial Regex UnsafeCharacter();
}
