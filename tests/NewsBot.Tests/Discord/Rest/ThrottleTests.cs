using System.Net;
using NewsBot.Discord.Rest;
using Xunit;
using static NewsBot.Tests.Discord.Rest.ScriptedDiscord;

namespace NewsBot.Tests.Discord.Rest;

/// <summary>The answers with status 429, and Cloudflare's.</summary>
public sealed class ThrottleTests : IDisposable
{
    private readonly Rig rig = new();

    [Fact]
    public async Task A_short_wait_is_waited_and_the_same_request_is_sent_again()
    {
        rig.Discord.Then(HttpStatusCode.TooManyRequests, Body(1.5), [.. Bucket("h", 5, 0, "1.5"), ("X-RateLimit-Scope", "user"), ("Retry-After", "1")]).ThenMessage();

        var began = rig.Clock.GetTimestamp();
        await rig.Clock.RunAsync(rig.PostAsync());

        Assert.InRange(rig.Clock.GetElapsedTime(began), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.6));
        Assert.Equal(rig.Discord.Seen[0].Body, rig.Discord.Seen[1].Body);
    }

    [Fact]
    public async Task Scope_user_closes_the_bucket()
    {
        Throttle("user", 30, Bucket("h", 5, 0, "30"));

        await LimitedAsync(RateLimitScope.User, 30);
        await LimitedAsync(RateLimitScope.User, 30);

        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task Scope_user_leaves_other_channels_alone()
    {
        Throttle("user", 30, Bucket("h", 5, 0, "30")).ThenMessage();

        await LimitedAsync(RateLimitScope.User, 30);
        await rig.PostAsync(Rig.ChannelB);
    }

    [Fact]
    public async Task Scope_shared_holds_back_that_one_request_alone()
    {
        Throttle("shared", 30, Bucket("h", 5, 4, "5")).ThenMessage(Bucket("h", 5, 3, "5"));

        await LimitedAsync(RateLimitScope.Shared, 30);
        await rig.PostAsync();
    }

    [Fact]
    public async Task The_bucket_of_a_shared_answer_is_believed()
    {
        Throttle("shared", 30, Bucket("h", 5, 0, "20"));

        await LimitedAsync(RateLimitScope.Shared, 30);
        await LimitedAsync(RateLimitScope.User, 20);

        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task Scope_global_closes_every_route()
    {
        Throttle("global", 30, ("X-RateLimit-Global", "true"));

        await LimitedAsync(RateLimitScope.Global, 30);
        await LimitedAsync(RateLimitScope.Global, 30, Rig.ChannelB);
        var me = await Assert.ThrowsAsync<RateLimitedException>(() => rig.Client.GetCurrentUserAsync(TestContext.Current.CancellationToken));

        Assert.Equal(RateLimitScope.Global, me.Scope);
        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task A_global_limit_is_over_when_its_time_is()
    {
        Throttle("global", 30).ThenMessage();
        await LimitedAsync(RateLimitScope.Global, 30);

        rig.Clock.Advance(TimeSpan.FromSeconds(30.1));
        await rig.PostAsync();
    }

    [Theory]
    [InlineData("1", 1163.0, 1163)]
    [InlineData("1163", 1.0, 1163)]
    public async Task Of_header_and_body_the_longer_wait_is_true(string header, double body, int seconds)
    {
        rig.Discord.Then(HttpStatusCode.TooManyRequests, Body(body), ("Retry-After", header), ("X-RateLimit-Scope", "user"));

        await LimitedAsync(RateLimitScope.User, seconds);
    }

    [Fact]
    public async Task A_hidden_limit_on_some_edits_does_not_stop_the_others()
    {
        Throttle("user", 1163, Bucket("h", 5, 0, "1")).ThenMessage(Bucket("h", 5, 4, "1"));

        await Assert.ThrowsAsync<RateLimitedException>(rig.EditAsync);
        await rig.Clock.RunAsync(rig.EditAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_page_of_Cloudflare_without_a_time_closes_everything_for_a_minute(HttpStatusCode status)
    {
        rig.Discord.Then(status, "<!DOCTYPE html><title>Access denied | error code: 1015</title>");

        await LimitedAsync(RateLimitScope.Global, 60);
        await LimitedAsync(RateLimitScope.Global, 60, Rig.ChannelB);

        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task A_page_of_Cloudflare_with_a_time_is_believed()
    {
        rig.Discord.Then(HttpStatusCode.TooManyRequests, "<html>", ("Retry-After", "900"));

        await LimitedAsync(RateLimitScope.Global, 900);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-5")]
    [InlineData("Infinity")]
    [InlineData("Wed, 21 Oct 2026 07:28:00 GMT")]
    public async Task A_senseless_time_counts_as_none(string header)
    {
        rig.Discord.Then(_ =>
        {
            var response = Answer(HttpStatusCode.TooManyRequests, "<html>");
            response.Headers.TryAddWithoutValidation("Retry-After", header);
            return Task.FromResult(response);
        });

        await LimitedAsync(RateLimitScope.Global, 60);
    }

    [Fact]
    public async Task Waits_of_nothing_do_not_become_a_loop()
    {
        for (var n = 0; n < 10; n++)
            Throttle("user", 0);

        var post = rig.PostAsync();

        await Assert.ThrowsAsync<RateLimitedException>(() => rig.Clock.RunAsync(post));
        Assert.Equal(3, rig.Discord.Seen.Count);
    }

    [Fact]
    public async Task After_five_hundred_invalid_requests_in_ten_minutes_nothing_is_sent()
    {
        for (var n = 0; n < 500; n++)
        {
            rig.Discord.Then(HttpStatusCode.Forbidden, """{"message":"Missing Access","code":50001}""");
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());
        }

        await LimitedAsync(RateLimitScope.Breaker, 600 - 499);
        Assert.Equal(500, rig.Discord.Seen.Count);

        rig.Clock.Advance(TimeSpan.FromSeconds(600 - 499));
        rig.Discord.ThenMessage();
        await rig.PostAsync();
    }

    [Fact]
    public async Task Shared_limits_are_no_invalid_requests()
    {
        for (var n = 0; n < 500; n++)
        {
            Throttle("shared", 30);
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await LimitedAsync(RateLimitScope.Shared, 30);
        }
        rig.Discord.ThenMessage();

        await rig.PostAsync();
    }

    public void Dispose() => rig.Dispose();

    private static string Body(double seconds) => FormattableString.Invariant($$"""{"message":"You are being rate limited.","retry_after":{{seconds}},"global":false}""");

    private ScriptedDiscord Throttle(string scope, int seconds, params (string, string)[] headers) =>
        rig.Discord.Then(HttpStatusCode.TooManyRequests, Body(seconds), [.. headers, ("X-RateLimit-Scope", scope), ("Retry-After", $"{seconds}")]);

    private async Task LimitedAsync(RateLimitScope scope, int seconds, NewsBot.Discord.Model.Snowflake? channel = null)
    {
        var limited = await Assert.ThrowsAsync<RateLimitedException>(() => rig.Clock.RunAsync(rig.PostAsync(channel)));
        Assert.Equal(scope, limited.Scope);
        Assert.InRange(limited.RetryAfter, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 0.2));
        Assert.Contains($"{seconds}", limited.Message, StringComparison.Ordinal);
    }
}
