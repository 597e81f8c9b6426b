using NewsBot.Bot.Commands;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class WhyAndStatusTests : IAsyncLifetime
{
    private CommandWorld world = null!;

    public async ValueTask InitializeAsync() => world = await CommandWorld.CreateAsync(tools => tools with { Conditions = () => ["Connected to Discord."] });

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Every_point_of_why_has_words_and_advice()
    {
        foreach (var point in Enum.GetValues<WhyPoint>())
        {
            var step = new WhyStep(point, Verdict.Stops) { Subject = "subject", Detail = "detail", At = Support.Some.Monday, Count = 3 };
            Assert.NotEqual("", WhyWords.Say(step, CommandWorld.Guild, Support.Some.Monday));
            Assert.True(point is WhyPoint.FirstSeen or WhyPoint.Topic or WhyPoint.Route or WhyPoint.State || WhyWords.Advice(step) != "nothing.", point.ToString());
        }
    }

    [Fact]
    public async Task A_topic_without_a_channel_is_the_reason()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        var told = (await world.RunAsync("why", ("item", $"{item.Id}"))).Content!;
        Assert.Contains("❌ Topic `harbour` leads to no channel.", told, StringComparison.Ordinal);
        Assert.Contains("**What to do:** `/topic route`", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_is_closed_is_the_reason_and_status_says_so_too()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        await world.PressAsync(CommandWorld.Button(await world.RunAsync("news post", ("item", $"{item.Id}")), "Post it"));
        await world.DeliverAsync(_ => new SendOutcome.Park("a permission is missing: Embed Links"));
        Assert.Contains("closed to me", (await world.RunAsync("why", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
        var status = (await world.RunAsync("status")).Content!;
        Assert.Contains("Something needs you", status, StringComparison.Ordinal);
        Assert.Contains($"<#{CommandWorld.News}> is closed to me", status, StringComparison.Ordinal);
        Assert.Contains("Embed Links", status, StringComparison.Ordinal);

        var delivery = (await world.PlacesAsync(item))[0].DeliveryId;
        Assert.Contains("tried again now", (await world.RunAsync("delivery retry", ("delivery", $"{delivery}"))).Content, StringComparison.Ordinal);
        await world.DeliverAsync();
        Assert.Contains("All is well", (await world.RunAsync("status")).Content, StringComparison.Ordinal);
        Assert.Contains("Connected to Discord", (await world.RunAsync("status")).Content, StringComparison.Ordinal);
        Assert.Contains("nothing, all is as it should be", (await world.RunAsync("why", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_moderator_removed_is_said_and_not_called_posted()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        await world.PressAsync(CommandWorld.Button(await world.RunAsync("news post", ("item", $"{item.Id}")), "Post it"));
        await world.DeliverAsync(_ => new SendOutcome.Sent("9001") { Removed = true });

        var told = (await world.RunAsync("why", ("item", $"{item.Id}"))).Content!;
        Assert.Contains($"❌ <#{CommandWorld.News}>: removed by a moderator", told, StringComparison.Ordinal);
        Assert.Contains("**What to do:** nothing: what a moderator removed", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_to_be_published_is_listed_with_its_turn()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        await world.Db.WriteAsync(async tx =>
        {
            await PublishQueue.CloseAsync(tx, CommandWorld.News.ToString(), TimeSpan.FromMinutes(40));
            await Outbox.EnqueueAsync(tx, [new(PublishQueue.Lane, CommandWorld.News.ToString(), Cause.Crosspost(item.Id), 1)]);
        });

        var turn = $"<t:{(world.Store.Time.GetUtcNow() + TimeSpan.FromMinutes(40)).ToUnixTimeSeconds()}:";
        var why = (await world.RunAsync("why", ("item", $"{item.Id}"))).Content!;
        Assert.Contains("0 posts before it", why, StringComparison.Ordinal);
        Assert.Contains(turn, why, StringComparison.Ordinal);
        var list = (await world.RunAsync("delivery list")).Content!;
        Assert.Contains($"crosspost {item.Id} to <#{CommandWorld.News}>: pending, due {turn}", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_topic_is_explained_and_why_wants_one_of_the_two()
    {
        await world.TopicAsync("harbour");
        Assert.Contains("never had an item", (await world.RunAsync("why", ("topic", "harbour"))).Content, StringComparison.Ordinal);
        Assert.Contains("one of the two", (await world.RunAsync("why")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_given_up_is_listed_retried_and_dropped()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        await world.PressAsync(CommandWorld.Button(await world.RunAsync("news post", ("item", $"{item.Id}")), "Post it"));
        await world.DeliverAsync(_ => new SendOutcome.GiveUp("AutoMod refused it"));
        var id = (await world.PlacesAsync(item))[0].DeliveryId;
        Assert.Contains("AutoMod refused it", (await world.RunAsync("delivery list")).Content, StringComparison.Ordinal);
        Assert.Equal($"{id}", Assert.Single(await world.SuggestAsync("delivery retry", "delivery", "dead")).Value);
        Assert.Contains("tried again", (await world.RunAsync("delivery retry", ("delivery", $"{id}"))).Content, StringComparison.Ordinal);
        Assert.Contains("will not be sent", (await world.RunAsync("delivery drop", ("delivery", $"{id}"))).Content, StringComparison.Ordinal);
        Assert.Contains("only what still waits", (await world.RunAsync("delivery drop", ("delivery", $"{id}"))).Content, StringComparison.Ordinal);
        Assert.Contains("no such delivery", (await world.RunAsync("delivery drop", ("delivery", "4711"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_fits_whatever_the_store_holds()
    {
        var item = await world.ItemAsync(new string('W', 300), ItemState.Public, "harbour");
        for (var n = 0; n < 80; n++)
        {
            await world.RouteAsync("harbour", new Snowflake(CommandWorld.News.Value + (ulong)n));
        }

        await world.PressAsync(CommandWorld.Button(await world.RunAsync("news post", ("item", $"{item.Id}")), "Post it"));
        await world.DeliverAsync(_ => new SendOutcome.GiveUp(new string('*', 1000)));
        foreach (var (path, options) in new (string, (string, object)[])[] { ("why", [("item", $"{item.Id}")]), ("status", []), ("delivery list", []), ("news show", [("item", $"{item.Id}")]), ("topic list", []), ("topics", []), ("news preview", [("item", $"{item.Id}")]) })
        {
            Assert.InRange(Limits.Length((await world.RunAsync(path, options)).Content!), 1, Limits.Content);
        }
    }
}
