using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class HiddenLimitsTests
{
    private const string Body = """{"content":"x"}""";

    [Fact]
    public async Task A_hidden_limit_refuses_although_the_headers_still_show_places()
    {
        await using var sandbox = await StartAsync(new ChannelLimits { PerChannel = 5, Hidden = new Quota(2, TimeSpan.FromMinutes(1)) });
        await sandbox.PostAsync(Body);
        await sandbox.PostAsync(Body);

        var limited = await sandbox.PostAsync(Body);

        Assert.Equal((429, 20028, "2"), (limited.Status, limited.Code, limited.Headers["X-RateLimit-Remaining"]));
        Assert.Equal(60, limited.Json.GetProperty("retry_after").GetDouble());
        sandbox.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(429, (await sandbox.PostAsync(Body)).Status); // The shown window is fresh, the hidden one is not.
        Assert.Equal(200, (await sandbox.PostAsync(Body, RunningSandbox.Trains)).Status);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await sandbox.PostAsync(Body)).Status);
    }

    [Fact]
    public async Task Edits_of_old_and_of_published_messages_have_limits_of_their_own()
    {
        await using var sandbox = await StartAsync(new ChannelLimits { OldEdits = new Quota(1, TimeSpan.FromHours(1)), PublishedEdits = new Quota(1, TimeSpan.FromHours(1)) });
        const ulong News = 5;
        sandbox.Server.Discord.AddChannel(News, "news", type: ChannelType.Announcement);
        var made = await sandbox.PostAsync(Body);
        var published = await sandbox.PostAsync(Body, News);
        await sandbox.SendAsync(HttpMethod.Post, $"channels/{News}/messages/{published.Id}/crosspost");
        Assert.Equal(200, (await sandbox.PatchAsync(made.Id, Body)).Status);
        Assert.Equal(200, (await sandbox.PatchAsync(made.Id, Body)).Status);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(200, (await sandbox.PatchAsync(made.Id, Body)).Status);
        Assert.Equal(30046, (await sandbox.PatchAsync(made.Id, Body)).Code);
        Assert.Equal(200, (await EditAsync()).Status);
        Assert.Equal(20022, (await EditAsync()).Code);

        Task<ApiAnswer> EditAsync() => sandbox.SendAsync(HttpMethod.Patch, $"channels/{News}/messages/{published.Id}", RunningSandbox.Json(Body));
    }

    [Fact]
    public async Task Deletes_move_between_buckets_by_the_age_of_the_message()
    {
        await using var sandbox = await StartAsync(new ChannelLimits());
        var old = await sandbox.PostAsync(Body);
        sandbox.Clock.Advance(TimeSpan.FromDays(15));
        var usual = await sandbox.PostAsync(Body);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(11));
        var young = await sandbox.PostAsync(Body);

        var hashes = new[] { (await sandbox.DeleteAsync(young.Id)), (await sandbox.DeleteAsync(usual.Id)), (await sandbox.DeleteAsync(old.Id)) }
            .Select(answer => answer.Headers["X-RateLimit-Bucket"]).ToList();

        Assert.Equal(3, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{32}$", hash));
    }

    [Fact]
    public async Task Threads_are_limited_for_everybody()
    {
        await using var sandbox = await StartAsync(new ChannelLimits { Threads = new Quota(1, TimeSpan.FromMinutes(5)) });
        await BeginAsync();

        var limited = await BeginAsync();

        Assert.Equal((429, "shared", 40062), (limited.Status, limited.Headers["X-RateLimit-Scope"], limited.Code));
        Assert.Equal(0, sandbox.Server.Discord.InvalidRequests);

        Task<ApiAnswer> BeginAsync() => sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/threads", RunningSandbox.Json("""{"name":"t","type":11}"""));
    }

    [Fact]
    public async Task Buckets_can_get_other_names_odd_numbers_or_no_headers_at_all()
    {
        await using var sandbox = await StartAsync(new ChannelLimits { PerChannel = 2 });
        var before = await sandbox.PostAsync(Body);
        foreach (var kind in (DiscordFaultKind[])[DiscordFaultKind.BucketRenamed, DiscordFaultKind.BucketOdd, DiscordFaultKind.BucketSilent])
        {
            sandbox.Server.Discord.Faults.Add(new DiscordFault(kind) { Times = 1 });
        }

        var renamed = await sandbox.PostAsync(Body);
        var odd = await sandbox.PostAsync(Body);
        var silent = await sandbox.PostAsync(Body);

        Assert.NotEqual(before.Headers["X-RateLimit-Bucket"], renamed.Headers["X-RateLimit-Bucket"]);
        Assert.Equal(("200", "2"), ($"{renamed.Status}", renamed.Headers["X-RateLimit-Remaining"]));
        Assert.Equal(("50000", "259200.000"), (odd.Headers["X-RateLimit-Limit"], odd.Headers["X-RateLimit-Reset-After"]));
        Assert.Equal(200, silent.Status);
        Assert.DoesNotContain(silent.Headers.Keys, name => name.StartsWith("X-RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_fault_can_be_meant_for_one_path()
    {
        await using var sandbox = await StartAsync(new ChannelLimits());
        sandbox.Server.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.ErrorBefore) { Path = "/threads" });

        Assert.Equal(200, (await sandbox.PostAsync(Body)).Status);
        Assert.Equal(500, (await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/threads", RunningSandbox.Json("""{"name":"t"}"""))).Status);
    }

    private static Task<RunningSandbox> StartAsync(ChannelLimits limits) => RunningSandbox.StartAsync(new SandboxOptions { Limits = limits });
}
