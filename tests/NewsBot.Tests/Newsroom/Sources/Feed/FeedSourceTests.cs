using Microsoft.Extensions.Time.Testing;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

public sealed class FeedSourceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_not_parsed_again()
    {
        await using var server = await FeedServer.StartAsync();
        server.Show("one", "First");
        var source = server.Source();

        var first = await source.ReadAsync(null, Ct);
        var second = await source.ReadAsync(first.Cursor, Ct);
        server.Show("two", "Second");
        var third = await source.ReadAsync(second.Cursor, Ct);

        Assert.Equal((false, true, false), (first.Unchanged, second.Unchanged, third.Unchanged));
        Assert.Empty(second.Records);
        Assert.Equal([null, "\"1\"", "\"1\""], server.Web.Seen.Select(seen => seen["If-None-Match"]));
        Assert.False(third.Complete);
    }

    [Fact]
    public async Task The_first_read_of_a_process_is_a_full_one_and_so_is_the_one_after_a_read_that_was_not_stored()
    {
        await using var server = await FeedServer.StartAsync();
        server.Show("one", "First");
        var before = await server.Source().ReadAsync(null, Ct);

        var source = server.Source();
        var first = await source.ReadAsync(before.Cursor, Ct);
        server.Show("two", "Second");
        await source.ReadAsync(first.Cursor, Ct);
        var again = await source.ReadAsync(first.Cursor, Ct);

        Assert.Single(first.Records);
        Assert.Equal(2, again.Records.Count);
    }

    [Theory]
    [InlineData("<ttl>60</ttl>", null, 3_600), InlineData("<ttl>1</ttl>", null, null), InlineData("", "max-age=1200", 1_200), InlineData("<ttl>60</ttl>", "max-age=7200", 7_200), InlineData("", "max-age=60", null)]
    [InlineData("<ttl>100000</ttl>", null, 86_400)]
    public async Task The_longest_of_what_is_asked_is_waited(string head, string? cacheControl, int? seconds)
    {
        await using var server = await FeedServer.StartAsync();
        server.Head = head;
        if (cacheControl is not null)
        {
            server.Headers["Cache-Control"] = cacheControl;
        }

        var page = await server.Source().ReadAsync(null, Ct);

        Assert.Equal(seconds, (int?)page.Wait?.TotalSeconds);
    }

    [Fact]
    public async Task The_hours_at_which_a_feed_sleeps_are_slept_through_also_when_nothing_has_changed()
    {
        await using var server = await FeedServer.StartAsync();
        server.Head = "<skipHours><hour>9</hour><hour>10</hour></skipHours>";
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 8, 58, 0, TimeSpan.Zero));
        var source = server.Source(time);

        var page = await source.ReadAsync(null, Ct);
        var again = await source.ReadAsync(page.Cursor, Ct);

        Assert.Equal((TimeSpan.FromMinutes(122), TimeSpan.FromMinutes(122)), (page.Wait, again.Wait));
        Assert.True(again.Unchanged);
    }

    [Fact]
    public async Task A_hub_is_offered_by_the_header_or_by_the_feed()
    {
        await using var server = await FeedServer.StartAsync();
        var source = server.Source();
        await source.ReadAsync(null, Ct);
        Assert.Null(source.Offer);
        server.Head = "<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example.org/'/><link xmlns='http://www.w3.org/2005/Atom' rel='self' href='https://news.example.org/feed'/>";
        server.Show("one", "First");
        await source.ReadAsync(null, Ct);
        Assert.Equal(new WebSubOffer(new("https://hub.example.org/"), new("https://news.example.org/feed")), source.Offer);
        server.Headers["Link"] = "<https://other.example.org/hub>; rel=hub, <https://other.example.org/feed>; rel=self";
        await source.ReadAsync(null, Ct);
        Assert.Equal(new WebSubOffer(new("https://other.example.org/hub"), new("https://other.example.org/feed")), source.Offer);
    }

    [Fact]
    public async Task What_is_no_feed_is_an_error_that_says_so_and_keeps_the_key()
    {
        await using var server = await FeedServer.StartAsync();
        server.Web.Answer = async context => await context.Response.Body.WriteAsync("<!doctype html><title>Under construction</title>"u8.ToArray());

        var error = await Assert.ThrowsAsync<SourceException>(() => server.Source().ReadAsync(null, Ct));

        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pushes_in_a_flood_wake_it_once_in_five_seconds()
    {
        await using var server = await FeedServer.StartAsync();
        var time = new FakeTimeProvider(Some.Monday);
        var source = server.Source(time);
        source.Wake();
        source.Wake();
        await source.WaitForPushAsync(Ct);

        var second = source.WaitForPushAsync(Ct);
        source.Wake();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(second.IsCompleted);
        while (!second.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await second;
    }
}
