using System.IO.Compression;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class BodyTests
{
    private static readonly byte[] News = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * i % 251))];

    public static TheoryData<string> Codings => new("gzip", "deflate", "raw deflate", "br");

    [Theory, MemberData(nameof(Codings))]
    public async Task A_packed_body_is_unpacked(string coding)
    {
        await using var server = await ServeAsync(Pack(News, coding), coding.Split(' ')[^1]);

        Assert.Equal(News, (await WebRoom.AskAsync(server.At("/"))).Body);
    }

    [Theory, MemberData(nameof(Codings))]
    public async Task A_packed_body_that_was_cut_is_an_error_wherever_it_was_cut(string coding)
    {
        var packed = Pack(News, coding);
        foreach (var length in (int[])[packed.Length / 10, packed.Length / 2, packed.Length - 9, packed.Length - 1])
        {
            await using var server = await ServeAsync(packed[..length], coding.Split(' ')[^1]);
            Assert.Contains("cut short", (await WebRoom.RefusedAsync(server.At("/"))).Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("gzip"), InlineData("br")]
    public async Task A_small_body_that_unpacks_to_a_gigabyte_is_refused(string coding)
    {
        await using var server = await ServeAsync(Bomb(coding), coding);

        Assert.Contains("larger than 10,240 KiB", (await WebRoom.RefusedAsync(server.At("/"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gigabyte_is_not_read_to_its_end()
    {
        long written = 0;
        await using var server = new RawServer(async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ct);
            var piece = new byte[1 << 20];
            for (; written < 1L << 30; written += piece.Length)
            {
                await stream.WriteAsync(piece, ct);
            }
        });

        Assert.Contains("larger than", (await WebRoom.RefusedAsync(server.Address)).Message, StringComparison.Ordinal);
        Assert.InRange(written, 0, 100L << 20);
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_long_is_not_read_at_all()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");

        Assert.Contains("larger than", (await WebRoom.RefusedAsync(server.Address)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_lies_is_forgiven_where_the_bytes_are_plain_and_refused_where_they_are_not()
    {
        await using var plain = await ServeAsync(News, "gzip");
        await using var broken = await ServeAsync([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], "gzip");
        await using var unknown = await ServeAsync(News, "zstd");
        await using var onion = await ServeAsync(News, "gzip, gzip, gzip");
        await using var twice = await ServeAsync(Pack(Pack(News, "gzip"), "gzip"), "gzip, gzip");

        Assert.Equal(News, (await WebRoom.AskAsync(plain.At("/"))).Body);
        Assert.Equal(News, (await WebRoom.AskAsync(twice.At("/"))).Body);
        Assert.Contains("not packed as it says", (await WebRoom.RefusedAsync(broken.At("/"))).Message, StringComparison.Ordinal);
        Assert.Contains("zstd", (await WebRoom.RefusedAsync(unknown.At("/"))).Message, StringComparison.Ordinal);
        Assert.Contains("packed 3 times over", (await WebRoom.RefusedAsync(onion.At("/"))).Message, StringComparison.Ordinal);
    }

    private static Task<WebServer> ServeAsync(byte[] body, string coding) => WebServer.StartAsync(async context =>
    {
        context.Response.Headers.ContentEncoding = coding;
        await context.Response.Body.WriteAsync(body);
    });

    private static byte[] Pack(byte[] bytes, string coding)
    {
        using var packed = new MemoryStream();
        using (var stream = Packer(packed, coding))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Bomb(string coding)
    {
        using var packed = new MemoryStream();
        using (var stream = Packer(packed, coding))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1024; i++)
            {
                stream.Write(zeros);
            }
        }

        return packed.ToArray();
    }

    private static Stream Packer(Stream into, string coding) => coding switch
    {
        "gzip" => new GZipStream(into, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(into, CompressionLevel.Fastest, leaveOpen: true),
        "raw deflate" => new DeflateStream(into, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BrotliStream(into, CompressionLevel.Fastest, leaveOpen: true),
    };
}
