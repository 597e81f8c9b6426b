using System.Text.Json;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class DiscordFaultTests
{
    private const string Body = """{"content":"x"}""";

    [Theory]
    [InlineData(DiscordFaultKind.LimitedUser, 429, 0)]
    [InlineData(DiscordFaultKind.LimitedGlobal, 429, 0)]
    [InlineData(DiscordFaultKind.LimitedShared, 429, 0)]
    [InlineData(DiscordFaultKind.LimitedHtml, 429, 0)]
    [InlineData(DiscordFaultKind.LimitedMismatch, 429, 0)]
    [InlineData(DiscordFaultKind.ErrorBefore, 500, 0)]
    [InlineData(DiscordFaultKind.BadGateway, 502, 0)]
    [InlineData(DiscordFaultKind.ErrorAfter, 500, 1)]
    [InlineData(DiscordFaultKind.TokenRevoked, 401, 0)]
    [InlineData(DiscordFaultKind.UnknownChannel, 404, 0)]
    [InlineData(DiscordFaultKind.MissingAccess, 403, 0)]
    [InlineData(DiscordFaultKind.MissingPermissions, 403, 0)]
    public async Task A_fault_strikes_as_often_as_it_should(DiscordFaultKind kind, int status, int made)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Discord.Faults.Add(new DiscordFault(kind) { Times = 1 });

        var struck = await sandbox.PostAsync(Body);

        Assert.Equal(status, struck.Status);
        Assert.Equal(made, sandbox.Server.Discord.Messages(RunningSandbox.Ports).Count);
        Assert.Equal(200, (await sandbox.PostAsync(Body)).Status);
    }

    [Theory]
    [InlineData(DiscordFaultKind.DropBefore, 0)]
    [InlineData(DiscordFaultKind.DropAfter, 1)]
    public async Task A_dropped_connection_tells_nothing(DiscordFaultKind kind, int made)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Discord.Faults.Add(new DiscordFault(kind));

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.PostAsync(Body));

        Assert.Equal(made, sandbox.Server.Discord.Messages(RunningSandbox.Ports).Count);
        Assert.Null(sandbox.Server.Discord.Requests[^1].Status);
    }

    [Fact]
    public async Task Limits_come_in_every_form_that_Discord_has()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        foreach (var kind in (DiscordFaultKind[])[DiscordFaultKind.LimitedUser, DiscordFaultKind.LimitedGlobal, DiscordFaultKind.LimitedShared, DiscordFaultKind.LimitedMismatch, DiscordFaultKind.LimitedHtml])
        {
            sandbox.Server.Discord.Faults.Add(new DiscordFault(kind) { Times = 1, Wait = TimeSpan.FromSeconds(1163.25) });
        }

        var user = await sandbox.PostAsync(Body);
        var global = await sandbox.PostAsync(Body);
        var shared = await sandbox.PostAsync(Body);
        var mismatch = await sandbox.PostAsync(Body);
        var html = await sandbox.PostAsync(Body);

        Assert.Equal(("user", "1164", 1163.25), (user.Headers["X-RateLimit-Scope"], user.Headers["Retry-After"], user.Json.GetProperty("retry_after").GetDouble()));
        Assert.Equal(("global", "true"), (global.Headers["X-RateLimit-Scope"], global.Headers["X-RateLimit-Global"]));
        Assert.Equal(("0", "1163.250"), (user.Headers["X-RateLimit-Remaining"], user.Headers["X-RateLimit-Reset-After"]));
        Assert.DoesNotContain("X-RateLimit-Bucket", global.Headers.Keys);
        Assert.Equal(("shared", 40062), (shared.Headers["X-RateLimit-Scope"], shared.Code));
        Assert.Equal("5", shared.Headers["X-RateLimit-Remaining"]); // The bucket itself is as it was.
        Assert.Equal(("1", 1163.25), (mismatch.Headers["Retry-After"], mismatch.Json.GetProperty("retry_after").GetDouble()));
        Assert.StartsWith("<!DOCTYPE html>", html.Text, StringComparison.Ordinal);
        Assert.Equal(4, sandbox.Server.Discord.InvalidRequests); // All but the shared one.
    }

    [Fact]
    public async Task A_delayed_answer_comes_when_its_time_has_come()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.Delay) { Wait = TimeSpan.FromSeconds(20) });

        var answer = sandbox.PostAsync(Body);
        await sandbox.Server.Discord.WaitForMessageAsync(message => message.Content == "x", TestContext.Current.CancellationToken);

        Assert.False(answer.IsCompleted);
        while (!answer.IsCompleted)
        {
            sandbox.Clock.Advance(TimeSpan.FromSeconds(20)); // Again and again, as the wait may begin after the first.
            await Task.Yield();
        }

        Assert.Equal(200, (await answer).Status);
    }

    [Fact]
    public async Task A_rule_strikes_only_its_channel_and_method_until_it_is_removed()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var rule = sandbox.Server.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.MissingAccess) { Channel = RunningSandbox.Ports, Method = "POST" });

        Assert.Equal(50001, (await sandbox.PostAsync(Body)).Code);
        Assert.Equal(200, (await sandbox.PostAsync(Body, RunningSandbox.Trains)).Status);
        Assert.Equal(200, (await sandbox.GetAsync($"channels/{RunningSandbox.Ports}")).Status);

        Assert.True(sandbox.Server.Discord.Faults.Remove(rule));
        Assert.Equal(200, (await sandbox.PostAsync(Body)).Status);
    }

    [Fact]
    public async Task The_same_seed_strikes_the_same_requests()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 1000, Global = 1000 } });
        sandbox.Server.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.ErrorBefore) { Probability = 0.3 });

        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal(first, second);
        Assert.InRange(first.Count(status => status == 500), 5, 30);

        async Task<List<int>> RunAsync()
        {
            sandbox.Server.Discord.Faults.Seed(7);
            var statuses = new List<int>();
            for (var i = 0; i < 50; i++)
            {
                statuses.Add((await sandbox.PostAsync(Body)).Status);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Faults_can_be_switched_over_HTTP()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = sandbox.Server.Page };
        var ct = TestContext.Current.CancellationToken;

        using var added = await person.PostAsync("sandbox/faults/discord", RunningSandbox.Json($$"""{"kind":"errorBefore","times":2,"channel":"{{RunningSandbox.Ports}}","wait":"00:00:05"}"""), ct);
        Assert.Equal("""{"id":1}""", await added.Content.ReadAsStringAsync(ct));
        Assert.Equal(500, (await sandbox.PostAsync(Body)).Status);

        var standing = JsonDocument.Parse(await person.GetStringAsync("sandbox/faults/discord", ct)).RootElement.GetProperty("1");
        Assert.Equal(("errorBefore", 1), (standing.GetProperty("kind").GetString(), standing.GetProperty("times").GetInt32()));
        Assert.Equal(204, (int)(await person.DeleteAsync("sandbox/faults/discord/1", ct)).StatusCode);
        Assert.Equal(200, (await sandbox.PostAsync(Body)).Status);
    }

    [Theory]
    [InlineData("application/json", """{"kind":"nonsense"}""")]
    [InlineData("application/json", """{"kind":"delay","probability":2}""")]
    [InlineData("application/json", """{"kind":"delay","often":true}""")]
    [InlineData("text/plain", """{"kind":"delay"}""")]
    public async Task A_wrong_fault_is_refused_with_a_reason(string type, string json)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = sandbox.Server.Page };
        var ct = TestContext.Current.CancellationToken;

        using var content = new StringContent(json, System.Text.Encoding.UTF8, type);
        using var answer = await person.PostAsync("sandbox/faults/discord", content, ct);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.StartsWith("""{"error":""", await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        Assert.Empty(sandbox.Server.Discord.Faults.Standing());
    }

    [Fact]
    public async Task An_endless_fault_is_not_read_to_its_end()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = sandbox.Server.Page };
        var ct = TestContext.Current.CancellationToken;

        using var answer = await person.PostAsync("sandbox/faults/discord", RunningSandbox.Json($$"""{"kind":"delay","channel":"{{new string('1', 70_000)}}"}"""), ct);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("65536 bytes", await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        Assert.Empty(sandbox.Server.Discord.Faults.Standing());
    }

    [Fact]
    public async Task Every_request_is_recorded_as_one_line()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { RecordFile = file }))
        {
            await sandbox.PostAsync("""{"content":"line\nbreak"}""");
            sandbox.Server.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.DropBefore));
            await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.GetAsync("users/@me?x=1"));
        }

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);

        Assert.Equal(
        [
            $$$"""{"method":"POST","path":"/api/v10/channels/{{{RunningSandbox.Ports}}}/messages","body":{"content":"line\nbreak"},"status":200}""",
            """{"method":"GET","path":"/api/v10/users/@me?x=1","body":null,"status":null}""",
        ], lines);
    }
}
