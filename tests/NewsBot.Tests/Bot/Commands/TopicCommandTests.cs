using NewsBot.Bot.Chat;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class TopicCommandTests : IAsyncLifetime
{
    private CommandWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await CommandWorld.CreateAsync();
        await world.TopicAsync("harbour");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_topic_is_routed_listed_and_unrouted()
    {
        var told = await world.RunAsync("topic route", ("topic", "harbour"), ("channel", CommandWorld.News), ("mention", CommandWorld.Followers.ToString()), ("colour", "#112233"));
        Assert.Contains("From now on **Harbour**", told.Content, StringComparison.Ordinal);
        var route = Assert.Single(await world.Db.ReadAsync(TopicTable.RoutesAsync));
        Assert.Equal(new RouteSettings(0x112233, CommandWorld.Followers.ToString()), RouteSettings.Parse(route.Settings));
        Assert.Contains($"<#{CommandWorld.News}> (pings <@&{CommandWorld.Followers}>)", (await world.RunAsync("topic list")).Content, StringComparison.Ordinal);

        Assert.Contains("not posted", (await world.RunAsync("topic unroute", ("topic", "harbour"), ("channel", CommandWorld.News))).Content, StringComparison.Ordinal);
        Assert.Contains("does not lead", (await world.RunAsync("topic unroute", ("topic", "harbour"), ("channel", CommandWorld.News))).Content, StringComparison.Ordinal);
        Assert.Empty(await world.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Theory]
    [InlineData(Permissions.EmbedLinks, "Embed Links")]
    [InlineData(Permissions.SendMessages, "Send Messages")]
    [InlineData(Permissions.ViewChannel, "View Channel")]
    [InlineData(Permissions.AttachFiles, "Attach Files")]
    [InlineData(Permissions.ReadMessageHistory, "Read Message History")]
    public async Task A_missing_permission_is_named_before_anything_is_routed(Permissions missing, string name)
    {
        var told = await RouteAsync(new ResolvedChannel(CommandWorld.News, ChannelType.Text, "news", CommandWorld.Everything & ~missing));
        Assert.Contains($"**{name}**", told.Content, StringComparison.Ordinal);
        Assert.Empty(await world.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Fact]
    public async Task A_channel_that_takes_no_posts_is_refused()
    {
        Assert.Contains("text or announcement", (await RouteAsync(new ResolvedChannel(CommandWorld.News, ChannelType.Voice, "voice", CommandWorld.Everything))).Content, StringComparison.Ordinal);
        Assert.Empty(await world.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Fact]
    public async Task Everyone_is_never_pinged()
    {
        var told = await world.RunAsync("topic route", ("topic", "harbour"), ("channel", CommandWorld.News), ("mention", CommandWorld.Guild.ToString()));
        Assert.Contains("never ping", told.Content, StringComparison.Ordinal);
        Assert.Empty(await world.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Fact]
    public async Task A_topic_is_muted_and_unmuted()
    {
        Assert.Contains("is muted", (await world.RunAsync("topic mute", ("topic", "harbour"))).Content, StringComparison.Ordinal);
        Assert.Contains("already", (await world.RunAsync("topic mute", ("topic", "harbour"))).Content, StringComparison.Ordinal);
        Assert.Contains("posted again", (await world.RunAsync("topic mute", ("topic", "harbour"), ("off", true))).Content, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await world.Db.ReadAsync(TopicTable.AllAsync)).MutedAt);
    }

    [Fact]
    public async Task A_test_is_asked_for_shown_and_taken_away()
    {
        var asked = await world.RunAsync("topic test", ("topic", "harbour"), ("channel", CommandWorld.News));
        Assert.Empty(await world.DeliverAsync());
        var shown = await world.PressAsync(CommandWorld.Button(asked, "Show the test"));
        Assert.Equal(("test", Wanted.Present), Assert.Single((await world.DeliverAsync()).Select(delivery => (delivery.CauseKind, delivery.Wanted))));
        await world.PressAsync(CommandWorld.Button(shown, "Remove it"), CommandWorld.Ruth);
        Assert.Equal(Wanted.Absent, Assert.Single(await world.DeliverAsync()).Wanted);
    }

    [Fact]
    public async Task Members_follow_by_the_role_that_posts_ping()
    {
        await world.RouteAsync("harbour", CommandWorld.News, new RouteSettings(null, CommandWorld.Followers.ToString()));
        Assert.Contains("You follow", (await MemberAsync("follow", ("topic", "harbour"))).Content, StringComparison.Ordinal);
        Assert.Equal((CommandWorld.Milo, CommandWorld.Followers, true), Assert.Single(world.Roles));
        var list = await world.HandleAsync(world.By(CommandWorld.Milo, InteractionType.Command, CommandWorld.Typed("topics"), CommandWorld.Followers));
        Assert.Contains("✅ you follow it", list.Content, StringComparison.Ordinal);
        await world.HandleAsync(world.By(CommandWorld.Milo, InteractionType.Command, CommandWorld.Typed("unfollow", ("topic", "Harbour")), CommandWorld.Followers));
        Assert.Equal((CommandWorld.Milo, CommandWorld.Followers, false), world.Roles.Last());
    }

    [Fact]
    public async Task A_topic_without_a_role_says_where_its_news_is()
    {
        await world.RouteAsync("harbour", CommandWorld.News);
        Assert.Contains($"<#{CommandWorld.News}>", (await MemberAsync("follow", ("topic", "harbour"))).Content, StringComparison.Ordinal);
        Assert.Empty(world.Roles);
    }

    [Fact]
    public async Task A_role_that_the_bot_may_not_give_is_said_so()
    {
        await using var strict = await CommandWorld.CreateAsync(tools => tools with
        {
            SetRole = (_, _, _, _, _) => throw new DiscordException(System.Net.HttpStatusCode.Forbidden, ErrorCode.MissingPermission, "PUT /guilds/{guild}/members/{user}/roles/{role}", "Missing Permissions"),
        });
        await strict.TopicAsync("harbour");
        await strict.RouteAsync("harbour", CommandWorld.News, new RouteSettings(null, CommandWorld.Followers.ToString()));
        var told = await strict.HandleAsync(strict.By(CommandWorld.Milo, InteractionType.Command, CommandWorld.Typed("follow", ("topic", "harbour"))));
        Assert.Contains("Manage Roles", told.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_are_suggested_to_members_too()
    {
        var like = world.By(CommandWorld.Milo, InteractionType.Autocomplete, new InteractionData());
        Assert.Equal(new Choice("Harbour", "harbour"), Assert.Single(await world.SuggestAsync("follow", "topic", "HAR", like)));
    }

    private Task<MessageDraft> MemberAsync(string path, params (string Name, object Value)[] options) =>
        world.HandleAsync(world.By(CommandWorld.Milo, InteractionType.Command, CommandWorld.Typed(path, options)));

    private Task<MessageDraft> RouteAsync(ResolvedChannel channel)
    {
        var data = CommandWorld.Typed("topic route", ("topic", "harbour"), ("channel", channel.Id));
        return world.HandleAsync(world.Staff(InteractionType.Command, data with
        {
            Resolved = new ResolvedData { Channels = new Dictionary<string, ResolvedChannel> { [channel.Id.ToString()] = channel } },
        }));
    }
}
