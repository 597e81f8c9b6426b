using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Newsroom.Items;

public sealed class RouteTermsTests
{
    private static readonly Record Story = Some.Record("a", title: "Harbour patrols begin", topics: "water");

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_filter_lets_some_items_pass_and_why_says_why(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", "kind:announcement or harbour"));
        await world.ReadAsync(Story, Some.Record("b", title: "Something else", topics: "water"));
        var (a, b) = (await world.ItemAsync("a"), await world.ItemAsync("b"));
        Assert.Equal(["1 pending present", "2 pending present", "2 pending present"], await world.PostsAsync());
        Assert.Contains("Filter Fine 1 passes: it says \"harbour\"", await WhyAsync(world, a));
        Assert.Contains("Filter Stops 1 does not pass: its kind is story, not announcement and it does not say \"harbour\"", await WhyAsync(world, b));
        Assert.Contains((await world.Db.ReadAsync(tx => WhySilent.RunAsync(tx, "water")))!, step => step is { Point: WhyPoint.Filter, Verdict: Verdict.Stops, Subject: "1" });
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edit_that_passes_is_posted_and_one_that_passes_no_more_is_not(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", "storm"));
        await world.ReadAsync(Story);
        Assert.Equal(["2 pending present"], await world.PostsAsync());
        await world.ReadAsync(Storm(1));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
        await world.ReadAsync(Story with { ContentHash = "calm" });
        Assert.Equal(["1 cancelled absent", "2 pending present"], await world.PostsAsync());
        await world.ReadAsync(Storm(2));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Many_edits_at_once_that_pass_a_filter_are_held_like_many_new_items(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", "storm"));
        await world.ReadAsync([.. Enumerable.Range(0, 8).Select(n => Calm(n))]);
        await world.ReadAsync([.. Enumerable.Range(0, 12).Select(n => Calm(n))]);
        Assert.Equal(12, (await world.RowsAsync("item")).Count);
        await world.ReadAsync([.. Enumerable.Range(0, 12).Select(n => Calm(n) with { Title = $"Storm {n}", ContentHash = $"storm {n}" })]);
        Assert.Equal(Enumerable.Repeat("1 held present", 12), (await world.PostsAsync()).Where(post => post.StartsWith('1')));
        Assert.Contains(await world.Db.ReadAsync(Incidents.OpenAsync), incident => incident.Key == "fuse/hand");

        static Record Calm(int n) => Some.Record($"{n}", title: $"Calm {n}", topics: "water");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_stands_stays_and_stays_true_though_the_filter_lets_it_pass_no_more(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", "storm"));
        await world.ReadAsync(Storm(1));
        await world.SendAsync();
        await world.ReadAsync(Story with { ContentHash = "calm" });
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
        Assert.Equal(2, await world.SendAsync());
        Assert.All(await world.RowsAsync("item"), row => Assert.Equal(row.WantedRev, row.DoneRev));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_correction_by_staff_that_passes_is_posted(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", "title:storm"));
        var item = await world.PublishAsync();
        await world.DoneAsync(tx => CorrectItem.RunAsync(tx, item.Id, new ItemEdit { Title = "Storm over the harbour" }));
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Posting_by_hand_follows_the_filter_unless_a_channel_is_named(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", "storm"));
        await world.Db.WriteAsync(tx => UnrouteTopic.RunAsync(tx, "water", "discord", "2"));
        var item = await world.PublishAsync();
        var refused = await world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new PostOrder()));
        Assert.Equal(Obstacle.Filtered, Assert.IsType<ItemResult.Refused>(refused.Result).Why);
        await world.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new PostOrder { To = [("discord", "1")] }));
        Assert.Equal(["1 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_route_that_wants_approval_holds_and_the_desk_is_asked(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", Approval: true));
        var item = await world.PublishAsync();
        Assert.Equal(["1 held present", "2 pending present"], await world.PostsAsync());
        Assert.Equal("77", Assert.Single(await world.RowsAsync("desk")).Address);
        Assert.Equal(0, await world.Db.ReadAsync(tx => HeldPosts.CountAsync(tx, "hand")));
        Assert.Equal(0, await world.Db.WriteAsync(tx => DeliveryList.ReleaseAsync(tx, null)));

        Assert.Equal("1", Assert.Single(await world.Db.WriteAsync(tx => ApproveItem.RunAsync(tx, item.Id))).Address);
        Assert.Equal(["1 pending present", "2 pending present"], await world.PostsAsync());
        Assert.Empty(await world.Db.WriteAsync(tx => ApproveItem.RunAsync(tx, item.Id)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Approval_does_not_release_what_the_fuse_holds_nor_the_fuse_what_waits_for_approval(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", Approval: true), new SourceOptions { Fuse = 1 });
        await world.ReadAsync(Story, Some.Record("b", topics: "water"));
        Assert.All(await world.PostsAsync(), post => Assert.Contains("held", post, StringComparison.Ordinal));
        var (a, b) = (await world.ItemAsync("a"), await world.ItemAsync("b"));

        await world.Db.WriteAsync(tx => ApproveItem.RunAsync(tx, a.Id));
        Assert.Equal(["1 held present", "2 held present", "1 held present", "2 held present"], await world.PostsAsync());
        Assert.Equal(4, await world.Db.WriteAsync(tx => HeldPosts.ReleaseAsync(tx, "hand")));
        Assert.Equal(["1 pending present", "2 pending present", "1 held present", "2 pending present"], await world.PostsAsync());
        await world.Db.WriteAsync(tx => ApproveItem.RunAsync(tx, b.Id));
        Assert.All(await world.PostsAsync(), post => Assert.Contains("pending", post, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_was_not_approved_is_held_again_when_it_comes_back(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", Approval: true));
        await world.ReadAsync(Story);
        await world.ReadAsync();
        Assert.Equal(["1 cancelled absent", "2 cancelled absent"], await world.PostsAsync());
        await world.ReadAsync(Story);
        Assert.Equal(["1 held present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_staff_refuse_stays_refused_through_edits(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}", Approval: true));
        await world.ReadAsync(Story);
        await world.Db.WriteAsync(async tx => await ApproveItem.RefuseAsync(tx, (await ItemTable.NewestAsync(tx, 1))[0].Id));
        await world.ReadAsync(Storm(1));
        Assert.Equal(["1 cancelled present", "2 pending present"], await world.PostsAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_route_of_two_that_wants_approval_is_enough(string dialect)
    {
        await using var world = await WorldAsync(dialect, new("{}"));
        await world.Db.WriteAsync(tx => RouteTopic.RunAsync(tx, "crime", "discord", "1", new RouteTerms("{}", "kind:story", Approval: true)));
        await world.ReadAsync(Story with { Topics = ["water", "crime"] }, Some.Record("b", topics: ["water", "crime"]) with { Kind = "photo" });
        Assert.Equal(
            ["1 held present", "2 pending present", "3 pending present", "1 pending present", "2 pending present", "3 pending present"],
            await world.PostsAsync());
    }

    private static Record Storm(int n) => Story with { Title = "Storm over the harbour", ContentHash = $"storm {n}" };

    private static async Task<NewsWorld> WorldAsync(string dialect, RouteTerms terms, SourceOptions? options = null)
    {
        var world = await NewsWorld.CreateAsync(dialect, options);
        await world.Db.WriteAsync(tx => RouteTopic.RunAsync(tx, "water", "discord", "1", terms));
        return world;
    }

    private static async Task<IEnumerable<string>> WhyAsync(NewsWorld world, Item item) =>
        (await world.Db.ReadAsync(tx => WhyItem.RunAsync(tx, item.Id)))!.Select(step => $"{step.Point} {step.Verdict} {step.Subject} {step.Detail}");
}
