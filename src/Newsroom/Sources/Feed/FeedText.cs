using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// Bytes of a feed become text. What decides, in this order: byte order mark, zeros where UTF-16 has them, charset of the
/// content type, declaration of the document, and without a known word UTF-8.
/// </summary>
internal static partial class FeedText
{
    private const int MaxHead = 1024;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <exception cref="SourceException">No text at all, or too much of it.</exception>
    public static string Read(ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (bytes.Length > FeedLimits.Bytes)
        {
            throw new SourceException($"the document is larger than {FeedLimits.Bytes / 1024 / 1024} MiB");
        }

        var text = bytes switch
        {
            [0x1F, 0x8B, ..] => throw new SourceException("the document is compressed (gzip); unpack it first"),
            [0xEF, 0xBB, 0xBF, ..] => Utf8(bytes[3..]),
            [0xFF, 0xFE, 0, 0, ..] => new UTF32Encoding(bigEndian: false, byteOrderMark: false).GetString(bytes[4..]),
            [0, 0, 0xFE, 0xFF, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetString(bytes[4..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(bytes),
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(bytes),
            _ => ByLabel(bytes, contentType),
        };
        return string.IsNullOrWhiteSpace(text) ? throw new SourceException("the document is empty") : text;
    }

    private static string ByLabel(ReadOnlySpan<byte> bytes, string? contentType)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MaxHead)]);
        var encoding = Known(Charset().Match(contentType ?? string.Empty)) ?? Known(Declaration().Match(head));
        return encoding is null or UTF8Encoding ? Utf8(bytes) : encoding.GetString(bytes);
    }

    /// <summary>Null for names that nobody knows, and for 16 and 32 bits: text in those has zeros and was found by them.</summary>
    private static Encoding? Known(Match label)
    {
        if (!label.Success)
        {
            return null;
        }

        var name = label.Groups["name"].Value.ToLowerInvariant();
        if (name is "utf-8" or "utf8" or "utf-8n")
        {
            return Encoding.UTF8;
        }

        if (name is "unicode" || name.StartsWith("utf", StringComparison.Ordinal) || name.StartsWith("ucs", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            // Who writes Latin-1 or ASCII means what Windows made of them (WHATWG Encoding, "windows-1252").
            return CodePagesEncodingProvider.Instance.GetEncoding(name is "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "l1" or "us-ascii" or "ascii" or "cp1252" ? "windows-1252" : name)
                ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>UTF-8, with each byte that is none taken for windows-1252: texts pasted from elsewhere mix the two.</summary>
    private static string Utf8(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(bytes.Length, 1));
        try
        {
            var length = 0;
            while (true)
            {
                var status = System.Text.Unicode.Utf8.ToUtf16(bytes, buffer.AsSpan(length), out var read, out var written, replaceInvalidSequences: false);
                length += written;
                if (status == OperationStatus.Done)
                {
                    return new string(buffer, 0, length);
                }

                length += Windows1252.GetChars(bytes.Slice(read, 1), buffer.AsSpan(length));
                bytes = bytes[(read + 1)..];
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    [GeneratedRegex("""charset\s*=\s*["']?(?<name>[A-Za-z0-9._:-]+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Charset();

    [GeneratedRegex("""^[^<]*<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[A-Za-z0-9._:-]+)["']""", RegexOptions.NonBacktracking)]
    private static partial Regex Declaration();
}
