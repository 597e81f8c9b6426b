using System.Net;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;
using static NewsBot.Tests.Discord.Rest.ScriptedDiscord;

namespace NewsBot.Tests.Discord.Rest;

public sealed class LimiterTests : IDisposable
{
    private readonly Rig rig = new();

    [Fact]
    public async Task An_empty_bucket_is_waited_for_and_the_wait_is_the_one_of_Reset_After()
    {
        rig.Discord.ThenMessage(Bucket("h", 5, 0, "2.5")).ThenMessage(Bucket("h", 5, 4, "5"));
        await rig.PostAsync();

        var began = rig.Clock.GetTimestamp();
        await rig.Clock.RunAsync(rig.PostAsync());

        Assert.InRange(rig.Clock.GetElapsedTime(began), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(2.7));
    }

    [Fact]
    public async Task A_bucket_with_requests_left_is_not_waited_for_however_far_its_reset()
    {
        rig.Discord.ThenMessage(Bucket("h", 50000, 49999, "259200")).ThenMessage(Bucket("h", 50000, 49998, "259200"));

        await rig.PostAsync();
        await rig.PostAsync();

        Assert.False(rig.Clock.IsWaitedFor);
    }

    [Fact]
    public async Task A_wait_longer_than_five_seconds_is_given_to_the_caller_without_a_request()
    {
        rig.Discord.ThenMessage(Bucket("h", 5, 0, "5.5"));
        await rig.PostAsync();

        var limited = await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync());

        Assert.InRange(limited.RetryAfter, TimeSpan.FromSeconds(5.5), TimeSpan.FromSeconds(5.7));
        Assert.Equal(RateLimitScope.User, limited.Scope);
        Assert.Equal("POST /channels/{channel}/messages", limited.Path);
        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task All_waits_of_one_call_together_take_at_most_five_seconds()
    {
        rig.Discord.ThenMessage(Bucket("h", 1, 0, "3"))
            .Then(HttpStatusCode.TooManyRequests, """{"message":"slow","retry_after":3.0,"global":false}""", ("X-RateLimit-Scope", "user"));
        await rig.PostAsync();

        var second = rig.PostAsync();
        await rig.Clock.PassWaitAsync();

        await Assert.ThrowsAsync<RateLimitedException>(() => second);
        Assert.False(rig.Clock.IsWaitedFor);
    }

    [Fact]
    public async Task Until_a_route_is_known_one_request_at_a_time_goes_out()
    {
        var first = rig.Discord.ThenHold();
        rig.Discord.ThenMessage(Bucket("h", 5, 3, "5"));
        var one = rig.PostAsync();
        await rig.Discord.ArrivalAsync();

        var two = rig.PostAsync();
        await rig.Clock.NextWaitAsync();
        Assert.Single(rig.Discord.Seen);

        first.SetResult(Answer(HttpStatusCode.OK, MessageJson, Bucket("h", 5, 4, "5")));
        await Task.WhenAll(one, two);
    }

    [Fact]
    public async Task A_known_bucket_lets_as_many_go_at_once_as_remain_and_no_more()
    {
        rig.Discord.ThenMessage(Bucket("h", 5, 2, "4"));
        await rig.PostAsync();
        var (a, b) = (rig.Discord.ThenHold(), rig.Discord.ThenHold());
        rig.Discord.ThenMessage(Bucket("h", 5, 4, "4"));

        Task[] calls = [rig.PostAsync(), rig.PostAsync(), rig.PostAsync()];
        for (var n = 0; n < 3; n++)
            await rig.Discord.ArrivalAsync();
        await rig.Clock.NextWaitAsync();
        Assert.Equal(3, rig.Discord.Seen.Count);

        // Overtaken answers: the later one says less than is true by now.
        a.SetResult(Answer(HttpStatusCode.OK, MessageJson, Bucket("h", 5, 0, "4")));
        b.SetResult(Answer(HttpStatusCode.OK, MessageJson, Bucket("h", 5, 1, "4")));
        await Task.WhenAll(calls[0], calls[1]);
        Assert.False(calls[2].IsCompleted);
        await rig.Clock.RunAsync(calls[2]);
    }

    [Fact]
    public async Task Two_channels_with_one_hash_do_not_wait_for_each_other()
    {
        rig.Discord.ThenMessage(Bucket("h", 5, 0, "60")).ThenMessage(Bucket("h", 5, 4, "60")).ThenMessage(Bucket("h", 5, 3, "60"));

        await rig.PostAsync(Rig.ChannelA);
        await rig.PostAsync(Rig.ChannelB);
        await rig.PostAsync(Rig.ChannelB);

        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelA));
    }

    [Fact]
    public async Task Posts_and_edits_count_apart_although_their_hash_is_one()
    {
        rig.Discord.ThenMessage(Bucket("h", 5, 0, "60")).ThenMessage(Bucket("h", 5, 4, "60")).ThenMessage(Bucket("h", 5, 3, "60"));

        await rig.PostAsync();
        await rig.EditAsync();
        await rig.EditAsync();

        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync());
    }

    [Fact]
    public async Task Two_routes_of_one_method_and_hash_share_their_bucket()
    {
        rig.Discord.Then(HttpStatusCode.OK, $$"""{"id":"{{Rig.ChannelA}}","type":0}""", Bucket("h", 2, 1, "60"))
            .Then(HttpStatusCode.OK, "[]", Bucket("h", 2, 0, "60"));
        await rig.Client.GetChannelAsync(Rig.ChannelA, TestContext.Current.CancellationToken);
        await rig.Client.GetMessagesAsync(Rig.ChannelA, null, 1, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<RateLimitedException>(() => rig.Client.GetChannelAsync(Rig.ChannelA, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_route_that_changes_its_hash_follows_the_new_bucket()
    {
        rig.Discord.ThenMessage(Bucket("old", 5, 1, "60")).ThenMessage(Bucket("new", 5, 3, "60")).ThenMessage(Bucket("new", 5, 2, "60"));

        await rig.PostAsync();
        await rig.PostAsync(); // the old bucket is empty now
        await rig.PostAsync();

        Assert.Equal(3, rig.Discord.Seen.Count);
    }

    [Fact]
    public async Task A_successful_answer_without_limits_means_no_limit_but_the_global_one()
    {
        rig.Discord.ThenMessage();
        await rig.PostAsync();
        var (a, b) = (rig.Discord.ThenHold(), rig.Discord.ThenHold());

        Task[] calls = [rig.PostAsync(), rig.PostAsync()];
        for (var n = 0; n < 3; n++)
            await rig.Discord.ArrivalAsync();

        a.SetResult(Answer(HttpStatusCode.OK, MessageJson));
        b.SetResult(Answer(HttpStatusCode.OK, MessageJson));
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_request_that_fails_gives_its_turn_back()
    {
        rig.Discord.ThenThrow(new HttpRequestException("no route")).Then(HttpStatusCode.BadGateway, "<html>").ThenMessage();

        await Assert.ThrowsAsync<HttpRequestException>(() => rig.PostAsync());
        await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());
        await rig.PostAsync();

        Assert.False(rig.Clock.IsWaitedFor);
    }

    [Fact]
    public async Task No_second_sees_more_than_fifty_requests()
    {
        const int requests = 120;
        var sent = new List<TimeSpan>();
        var start = rig.Clock.GetTimestamp();
        for (var n = 0; n < requests; n++)
        {
            rig.Discord.Then(_ =>
            {
                sent.Add(rig.Clock.GetElapsedTime(start));
                return Task.FromResult(Answer(HttpStatusCode.OK, MessageJson));
            });
        }
        for (var n = 0; n < requests; n++)
        {
            await rig.Clock.RunAsync(rig.PostAsync(new Snowflake((ulong)n)));
        }

        Assert.All(sent, moment => Assert.InRange(sent.Count(other => other >= moment && other < moment + TimeSpan.FromSeconds(1)), 1, 50));
        Assert.InRange(sent[^1], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_wait_ends_when_its_caller_gives_up()
    {
        rig.Discord.ThenMessage(Bucket("h", 1, 0, "4"));
        await rig.PostAsync();
        using var stop = new CancellationTokenSource();

        var post = rig.Client.CreateMessageAsync(Rig.ChannelA, Rig.Hello, stop.Token);
        await rig.Clock.NextWaitAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task Thousands_of_channels_make_the_client_forget_the_oldest_but_none_in_use()
    {
        var limits = new RateLimits(rig.Clock);
        await EnterAsync(0); // and never leaves
        for (ulong channel = 1; channel <= 2500; channel++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            var bucket = await EnterAsync(channel);
            limits.Leave(bucket, Endpoint(channel), new Answer(HttpStatusCode.OK, new RateLimitHeaders("h", 1, 0, TimeSpan.FromDays(1)), null, []));
        }
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        await EnterAsync(1); // closed for a day, had it not been forgotten
        await Assert.ThrowsAsync<RateLimitedException>(() => EnterAsync(2500));
        var second = EnterAsync(0);
        await rig.Clock.NextWaitAsync();
        Assert.False(second.IsCompleted);

        static Endpoint Endpoint(ulong channel) => Endpoints.CreateMessage(new Snowflake(channel));
        Task<Bucket> EnterAsync(ulong channel) =>
            limits.EnterAsync(Endpoint(channel), new WaitBudget(Endpoint(channel), rig.Clock), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_limit_that_no_header_names_is_learned_from_one_channel_and_kept_in_all()
    {
        await PostEachSecondAsync(Rig.ChannelA, 30);
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":30.0,"global":false}""", [.. Bucket("h", 5, 4, "0.5"), ("X-RateLimit-Scope", "user")]);
        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelA));

        var again = await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelA));
        await PostEachSecondAsync(Rig.ChannelB, 30);
        var other = await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelB));

        Assert.InRange(again.RetryAfter, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(31));
        Assert.InRange(other.RetryAfter, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(32));
        Assert.Equal(61, rig.Discord.Seen.Count);
        rig.Clock.Advance(other.RetryAfter);
        await PostEachSecondAsync(Rig.ChannelB, 1);
    }

    [Fact]
    public async Task A_limit_that_was_only_guessed_is_forgotten_after_ten_minutes()
    {
        await PostEachSecondAsync(Rig.ChannelA, 30);
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":30.0,"global":false}""", [.. Bucket("h", 5, 4, "0.5"), ("X-RateLimit-Scope", "user")]);
        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelA));
        rig.Clock.Advance(HiddenLimit.Lasts);

        await PostEachSecondAsync(Rig.ChannelB, 40);
    }

    [Fact]
    public async Task A_refusal_after_few_requests_or_for_long_is_no_limit_of_the_route()
    {
        await PostEachSecondAsync(Rig.ChannelA, 5);
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":30.0,"global":false}""", [.. Bucket("h", 5, 4, "0.5"), ("X-RateLimit-Scope", "user")]);
        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelA));
        await PostEachSecondAsync(Rig.ChannelA, 20);
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":1163.0,"global":false}""", [.. Bucket("h", 5, 4, "0.5"), ("X-RateLimit-Scope", "user")]);
        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync(Rig.ChannelA));

        await PostEachSecondAsync(Rig.ChannelA, 40);
    }

    public void Dispose() => rig.Dispose();

    private async Task PostEachSecondAsync(Snowflake channel, int count)
    {
        for (var n = 0; n < count; n++)
        {
            rig.Discord.ThenMessage(Bucket("h", 5, 4, "0.5"));
            await rig.PostAsync(channel);
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
