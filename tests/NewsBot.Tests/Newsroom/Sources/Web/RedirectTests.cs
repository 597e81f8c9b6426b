using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class RedirectTests
{
    [Theory, InlineData(301, true), InlineData(308, true), InlineData(302, false), InlineData(303, false), InlineData(307, false)]
    public async Task Only_a_permanent_redirect_is_believed_and_only_after_several_good_answers(int status, bool believed)
    {
        await using var server = await WebServer.StartAsync(context => Redirecting(context, status, "/old", "/new"));

        var memory = await AskTimesAsync(server, 4);

        Assert.Equal(believed ? "/new" : null, memory.MovedTo is { } to ? new Uri(to).AbsolutePath : null);
        Assert.Equal(believed ? 3 : 4, server.Seen.Count(seen => seen.Target == "/old"));
        Assert.Equal(4, server.Seen.Count(seen => seen.Target == "/new"));
    }

    [Fact]
    public async Task A_permanent_redirect_behind_a_passing_one_is_not_believed()
    {
        await using var server = await WebServer.StartAsync(context => context.Request.Path == "/old" ? Redirecting(context, 302, "/old", "/mid") : Redirecting(context, 301, "/mid", "/new"));

        Assert.Null((await AskTimesAsync(server, 4)).MovedTo);
    }

    [Fact]
    public async Task Where_it_moved_to_is_forgotten_when_nothing_is_there_any_more()
    {
        var moved = true;
        await using var server = await WebServer.StartAsync(context =>
        {
            if (moved || context.Request.Path == "/old")
            {
                return moved ? Redirecting(context, 301, "/old", "/new") : context.Response.WriteAsync("news");
            }

            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var memory = await AskTimesAsync(server, 3);
        moved = false;

        var answer = await WebRoom.AskAsync(server.At("/old"), memory);

        Assert.Equal(server.At("/old"), answer.Address);
        Assert.Equal((null, 0), (answer.Memory.MovedTo, answer.Memory.MovedTimes));
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_a_sixth_is_not()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            var left = int.Parse(context.Request.Path.Value![1..]);
            return left == 0 ? context.Response.WriteAsync("news") : Redirecting(context, 302, $"/{left}", $"{left - 1}");
        });

        Assert.Equal(server.At("/0"), (await WebRoom.AskAsync(server.At("/5"))).Address);
        Assert.Contains("more than 5 times", (await WebRoom.RefusedAsync(server.At("/6"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_itself_ends()
    {
        await using var server = await WebServer.StartAsync(context => Redirecting(context, 301, "/loop", "/loop"));

        Assert.Contains("more than 5 times", (await WebRoom.RefusedAsync(server.At("/loop"))).Message, StringComparison.Ordinal);
        Assert.Equal(6, server.Seen.Count);
    }

    [Theory, InlineData(null), InlineData("http://"), InlineData("http://:99999/")]
    public async Task A_redirect_to_nowhere_is_an_error(string? location)
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 301;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        Assert.Contains("redirects to nowhere", (await WebRoom.RefusedAsync(server.At("/"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validators_go_only_to_the_address_that_gave_them()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.Headers.ETag = $"\"{context.Request.Path}\"";
            return Redirecting(context, 302, "/old", "/new");
        });
        var first = await WebRoom.AskAsync(server.At("/old"));

        await WebRoom.AskAsync(server.At("/old"), first.Memory);

        Assert.Equal(["/old ", "/new ", "/old ", "/new \"/new\""], server.Seen.Select(seen => $"{seen.Target} {seen["If-None-Match"]}"));
    }

    private static Task Redirecting(HttpContext context, int status, string from, string to)
    {
        if (context.Request.Path != from)
        {
            return context.Response.WriteAsync("news");
        }

        context.Response.StatusCode = status;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    }

    private static async Task<WebMemory> AskTimesAsync(WebServer server, int times)
    {
        WebMemory? memory = null;
        for (var i = 0; i < times; i++)
        {
            memory = (await WebRoom.AskAsync(server.At("/old"), memory)).Memory;
        }

        return memory!;
    }
}
