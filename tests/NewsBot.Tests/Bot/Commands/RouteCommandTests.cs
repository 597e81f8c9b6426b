using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>Topics and routes by command.</summary>
public sealed class RouteCommandTests : IAsyncLifetime
{
    private CommandWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await CommandWorld.CreateAsync(tools => tools with
        {
            Webhooks = ["partners"],
            Staff = tools.Staff with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Lisbon") },
        });
        await world.TopicAsync("harbour");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_topic_is_added_and_renamed()
    {
        Assert.Contains("`agua-e-clima`", await ToldAsync("topic add", ("name", "Água & e Clima!")), StringComparison.Ordinal);
        Assert.Contains("already", await ToldAsync("topic add", ("name", "Água & e Clima!")), StringComparison.Ordinal);
        Assert.Contains("Another topic has the slug", await ToldAsync("topic add", ("name", "Água e Clima")), StringComparison.Ordinal);
        Assert.Contains("Write a `slug` too", await ToldAsync("topic add", ("name", "港湾")), StringComparison.Ordinal);
        Assert.Contains("is no slug", await ToldAsync("topic add", ("name", "Port"), ("slug", "Port of call")), StringComparison.Ordinal);
        Assert.Contains("is called **Climate** now", await ToldAsync("topic rename", ("topic", "agua-e-clima"), ("name", "Climate")), StringComparison.Ordinal);
        Assert.Equal(["harbour Harbour", "agua-e-clima Climate"], (await world.Db.ReadAsync(TopicTable.AllAsync)).Select(topic => $"{topic.Slug} {topic.Name}"));
    }

    [Fact]
    public async Task A_route_is_told_in_words_and_stored_in_one_form()
    {
        var told = await RouteAsync(
            ("filter", " kind:announcement and not \"fire drill\" "), ("approval", true), ("quiet", "22:00-7:00"), ("tags", "news, Harbour , news"), ("publish", false), ("colour", "#112233"));
        Assert.Contains("It lets pass what is of kind announcement and does not say \"fire drill\".", told, StringComparison.Ordinal);
        Assert.Contains("It waits for approval of each post.", told, StringComparison.Ordinal);
        Assert.Contains("It is silent 22:00-07:00 Europe/Lisbon, but for breaking news.", told, StringComparison.Ordinal);
        Assert.Contains("It gives the tags news, Harbour.", told, StringComparison.Ordinal);
        Assert.Equal(
            new RouteTerms("""{"colour":1122867,"tags":["news","Harbour"],"publish":false,"quiet":"22:00-07:00 Europe/Lisbon"}""", "kind:announcement and not \"fire drill\"", true),
            (await OnlyRouteAsync()).Terms);
        Assert.Contains("lets pass what is of kind announcement", await ToldAsync("topic list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_out_stays_and_none_takes_it_away()
    {
        await RouteAsync(("filter", "storm"), ("approval", true), ("quiet", "22:00-07:00"), ("mention", CommandWorld.Followers.ToString()), ("colour", "#112233"));
        await RouteAsync(("publish", false));
        Assert.Equal(new RouteTerms($$"""{"colour":1122867,"mention":"{{CommandWorld.Followers}}","publish":false,"quiet":"22:00-07:00 Europe/Lisbon"}""", "storm", true), (await OnlyRouteAsync()).Terms);

        Assert.Contains("as before, and from now on like this. It posts everything.", await RouteAsync(("filter", "none"), ("approval", false), ("quiet", "None"), ("ping", false), ("colour", "none"), ("publish", true)), StringComparison.Ordinal);
        Assert.Equal(new RouteTerms("{}"), (await OnlyRouteAsync()).Terms);
        Assert.Contains("already", await RouteAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_is_tried_on_the_last_ten_items()
    {
        for (var n = 0; n < 11; n++)
        {
            await world.ItemAsync(n % 2 == 0 ? $"Storm {n} over *everything*" : $"Calm {n}", topics: "harbour");
        }

        var told = await RouteAsync(("filter", "title:storm"));
        Assert.Contains("Of its last 10 items the filter would have let pass 5:", told, StringComparison.Ordinal);
        Assert.Contains("✅ **Storm 10 over \\*everything\\***: its title says \"storm\"", told, StringComparison.Ordinal);
        Assert.Contains("❌ **Calm 9**: its title does not say \"storm\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Storm 0", told, StringComparison.Ordinal);
        Assert.InRange(told.Length, 1, Limits.Content);
    }

    [Theory]
    [InlineData("filter", "kindd:x", "`filter`: at character 1: kindd: is nothing that a filter knows")]
    [InlineData("quiet", "at night", "`quiet`: \"at night\" is no span of hours")]
    [InlineData("colour", "red", "`colour`: \"#red\" is no colour")]
    [InlineData("tags", "a,b,c,d,e,f", "`tags`: 6 tags are more than the 5")]
    public async Task What_cannot_be_read_is_refused_and_nothing_is_routed(string option, string typed, string says)
    {
        Assert.Contains(says, await RouteAsync((option, typed)), StringComparison.Ordinal);
        Assert.Empty(await world.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Fact]
    public async Task A_webhook_is_chosen_by_its_name()
    {
        Assert.Equal(new Choice("partners", "partners"), Assert.Single(await world.SuggestAsync("topic route", "webhook", "PART")));
        Assert.Contains("newsbot.json names `partners`", await ToldAsync("topic route", ("topic", "harbour"), ("webhook", "press")), StringComparison.Ordinal);
        Assert.Contains("one of the two", await ToldAsync("topic route", ("topic", "harbour")), StringComparison.Ordinal);
        Assert.Contains("is posted in webhook partners", await ToldAsync("topic route", ("topic", "harbour"), ("webhook", "partners")), StringComparison.Ordinal);
        var route = await OnlyRouteAsync();
        Assert.Equal(("webhook", "partners"), (route.Lane, route.Address));
        await world.RunAsync("topic unroute", ("topic", "harbour"), ("webhook", "partners"));
        Assert.Empty(await world.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Fact]
    public async Task Filters_in_use_are_suggested()
    {
        await RouteAsync(("filter", "kind:announcement"));
        Assert.Equal(new Choice("kind:announcement", "kind:announcement"), Assert.Single(await world.SuggestAsync("topic route", "filter", "kind")));
        Assert.Empty(await world.SuggestAsync("topic route", "filter", "title"));
    }

    [Fact]
    public async Task A_preview_says_where_no_filter_lets_it_pass()
    {
        await RouteAsync(("filter", "storm"));
        await world.RouteAsync("harbour", CommandWorld.Water);
        var item = await world.ItemAsync("Calm", topics: "harbour");
        var told = await ToldAsync("news preview", ("item", $"{item.Id}"));
        Assert.Equal($"<#{CommandWorld.Water}>\nNot in <#{CommandWorld.News}>: it does not say \"storm\"", told);
        Assert.Contains("does not pass: it does not say \"storm\"", await ToldAsync("why", ("item", $"{item.Id}")), StringComparison.Ordinal);
    }

    private Task<string> RouteAsync(params (string Name, object Value)[] options) =>
        ToldAsync("topic route", [("topic", "harbour"), ("channel", CommandWorld.News), .. options]);

    private async Task<string> ToldAsync(string path, params (string Name, object Value)[] options) => (await world.RunAsync(path, options)).Content!;

    private async Task<Route> OnlyRouteAsync() => Assert.Single(await world.Db.ReadAsync(TopicTable.RoutesAsync));
}
