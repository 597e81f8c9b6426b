using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class TroubleTests
{
    private static readonly WebOptions Short = new() { MaxTime = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", "broke off")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", "broke")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rs", "broke")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n", "not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-", "broke")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", "not HTTP")]
    [InlineData("", "broke")]
    public async Task Broken_framing_is_an_error_and_never_a_short_body(string answer, string complaint)
    {
        await using var server = new RawServer(answer);

        Assert.Contains(complaint, (await WebRoom.RefusedAsync(server.Address)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Repeat($"X-Filler: {new string('x', 1000)}\r\n", 100))}\r\n");

        Assert.Contains("64 KiB of headers", (await WebRoom.RefusedAsync(server.Address)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "nothing at all")]
    [InlineData("HTTP/1.1 200 OK\r\n", "slow headers")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", "a drip of a body")]
    public async Task A_server_that_drips_or_stalls_is_left_after_the_time_for_one_answer(string beginning, string how)
    {
        await using var server = new RawServer(async (stream, ct) =>
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(beginning), ct);
            while (true)
            {
                if (how != "nothing at all")
                {
                    await stream.WriteAsync("x"u8.ToArray(), ct);
                }

                await Task.Delay(50, ct);
            }
        });
        var began = Stopwatch.GetTimestamp();

        Assert.Contains("within 1 seconds", (await WebRoom.RefusedAsync(server.Address, options: Short)).Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_time_is_one_for_all_redirects_together()
    {
        await using var server = await WebServer.StartAsync(async context =>
        {
            await Task.Delay(400);
            context.Response.Redirect("/on");
        });

        Assert.Contains("within 1 seconds", (await WebRoom.RefusedAsync(server.At("/"), options: Short)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(401), InlineData(403), InlineData(404), InlineData(500), InlineData(502), InlineData(204), InlineData(206), InlineData(418)]
    public async Task Other_answers_fail_and_may_be_asked_again(int status)
    {
        await using var server = await WebServer.StartAsync(context => Status(context, status));

        var refused = await WebRoom.RefusedAsync(server.At("/feed"));

        Assert.False(refused.Parked);
        Assert.Contains($"HTTP {status}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gone_for_good_parks()
    {
        await using var server = await WebServer.StartAsync(context => Status(context, 410));

        Assert.True((await WebRoom.RefusedAsync(server.At("/feed"))).Parked);
    }

    [Theory]
    [InlineData("120", 120), InlineData("99999999999999999999", 86_400), InlineData("100000", 86_400), InlineData("-5", null), InlineData("1.5", null), InlineData("soon", null), InlineData("0", null)]
    [InlineData("+600", 600), InlineData("+172800", 86_400), InlineData("+-600", null)]
    public async Task Retry_after_is_understood_in_both_its_forms_and_bounded(string value, int? seconds)
    {
        foreach (var status in (int[])[429, 503])
        {
            await using var server = await WebServer.StartAsync(context =>
            {
                context.Response.Headers.RetryAfter = value[0] == '+'
                    ? DateTimeOffset.UtcNow.AddSeconds(int.Parse(value[1..], CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture)
                    : value;
                return Status(context, status);
            });

            var wait = (await WebRoom.RefusedAsync(server.At("/"))).Wait;

            Assert.Equal(seconds is null, wait is null);
            Assert.InRange(wait?.TotalSeconds ?? 0, (seconds ?? 0) * 0.98, seconds ?? 0);
        }
    }

    [Theory]
    [InlineData("Cache-Control: max-age=600", 600), InlineData("Cache-Control: public, max-age=\"600\"", 600), InlineData("Cache-Control: max-age=600\nAge: 500", 100), InlineData("Cache-Control: max-age=99999999999999999999", 86_400)]
    [InlineData("Cache-Control: max-age=-1", null), InlineData("Cache-Control: no-cache", null), InlineData("Expires: 0", null), InlineData("Cache-Control: max-age=0\nExpires: Mon, 02 Nov 2026 08:00:00 GMT", null)]
    [InlineData("Date: Mon, 02 Nov 2026 07:00:00 GMT\nExpires: Mon, 02 Nov 2026 07:10:00 GMT", 600), InlineData("Date: Mon, 02 Nov 2026 07:00:00 GMT\nExpires: Monday, 02-Nov-26 07:10:00 GMT", 600)]
    public async Task How_long_an_answer_stays_fresh_is_how_long_to_wait(string headers, int? seconds)
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            foreach (var header in headers.Split('\n'))
            {
                context.Response.Headers[header.Split(": ")[0]] = header.Split(": ", 2)[1];
            }

            return context.Response.WriteAsync("news");
        });

        Assert.Equal(seconds, (int?)(await WebRoom.AskAsync(server.At("/"))).Wait?.TotalSeconds);
    }

    [Fact]
    public async Task The_hub_and_the_topic_of_the_link_header_are_told()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.Headers.Append("Link", "<https://site.example.org/a,b>; rel=\"prev next\", </hub>; rel=hub");
            context.Response.Headers.Append("Link", "<javascript:alert(1)>; rel=self, <https://site.example.org/feed?a=1>; title=\"x, y\"; rel=\"self alternate\"");
            return context.Response.WriteAsync("news");
        });

        var answer = await WebRoom.AskAsync(server.At("/"));

        Assert.Equal((server.At("/hub"), new Uri("https://site.example.org/feed?a=1")), (answer.Hub, answer.Self));
    }

    [Fact]
    public async Task A_host_gets_one_request_at_a_time_whoever_asks()
    {
        var (now, most) = (0, 0);
        await using var server = await WebServer.StartAsync(async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(20);
            Interlocked.Decrement(ref now);
            await context.Response.WriteAsync("news");
        });
        var options = new WebOptions();
        using var one = WebRoom.Client(options);
        using var other = WebRoom.Client(options);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : other).GetAsync(server.At($"/{i}"), null, WebRoom.Ct)));

        Assert.Equal((1, 10), (most, server.Seen.Count));
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
