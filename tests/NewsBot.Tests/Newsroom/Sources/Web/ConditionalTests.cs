using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class ConditionalTests
{
    [Theory]
    [InlineData("\"v1\"", "Mon, 02 Nov 2026 07:00:00 GMT"), InlineData("W/\"v1\"", null), InlineData("unquoted-v1", null), InlineData(null, "yesterday or so")]
    public async Task What_the_server_calls_its_version_comes_back_to_it_as_it_was(string? tag, string? modified)
    {
        await using var server = await WebServer.StartAsync(async context =>
        {
            var asked = context.Request.Headers;
            if (asked.IfNoneMatch.Count + asked.IfModifiedSince.Count > 0)
            {
                context.Response.StatusCode = 304;
                return;
            }

            context.Response.Headers.ETag = tag;
            context.Response.Headers.LastModified = modified;
            await context.Response.WriteAsync("news");
        });

        var first = await WebRoom.AskAsync(server.At("/feed"));
        var second = await WebRoom.AskAsync(server.At("/feed"), WebMemory.Parse(first.Memory.ToJson()));
        var third = await WebRoom.AskAsync(server.At("/feed"), second.Memory);

        Assert.Equal((true, false, false), (first.Changed, second.Changed, third.Changed));
        Assert.Empty(second.Body);
        Assert.All(server.Seen.Skip(1), seen => Assert.Equal((tag, modified), (seen["If-None-Match"], seen["If-Modified-Since"])));
        Assert.Null(server.Seen.First()["If-None-Match"]);
    }

    [Fact]
    public async Task A_server_that_knows_no_conditions_is_found_out_by_the_hash_of_its_body()
    {
        var text = "news";
        await using var server = await WebServer.StartAsync(context => context.Response.WriteAsync(text));
        var first = await WebRoom.AskAsync(server.At("/feed"));

        Assert.False((await WebRoom.AskAsync(server.At("/feed"), first.Memory)).Changed);
        text = "other news";
        Assert.True((await WebRoom.AskAsync(server.At("/feed"), first.Memory)).Changed);
    }

    [Fact]
    public async Task A_memory_of_another_address_counts_for_nothing()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            return context.Response.WriteAsync("news");
        });
        var first = await WebRoom.AskAsync(server.At("/a"));

        Assert.True((await WebRoom.AskAsync(server.At("/b"), first.Memory)).Changed);
        Assert.True((await WebRoom.AskAsync(server.At("/a"), first.Memory.Unconditional())).Changed);
        Assert.All(server.Seen, seen => Assert.Null(seen["If-None-Match"]));
    }

    [Fact]
    public async Task A_304_that_nobody_asked_for_is_an_error()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        });

        Assert.Contains("304", (await WebRoom.RefusedAsync(server.At("/feed"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_says_who_asks_and_carries_no_cookie_back()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.Cookies.Append("track", "me");
            return context.Response.WriteAsync("news");
        });
        using var client = WebRoom.Client(new WebOptions { Contact = new Uri("https://news.example.org/about") });

        await client.GetAsync(server.At("/1"), null, WebRoom.Ct);
        await client.GetAsync(server.At("/2"), null, WebRoom.Ct);

        Assert.All(server.Seen, seen =>
        {
            Assert.Matches(@"^NewsBot/\d+\.\d+\.\d+ \(\+https://news\.example\.org/about\)$", seen["User-Agent"]);
            Assert.StartsWith("application/atom+xml", seen["Accept"], StringComparison.Ordinal);
            Assert.Equal("gzip, deflate, br", seen["Accept-Encoding"]);
            Assert.Null(seen["Cookie"]);
            Assert.Null(seen["traceparent"]);
        });
    }
}
