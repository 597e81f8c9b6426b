using System.Buffers;
using System.Text;
using System.Text.Unicode;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Bytes to text: UTF-8 and nothing else, with or without a byte order mark.</summary>
internal static class FileText
{
    /// <summary>Largest file taken, in bytes: a long report has 60,000. Also bounds what Markdown parsers downstream must bear.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Why the bytes cannot be taken, or null.</summary>
    /// <param name="text">As much as can be read of it, whether or not there is a problem; lines ended by <c>\n</c>, no control characters.</param>
    public static string? Problem(ReadOnlySpan<byte> bytes, out string text)
    {
        text = PlainText.Lines(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxBytes)]));
        return bytes switch
        {
            [] => "the file is empty",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "the file is UTF-16; save it as UTF-8",
            { Length: > MaxBytes } => $"the file is larger than {MaxBytes / 1024} KiB",
            _ when FirstBad(bytes) is { } at => $"the file is not UTF-8: byte {at} is 0x{bytes[at]:X2}; save it as UTF-8",
            _ => null,
        };
    }

    /// <summary>Offset of the first byte that is no UTF-8, from 0.</summary>
    private static int? FirstBad(ReadOnlySpan<byte> bytes)
    {
        var scratch = ArrayPool<char>.Shared.Rent(bytes.Length);
        var status = Utf8.ToUtf16(bytes, scratch, out var read, out _, replaceInvalidSequences: false);
        ArrayPool<char>.Shared.Return(scratch);
        return status == OperationStatus.Done ? null : read;
    }
}
