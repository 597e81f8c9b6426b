using NewsBot.Sandbox;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class LimitsTests
{
    [Fact]
    public async Task The_sixth_message_in_five_seconds_waits()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        for (var left = 4; left >= 0; left--)
        {
            var made = await sandbox.PostAsync("""{"content":"x"}""");
            Assert.Equal($"{left}", made.Headers["X-RateLimit-Remaining"]);
        }

        sandbox.Clock.Advance(TimeSpan.FromSeconds(3.5));

        var limited = await sandbox.PostAsync("""{"content":"x"}""");

        Assert.Equal(429, limited.Status);
        Assert.Equal("2", limited.Headers["Retry-After"]);
        Assert.Equal(1.5, limited.Json.GetProperty("retry_after").GetDouble());
        Assert.False(limited.Json.GetProperty("global").GetBoolean());
        Assert.Equal("user", limited.Headers["X-RateLimit-Scope"]);
        Assert.Equal(("5", "0", "1.500"), (limited.Headers["X-RateLimit-Limit"], limited.Headers["X-RateLimit-Remaining"], limited.Headers["X-RateLimit-Reset-After"]));
        Assert.Equal("1795510805.000", limited.Headers["X-RateLimit-Reset"]);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"x"}""")).Status);
    }

    [Fact]
    public async Task Creates_edits_and_deletes_count_apart_and_so_do_channels()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 1 } });

        var made = await sandbox.PostAsync("""{"content":"x"}""");
        var edited = await sandbox.PatchAsync(made.Id, """{"content":"y"}""");
        var deleted = await sandbox.DeleteAsync(made.Id);
        var elsewhere = await sandbox.PostAsync("""{"content":"x"}""", RunningSandbox.Trains);

        Assert.Equal([200, 200, 204, 200], [made.Status, edited.Status, deleted.Status, elsewhere.Status]);
        Assert.Equal(made.Headers["X-RateLimit-Bucket"], edited.Headers["X-RateLimit-Bucket"]);
        Assert.Equal(made.Headers["X-RateLimit-Bucket"], elsewhere.Headers["X-RateLimit-Bucket"]);
        Assert.NotEqual(made.Headers["X-RateLimit-Bucket"], deleted.Headers["X-RateLimit-Bucket"]);
        Assert.Equal(429, (await sandbox.PostAsync("""{"content":"x"}""")).Status);
    }

    [Fact]
    public async Task A_refused_message_takes_its_place_too()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 1 } });

        var refused = await sandbox.PostAsync("{}");

        Assert.Equal((400, "0"), (refused.Status, refused.Headers["X-RateLimit-Remaining"]));
        Assert.Equal(429, (await sandbox.PostAsync("""{"content":"x"}""")).Status);
    }

    [Fact]
    public async Task The_global_limit_has_no_bucket()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { Global = 2 } });
        await sandbox.GetAsync("users/@me");
        await sandbox.GetAsync("users/@me");

        var limited = await sandbox.PostAsync("""{"content":"x"}""");

        Assert.Equal((429, "true", "global"), (limited.Status, limited.Headers["X-RateLimit-Global"], limited.Headers["X-RateLimit-Scope"]));
        Assert.True(limited.Json.GetProperty("global").GetBoolean());
        Assert.DoesNotContain("X-RateLimit-Bucket", limited.Headers.Keys);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await sandbox.GetAsync("users/@me")).Status);
    }

    [Fact]
    public async Task Reading_has_no_limit_of_its_own()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 1 } });

        for (var i = 0; i < 3; i++)
        {
            var read = await sandbox.GetAsync($"channels/{RunningSandbox.Ports}/messages");
            Assert.Equal(200, read.Status);
            Assert.DoesNotContain("X-RateLimit-Limit", read.Headers.Keys);
        }
    }

    [Fact]
    public async Task Too_many_invalid_requests_shut_the_door_for_ten_minutes()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { Invalid = 3, PerChannel = 1 } });
        await sandbox.PostAsync("""{"content":"x"}""");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("user", (await sandbox.PostAsync("""{"content":"x"}""")).Headers["X-RateLimit-Scope"]);
        }

        Assert.Equal(3, sandbox.Server.Discord.InvalidRequests);

        var banned = await sandbox.GetAsync("users/@me");

        Assert.Equal((429, "600"), (banned.Status, banned.Headers["Retry-After"]));
        Assert.StartsWith("<!DOCTYPE html>", banned.Text, StringComparison.Ordinal);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(200, (await sandbox.GetAsync("users/@me")).Status);
    }
}
