using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace NewsBot.Discord.Model;

/// <summary>
/// A file that travels with a message; an embed of the same message shows it as <c>attachment://name</c>.
/// Size limits: <see cref="Limits.FileBytes"/>, <see cref="Limits.RequestBytes"/>.
/// </summary>
public sealed class FileUpload
{
    // Discord renames what it does not like, and then attachment://name finds nothing; .NET would MIME-encode non-ASCII.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <param name="name">ASCII letters, digits, dot, underscore and hyphen.</param>
    /// <param name="contentType">A media type such as <c>image/jpeg</c>.</param>
    /// <param name="open">Called once for each try; the client disposes the stream.</param>
    /// <param name="description">Alternative text, at most <see cref="Limits.FileDescription"/> code points.</param>
    /// <exception cref="ArgumentException">The name is empty or has other characters, or the content type is none.</exception>
    public FileUpload(string name, string contentType, Func<Stream> open, string? description = null)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException($"The file name '{Limits.Cut(name, 80)}' must be ASCII letters, digits, '.', '_' and '-' only.", nameof(name));
        if (!MediaTypeHeaderValue.TryParse(contentType, out _))
            throw new ArgumentException($"'{Limits.Cut(contentType, 80)}' is not a media type such as image/jpeg.", nameof(contentType));
        Name = name;
        ContentType = contentType;
        Open = open;
        Description = description;
    }

    /// <inheritdoc cref="FileUpload(string, string, Func{Stream}, string?)"/>
    public FileUpload(string name, string contentType, ReadOnlyMemory<byte> bytes, string? description = null)
        : this(name, contentType, () => Read(bytes), description)
    {
    }

    public string Name { get; }

    public string ContentType { get; }

    public string? Description { get; }

    internal Func<Stream> Open { get; }

    private static MemoryStream Read(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
