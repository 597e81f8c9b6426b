using System.Security.Cryptography;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

public sealed class WebSubTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_feed_with_a_hub_is_subscribed_confirmed_and_woken_by_a_signed_push(string dialect)
    {
        await using var room = await WebSubRoom.CreateAsync(dialect);
        await room.WebSub.KeepAsync(Ct);

        var asked = Assert.Single(room.Asked);
        Assert.Equal(("subscribe", "https://news.example.org/feed", "864000"), (asked["hub.mode"], asked["hub.topic"], asked["hub.lease_seconds"]));
        Assert.Matches("^https://bot.example.org/websub/[A-Za-z0-9_-]{43}$", asked["hub.callback"]);
        Assert.Equal("yes", await room.WebSub.VerifyAsync(room.Path, "subscribe", asked["hub.topic"], "yes", "864000", Ct));
        Assert.True(await room.WebSub.PushAsync(room.Path, room.Sign("news"), "news"u8.ToArray(), Ct));
        await room.Feed.WaitForPushAsync(Ct);
    }

    [Fact]
    public async Task Only_what_we_asked_for_is_confirmed()
    {
        await using var room = await WebSubRoom.CreateAsync();
        await room.WebSub.KeepAsync(Ct);
        const string Topic = "https://news.example.org/feed";

        Assert.Null(await room.WebSub.VerifyAsync("guessed", "subscribe", Topic, "yes", null, Ct));
        Assert.Null(await room.WebSub.VerifyAsync(room.Path, "subscribe", "https://evil.example.org/feed", "yes", null, Ct));
        Assert.Null(await room.WebSub.VerifyAsync(room.Path, "unsubscribe", Topic, "yes", null, Ct));
        Assert.Null(await room.WebSub.VerifyAsync(room.Path, "subscribe", Topic, null, null, Ct));
        Assert.Null(await room.WebSub.VerifyAsync(room.Path, "subscribe", Topic, new string('x', 1_001), null, Ct));
        Assert.False(await room.WebSub.PushAsync(room.Path, room.Sign("news"), "news"u8.ToArray(), Ct));
        Assert.False(await room.WebSub.IsOursAsync("guessed", Ct));
        Assert.True(await room.WebSub.IsOursAsync(room.Path, Ct));
    }

    [Fact]
    public async Task A_push_that_is_not_signed_or_wrongly_wakes_nobody()
    {
        await using var room = await WebSubRoom.CreateAsync();
        await room.SubscribeAsync("864000");

        foreach (var signature in (string?[])[null, "", "sha256", "sha256=", "sha256=00", room.Sign("other"), room.Sign("news")[..^1], room.Sign("news") + "0", "md5=" + room.Sign("news")[7..], "plain=" + room.Secret])
        {
            Assert.False(await room.WebSub.PushAsync(room.Path, signature, "news"u8.ToArray(), Ct), signature);
        }

        Assert.False(room.Feed.WaitForPushAsync(Ct).IsCompleted);
    }

    [Fact]
    public void Every_hash_that_a_hub_may_choose_is_understood()
    {
        var (key, body) = ("secret"u8.ToArray(), "news"u8.ToArray());
        foreach (var (method, hash) in ((string, byte[])[])[("sha1", Convert.FromHexString("977622fd94adc9c9b1b1600836dc8b99ecd2b07e")), ("sha256", HMACSHA256.HashData(key, body)), ("sha384", HMACSHA384.HashData(key, body)), ("sha512", HMACSHA512.HashData(key, body))])
        {
            Assert.True(WebSubSignature.IsGood($"{method}={Convert.ToHexString(hash)}", "secret", body));
            Assert.True(WebSubSignature.IsGood($"{method}={Convert.ToHexStringLower(hash)}", "secret", body));
            Assert.False(WebSubSignature.IsGood($"{method}={Convert.ToHexStringLower(hash)}", "other", body));
        }
    }

    [Fact]
    public async Task A_subscription_is_kept_across_a_restart_and_renewed_before_it_ends_with_the_same_callback()
    {
        await using var room = await WebSubRoom.CreateAsync();
        await room.SubscribeAsync("864000");
        room.Restart();
        await room.KeepForAsync(TimeSpan.FromDays(8));
        Assert.Single(room.Asked);

        await room.KeepForAsync(TimeSpan.FromHours(24.5));

        Assert.Equal(2, room.Asked.Count);
        Assert.Single(room.Asked.Select(asked => (asked["hub.callback"], asked["hub.secret"])).Distinct());
        Assert.True(await room.WebSub.PushAsync(room.Path, room.Sign("news"), "news"u8.ToArray(), Ct));
    }

    [Fact]
    public async Task A_short_lease_is_renewed_at_its_half_and_not_more_than_hourly()
    {
        await using var room = await WebSubRoom.CreateAsync();
        await room.SubscribeAsync("1");

        await room.KeepForAsync(TimeSpan.FromHours(5));

        Assert.InRange(room.Asked.Count, 4, 6);
    }

    [Fact]
    public async Task A_hub_that_refuses_is_asked_hourly_and_one_that_denies_daily()
    {
        await using var room = await WebSubRoom.CreateAsync();
        room.HubStatus = 500;
        await room.KeepForAsync(TimeSpan.FromHours(5));
        Assert.InRange(room.Asked.Count, 5, 6);
        room.HubStatus = 202;
        await room.KeepForAsync(TimeSpan.FromHours(1));
        Assert.Equal("", await room.WebSub.VerifyAsync(room.Path, "denied", "https://news.example.org/feed", null, null, Ct));
        var before = room.Asked.Count;

        await room.KeepForAsync(TimeSpan.FromHours(23));

        Assert.Equal(before, room.Asked.Count);
    }
}
