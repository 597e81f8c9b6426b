using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class NewsCommandTests : IAsyncLifetime
{
    private CommandWorld world = null!;

    public async ValueTask InitializeAsync() => world = await CommandWorld.CreateAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Lists_find_by_words_state_and_topic_and_say_how_many_more()
    {
        for (var n = 0; n < 60; n++)
        {
            await world.ItemAsync($"Harbour patrol number {n} with a title that is rather long, so that not all of them fit", ItemState.Public, "harbour");
        }

        await world.ItemAsync("Rivers rise", ItemState.Held, "water");
        var all = (await world.RunAsync("news list")).Content!;
        Assert.InRange(Limits.Length(all), 1, Limits.Content);
        Assert.Contains("more", all, StringComparison.Ordinal);
        Assert.Contains("**Rivers rise**: held", (await world.RunAsync("news list", ("state", "Held"))).Content, StringComparison.Ordinal);
        Assert.DoesNotContain("Harbour", (await world.RunAsync("news list", ("topic", "water"))).Content, StringComparison.Ordinal);
        Assert.Contains("Nothing like that", (await world.RunAsync("news list", ("words", "no such words"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_title_stays_text()
    {
        var item = await world.ItemAsync("@everyone <@&1> **bold** [x](https://evil.example.org)\n# heading");
        foreach (var draft in new[] { await world.RunAsync("news list"), await world.RunAsync("news show", ("item", $"{item.Id}")) })
        {
            Assert.DoesNotContain("@everyone", draft.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("<@&1>", draft.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("\n# heading", draft.Content, StringComparison.Ordinal);
            Assert.Same(AllowedMentions.None, draft.AllowedMentions);
        }
    }

    [Fact]
    public async Task Typed_words_find_the_one_item_that_has_them()
    {
        await world.ItemAsync("Harbour patrols begin");
        await world.ItemAsync("Harbour patrols end");
        Assert.Contains("Several items", (await world.RunAsync("news show", ("item", "patrols"))).Content, StringComparison.Ordinal);
        Assert.Contains("Harbour patrols end", (await world.RunAsync("news show", ("item", "patrols end"))).Content, StringComparison.Ordinal);
        Assert.Contains("No item", (await world.RunAsync("news show", ("item", "rivers"))).Content, StringComparison.Ordinal);
        Assert.Contains("no item `#999`", (await world.RunAsync("news show", ("item", "#999"))).Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ItemState.Held, "It is held")]
    [InlineData(ItemState.Scheduled, "It is scheduled")]
    [InlineData(ItemState.Public, null)]
    public async Task A_preview_says_when_the_item_is_not_public(ItemState state, string? says)
    {
        var item = await world.ItemAsync("Harbour patrols begin", state, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var told = (await world.RunAsync("news preview", ("item", $"{item.Id}"))).Content!;
        Assert.Equal(says is not null, told.Contains("not public now", StringComparison.Ordinal));
        Assert.Contains(says ?? "", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_is_exactly_the_post_of_each_channel()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour", "water");
        await world.RouteAsync("harbour", CommandWorld.News, new RouteSettings(0x112233, CommandWorld.Followers.ToString()));
        await world.RouteAsync("water", CommandWorld.Water, new RouteSettings(0x445566));
        var told = await world.RunAsync("news preview", ("item", $"{item.Id}"));
        var topics = await world.Db.ReadAsync(tx => TopicTable.OfItemAsync(tx, item.Id));
        var posts = new[] { new RouteSettings(0x112233, CommandWorld.Followers.ToString()), new RouteSettings(0x445566) }
            .Select(settings => DiscordChat.Content(Post.From(item, topics, settings, retracted: false)).Draft.Embeds![0]);
        Assert.Equivalent(posts, told.Embeds, strict: true);
        Assert.Contains($"<#{CommandWorld.News}>, pinging <@&{CommandWorld.Followers}>", told.Content, StringComparison.Ordinal);
        Assert.Contains($"<#{CommandWorld.Water}>", told.Content, StringComparison.Ordinal);
        Assert.Empty(await world.PlacesAsync(item));
    }

    [Fact]
    public async Task A_post_is_shown_first_and_goes_out_when_the_button_is_pressed()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var asked = await world.RunAsync("news post", ("item", $"{item.Id}"));
        Assert.Single(asked.Embeds!);
        Assert.Empty(await world.PlacesAsync(item));

        var done = await world.PressAsync(CommandWorld.Button(asked, "Post it"));
        Assert.Contains($"is on its way.\n• <#{CommandWorld.News}>: on its way", done.Content, StringComparison.Ordinal);
        Assert.Empty(done.Components!);
        Assert.Equal(CommandWorld.News.ToString(), Assert.Single(await world.PlacesAsync(item)).Address);

        await world.DeliverAsync();
        var again = await world.PressAsync(CommandWorld.Button(asked, "Post it"));
        Assert.Contains("stands wherever it should", again.Content, StringComparison.Ordinal);
        Assert.Single(await world.PlacesAsync(item));
    }

    [Fact]
    public async Task A_post_into_one_channel_goes_there_only_and_a_question_can_be_taken_back()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var asked = await world.RunAsync("news post", ("item", $"{item.Id}"), ("channel", CommandWorld.Water), ("silent", true));
        Assert.Contains("Nothing was done", (await world.PressAsync(CommandWorld.Button(asked, "Never mind"))).Content, StringComparison.Ordinal);
        Assert.Empty(await world.PlacesAsync(item));
        await world.PressAsync(CommandWorld.Button(asked, "Post it silently"));
        Assert.Equal(CommandWorld.Water.ToString(), Assert.Single(await world.PlacesAsync(item)).Address);
        Assert.Equal(Notify.Silent, (await world.FindAsync(item)).Notify);
    }

    [Fact]
    public async Task An_item_without_a_channel_is_not_posted_into_the_void()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        var asked = await world.RunAsync("news post", ("item", $"{item.Id}"));
        Assert.Contains("/topic route", (await world.PressAsync(CommandWorld.Button(asked, "Post it"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Breaking_news_can_be_undone_for_a_minute()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var asked = await world.RunAsync("news breaking", ("item", $"{item.Id}"));
        var done = await world.PressAsync(CommandWorld.Button(asked, "Post as breaking"));
        Assert.Equal(Notify.Breaking, (await world.FindAsync(item)).Notify);
        world.Store.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await world.DeliverAsync());
        Assert.Contains("Nobody saw it", (await world.PressAsync(CommandWorld.Button(done, "Undo"))).Content, StringComparison.Ordinal);
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await world.DeliverAsync());
    }

    [Fact]
    public async Task Breaking_news_that_is_out_is_not_undone_but_taken_back()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await world.RouteAsync("harbour", CommandWorld.News);
        var done = await world.PressAsync(CommandWorld.Button(await world.RunAsync("news breaking", ("item", $"{item.Id}")), "Post as breaking"));
        world.Store.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Single(await world.DeliverAsync());
        Assert.Contains("/news retract", (await world.PressAsync(CommandWorld.Button(done, "Undo"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_is_shown_back_as_everybody_reads_it()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Held, "harbour");
        var at = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        Assert.Contains($"<t:{at.ToUnixTimeSeconds()}:f>", (await world.RunAsync("news schedule", ("item", $"{item.Id}"), ("when", "tomorrow 09:00"))).Content, StringComparison.Ordinal);
        Assert.Equal((ItemState.Scheduled, at), ((await world.FindAsync(item)).State, (await world.FindAsync(item)).PublishAt));
        Assert.Contains("cannot read that time", (await world.RunAsync("news schedule", ("item", $"{item.Id}"), ("when", "soon"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_held_goes_out_when_it_is_released()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        Assert.Contains("is held", (await world.RunAsync("news hold", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
        Assert.Equal(ItemState.Held, (await world.FindAsync(item)).State);
        Assert.Contains("held already", (await world.RunAsync("news hold", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
        var asked = await world.RunAsync("news release", ("item", $"{item.Id}"));
        Assert.Single(asked.Embeds!);
        Assert.Contains("is released", (await world.PressAsync(CommandWorld.Button(asked, "Release it"))).Content, StringComparison.Ordinal);
        Assert.Equal(ItemState.Public, (await world.FindAsync(item)).State);
        Assert.Contains("nothing to release", (await world.RunAsync("news release", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_begins_with_what_stands_and_reaches_the_posts()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await PostAsync(item);
        var form = await world.FormAsync(CommandWorld.Typed("news correct", ("item", $"{item.Id}")));
        Assert.Equal(["Harbour patrols begin", item.Summary, null], form.Components.Cast<Label>().Select(label => ((TextInput)label.Field).Value));

        var told = await world.SubmitAsync(form, ("title", "Harbour patrols begin on Monday"), ("summary", item.Summary!), ("correction", "The day was missing."));
        Assert.Contains("posts follow", told.Content, StringComparison.Ordinal);
        var now = await world.FindAsync(item);
        Assert.Equal(("Harbour patrols begin on Monday", item.Summary, "The day was missing."), (now.Title, now.Summary, now.Correction));
        Assert.Equal(now.Revision, Assert.Single(await world.DeliverAsync()).WantedRev);
        Assert.Contains("says that already", (await world.SubmitAsync(form, ("title", now.Title), ("summary", now.Summary!), ("correction", now.Correction!))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_that_the_form_cannot_hold_is_not_shortened_by_looking_at_it()
    {
        var summary = string.Join(' ', Enumerable.Repeat("word", 1000));
        var item = await world.Db.WriteAsync(tx => ItemTable.InsertAsync(tx, "newsroom", Support.Some.Record() with { Summary = summary }, ItemState.Public, tx.Now));
        var form = await world.FormAsync(CommandWorld.Typed("news correct", ("item", $"{item.Id}")));
        var shown = form.Components.Cast<Label>().Select(label => (TextInput)label.Field).ToDictionary(field => field.CustomId, field => field.Value ?? "");
        await world.SubmitAsync(form, ("title", "Another title"), ("summary", shown["summary"]), ("correction", ""));
        Assert.Equal(("Another title", summary), ((await world.FindAsync(item)).Title, (await world.FindAsync(item)).Summary));
    }

    [Fact]
    public async Task A_retraction_asks_says_where_it_stands_and_takes_it_back()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await PostAsync(item);
        var form = await world.FormAsync(CommandWorld.Typed("news retract", ("item", $"{item.Id}")));
        Assert.Contains("1 channel", Assert.IsType<Label>(form.Components[0]).Description, StringComparison.Ordinal);
        Assert.Contains("is taken back", (await world.SubmitAsync(form, ("reason", "wrong date"))).Content, StringComparison.Ordinal);
        Assert.Equal(ItemState.Withdrawn, (await world.FindAsync(item)).State);
        Assert.Equal(Wanted.Absent, Assert.Single(await world.DeliverAsync()).Wanted);
        Assert.Contains("~~Harbour patrols begin~~", (await world.RunAsync("news preview", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Menus_find_the_item_behind_the_message()
    {
        var item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await PostAsync(item);
        var message = ulong.Parse((await world.PlacesAsync(item))[0].RemoteId!);
        Assert.Equal($"Correct #{item.Id}", (await world.FormAsync(CommandWorld.Menu("Correct this post", message))).Title);
        Assert.Equal($"Take back #{item.Id}?", (await world.FormAsync(CommandWorld.Menu("Retract this post", message))).Title);
        Assert.Contains("no post of mine", (await world.HandleAsync(world.Staff(InteractionType.Command, CommandWorld.Menu("Correct this post", 4711)))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_needs_two_people_where_that_is_configured()
    {
        await using var two = await CommandWorld.CreateAsync(tools => tools with { Staff = tools.Staff with { TwoForPing = true } });
        var item = await two.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await two.RouteAsync("harbour", CommandWorld.News, new RouteSettings(null, CommandWorld.Followers.ToString()));

        string Yes(Snowflake person) => new ActionId("post", person, null, $"{item.Id}", "0", "0").ToString();
        Assert.Contains("one more member", (await two.PressAsync(Yes(CommandWorld.Nadia))).Content, StringComparison.Ordinal);
        Assert.Contains("one more member", (await two.PressAsync(Yes(CommandWorld.Nadia))).Content, StringComparison.Ordinal);
        Assert.Empty(await two.PlacesAsync(item));
        Assert.Contains("on its way", (await two.PressAsync(Yes(CommandWorld.Ruth), CommandWorld.Ruth)).Content, StringComparison.Ordinal);
        Assert.Single(await two.PlacesAsync(item));
    }

    [Fact]
    public async Task A_silent_post_needs_nobody_else_and_pings_nobody()
    {
        await using var two = await CommandWorld.CreateAsync(tools => tools with { Staff = tools.Staff with { TwoForPing = true } });
        var item = await two.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        var settings = new RouteSettings(null, CommandWorld.Followers.ToString());
        await two.RouteAsync("harbour", CommandWorld.News, settings);
        await two.PressAsync(CommandWorld.Button(await two.RunAsync("news post", ("item", $"{item.Id}"), ("silent", true)), "Post it silently"));
        var content = DiscordChat.Content(Post.From(await two.FindAsync(item), [], settings, retracted: false));
        Assert.Same(AllowedMentions.None, content.Ping);
        Assert.Equal(("", MessageFlags.SuppressNotifications), (content.Draft.Content, content.Draft.Flags));
    }

    private async Task PostAsync(Item item)
    {
        await world.RouteAsync("harbour", CommandWorld.News);
        await world.PressAsync(CommandWorld.Button(await world.RunAsync("news post", ("item", $"{item.Id}")), "Post it"));
        Assert.Single(await world.DeliverAsync());
    }
}
