using System.IO.Compression;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>Reads a body to its end: decompressed, no larger than allowed, and whole.</summary>
internal static class WebBody
{
    /// <summary>Codings one upon another; a server that needs more plays.</summary>
    private const int MostCodings = 2;

    private const int Piece = 16 * 1024;

    // A small gzip member of its own. Put behind the body it comes out at the end only when the member before it was complete.
    private static readonly byte[] Mark = "NewsBot end of body \u00b6 3f1c7a"u8.ToArray();
    private static readonly byte[] MarkMember = Gzip(Mark);

    /// <param name="coding">The Content-Encoding header.</param>
    /// <exception cref="InvalidDataException">It is too large, cut, or not coded as it says; the message ends a sentence about the address.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, string? coding, long? length, int maxBytes, CancellationToken ct)
    {
        var codings = (coding ?? "").ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(name => name != "identity").ToList();
        if (codings.Count > MostCodings)
        {
            throw new InvalidDataException($"is packed {codings.Count} times over");
        }

        var body = await ReadToEndAsync(stream, length, maxBytes, ct);
        for (var i = codings.Count - 1; i >= 0; i--)
        {
            body = await UnpackAsync(body, codings[i], maxBytes, ct);
        }

        return body;
    }

    private static async Task<byte[]> UnpackAsync(byte[] body, string coding, int maxBytes, CancellationToken ct)
    {
        switch (coding)
        {
            case "gzip" or "x-gzip" when body is [0x1f, 0x8b, ..]:
                return await UnzipAsync(body, maxBytes, ct);
            case "gzip" or "x-gzip":
                return body; // Labelled, and not packed: servers do that when they add the header to a stored file.
            case "deflate":
                return await DrainAsync(body, source => IsZlib(body) ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress), maxBytes, ct);
            case "br":
                return await DrainAsync(body, source => new BrotliStream(source, CompressionMode.Decompress), maxBytes, ct);
            default:
                throw new InvalidDataException($"is packed as \"{Printable.Of(coding[..Math.Min(coding.Length, 20)])}\", which was not asked for");
        }
    }

    private static async Task<byte[]> UnzipAsync(byte[] body, int maxBytes, CancellationToken ct)
    {
        await using var unpacked = new GZipStream(new MemoryStream([.. body, .. MarkMember], writable: false), CompressionMode.Decompress);
        var bytes = await ReadToEndAsync(unpacked, null, maxBytes + Mark.Length, ct);
        return bytes.AsSpan().EndsWith(Mark) ? bytes[..^Mark.Length] : throw new InvalidDataException("is cut short (its gzip stream does not end)");
    }

    // These stop reading when they know that they are at the end; one that comes to the end of its input first was cut.
    private static async Task<byte[]> DrainAsync(byte[] body, Func<Stream, Stream> unpack, int maxBytes, CancellationToken ct)
    {
        var source = new Watched(body);
        await using var unpacked = unpack(source);
        var bytes = await ReadToEndAsync(unpacked, null, maxBytes, ct);
        return !source.RanOut ? bytes : throw new InvalidDataException("is cut short (its compressed stream does not end)");
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream, long? length, int maxBytes, CancellationToken ct)
    {
        if (length > maxBytes)
        {
            throw new InvalidDataException($"is larger than {maxBytes / 1024:N0} KiB");
        }

        using var all = new MemoryStream((int)(length ?? Piece));
        var piece = new byte[Piece];
        for (int read; (read = await stream.ReadAsync(piece, ct)) > 0;)
        {
            if (all.Length + read > maxBytes)
            {
                throw new InvalidDataException($"is larger than {maxBytes / 1024:N0} KiB");
            }

            all.Write(piece, 0, read);
        }

        return all.Length == all.Capacity ? all.GetBuffer() : all.ToArray();
    }

    // RFC 1950, section 2.2: method 8, and a header that is a multiple of 31.
    private static bool IsZlib(byte[] body) => body is [var method, var flags, ..] && (method & 0x0f) == 8 && ((method << 8) + flags) % 31 == 0;

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private sealed class Watched(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public bool RanOut { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Noted(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Noted(base.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Noted(await base.ReadAsync(buffer, cancellationToken));

        private int Noted(int read)
        {
            RanOut |= read == 0;
            return read;
        }
    }
}
