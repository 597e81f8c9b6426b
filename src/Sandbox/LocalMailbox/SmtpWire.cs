using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace NewsBot.Sandbox.LocalMailbox;

/// <summary>What came between DATA and the final dot. Fault is the reply that refuses it, or null.</summary>
internal sealed record SmtpData(byte[] Bytes, string? Fault);

/// <summary>A line that is no SMTP; the message is the reply.</summary>
internal sealed class SmtpSyntaxException(string reply) : Exception(reply);

/// <summary>Lines in, replies out. Only CRLF ends a line: a bare LF that one server honours and another does not lets mail be smuggled.</summary>
/// <remarks>RFC 5321: 2.3.8 lines, 4.1.1.4 and 4.5.2 the dot, 4.5.3.1 limits, 4.5.3.2.7 time-out.</remarks>
internal sealed class SmtpWire(Stream stream, TimeProvider time)
{
    public const int MaxMessageBytes = 25 * 1024 * 1024;

    /// <summary>RFC 5321 4.5.3.1.4 says 512; SMTPUTF8, AUTH and DSN parameters add to it (RFC 4954 4 alone asks for 12,288).</summary>
    private const int MaxCommand = 12_288;

    /// <summary>RFC 5321 4.5.3.1.6: 1,000 octets with the CRLF.</summary>
    private const int MaxTextLine = 998;

    /// <summary>A "line" beyond this is an attack or a fault, not a mail; the connection ends.</summary>
    private const int MaxBuffered = 1024 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private readonly PipeReader reader = PipeReader.Create(stream);

    /// <returns>The line without its CRLF; null when the peer closed the connection.</returns>
    /// <exception cref="SmtpSyntaxException">Too long, or not ended by CRLF.</exception>
    public async Task<string?> ReadCommandAsync(CancellationToken ct)
    {
        if (await ReadLineAsync(ct) is not { } line)
        {
            return null;
        }

        if (line.Length > MaxCommand)
        {
            throw new SmtpSyntaxException("500 5.5.2 Line too long");
        }

        if (line.Length == 0 || line[^1] != '\r' || line.AsSpan(0, line.Length - 1).ContainsAny((byte)'\r', (byte)0))
        {
            throw new SmtpSyntaxException("500 5.5.2 Lines end in CRLF");
        }

        return Encoding.UTF8.GetString(line, 0, line.Length - 1);
    }

    /// <summary>Reads up to the final dot, whatever is wrong with the message, so that the dialogue can go on.</summary>
    /// <exception cref="EndOfStreamException">The peer went away first.</exception>
    public async Task<SmtpData> ReadDataAsync(CancellationToken ct)
    {
        var message = new ArrayBufferWriter<byte>(64 * 1024);
        string? fault = null;
        for (var number = 1; ; number++)
        {
            var line = await ReadLineAsync(ct) ?? throw new EndOfStreamException();
            if (line is [(byte)'.', (byte)'\r'])
            {
                return new SmtpData(message.WrittenSpan.ToArray(), fault);
            }

            var text = line is [(byte)'.', ..] ? line.AsSpan(1) : line;
            if (text is not [.., (byte)'\r'] || text[..^1].Contains((byte)'\r'))
            {
                fault ??= $"550 5.6.11 Line {number} has a bare CR or LF; lines end in CRLF";
            }
            else if (text.Length - 1 > MaxTextLine)
            {
                fault ??= $"550 5.6.0 Line {number} is longer than {MaxTextLine} octets";
            }

            if (message.WrittenCount + text.Length + 1 > MaxMessageBytes)
            {
                fault ??= "552 5.3.4 Message too big";
            }

            if (fault is not null)
            {
                continue;
            }

            message.Write(text);
            message.Write("\n"u8);
        }
    }

    /// <summary>Reads something of the message that is coming, no matter what.</summary>
    public async Task ReadSomeAsync(CancellationToken ct) => reader.AdvanceTo((await reader.ReadAsync(ct)).Buffer.End);

    public async Task ReplyAsync(string reply, CancellationToken ct) => await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), ct);

    /// <summary>Up to an LF, without it.</summary>
    private async Task<byte[]?> ReadLineAsync(CancellationToken ct)
    {
        if (reader.TryRead(out var ready))
        {
            if (TakeLine(ready.Buffer) is { } buffered)
            {
                return buffered;
            }

            reader.AdvanceTo(ready.Buffer.Start, ready.Buffer.End);
        }

        using var patience = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        while (true)
        {
            var read = await reader.ReadAsync(either.Token);
            if (TakeLine(read.Buffer) is { } line)
            {
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            if (read.Buffer.Length > MaxBuffered)
            {
                throw new IOException("A line without end.");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private byte[]? TakeLine(ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return null;
        }

        var line = buffer.Slice(0, end).ToArray();
        reader.AdvanceTo(buffer.GetPosition(1, end));
        return line;
    }
}
