using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Staff;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>A member who is not staff can trigger nothing: asked of every command and every action that there is.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private CommandWorld world = null!;
    private Item item = null!;

    /// <summary>All of them, also those that are written later.</summary>
    public static TheoryData<string> StaffCommands => [.. AllCommands.Commands.Where(command => command.Who == WhoMay.Staff).Select(command => command.Path)];

    public static TheoryData<string> StaffActions => [.. AllCommands.Actions.Where(action => action.Who == WhoMay.Staff).Select(action => action.Name)];

    public async ValueTask InitializeAsync()
    {
        world = await CommandWorld.CreateAsync();
        item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public void Only_what_is_meant_for_members_is_open_to_them()
    {
        Assert.Equal(["digest subscribe", "follow", "topics", "unfollow"], AllCommands.Commands.Where(command => command.Who == WhoMay.Everyone).Select(command => command.Path).Order());
        Assert.Equal(["get-mail", "mail-address", Buttons.NeverMindName], AllCommands.Actions.Where(action => action.Who == WhoMay.Everyone).Select(action => action.Name).Order());
    }

    [Theory]
    [MemberData(nameof(StaffCommands))]
    public async Task A_member_cannot_use_a_command_of_staff(string path) => await RefusedAsync(world.By(CommandWorld.Milo, InteractionType.Command, Data(path)), "staff only");

    [Theory]
    [MemberData(nameof(StaffCommands))]
    public async Task The_role_alone_does_not_make_staff(string path)
    {
        var interaction = world.By(CommandWorld.Milo, InteractionType.Command, Data(path), CommandWorld.StaffRole);
        await RefusedAsync(interaction with { Member = interaction.Member! with { Permissions = CommandWorld.Everything } }, "staff only");
    }

    [Theory]
    [MemberData(nameof(StaffCommands))]
    public async Task Permissions_alone_do_not_make_staff(string path)
    {
        var interaction = world.By(CommandWorld.Milo, InteractionType.Command, Data(path));
        await RefusedAsync(interaction with { Member = interaction.Member! with { Permissions = (Permissions)ulong.MaxValue } }, "staff only");
    }

    [Theory]
    [MemberData(nameof(StaffActions))]
    public async Task A_forged_button_select_or_form_does_nothing(string name)
    {
        var forged = new ActionId(name, CommandWorld.Milo, world.Store.Time.GetUtcNow().AddMinutes(10), $"{item.Id}", $"{CommandWorld.News}", "0").ToString();
        await RefusedAsync(world.By(CommandWorld.Milo, InteractionType.Component, new InteractionData { CustomId = forged }), "staff only");
        await RefusedAsync(world.By(CommandWorld.Milo, InteractionType.Component, new InteractionData { CustomId = forged, Values = ["1"] }), "staff only");
        await RefusedAsync(world.By(CommandWorld.Milo, InteractionType.Form, new InteractionData { CustomId = forged }), "staff only");
    }

    [Theory]
    [MemberData(nameof(StaffActions))]
    public async Task A_button_of_another_member_of_staff_does_nothing(string name)
    {
        var others = new ActionId(name, CommandWorld.Ruth, world.Store.Time.GetUtcNow().AddMinutes(10), $"{item.Id}").ToString();
        await RefusedAsync(world.Staff(InteractionType.Component, new InteractionData { CustomId = others }), "Only the person who asked");
    }

    [Theory]
    [MemberData(nameof(StaffActions))]
    public async Task A_button_stops_working_after_its_time(string name)
    {
        var late = new ActionId(name, CommandWorld.Nadia, world.Store.Time.GetUtcNow().AddSeconds(-1), $"{item.Id}").ToString();
        await RefusedAsync(world.Staff(InteractionType.Component, new InteractionData { CustomId = late }), "expired");
    }

    [Theory]
    [MemberData(nameof(StaffCommands))]
    public async Task Nothing_works_in_direct_messages_elsewhere_or_late(string path)
    {
        var good = world.Staff(InteractionType.Command, Data(path));
        await RefusedAsync(good with { Id = world.NextId(), GuildId = null, Member = null, User = good.Member!.User }, "direct messages");
        await RefusedAsync(good with { Id = world.NextId(), GuildId = new Snowflake(42) }, "this server");
        await RefusedAsync(good with { Id = Snowflake.FromInstant(world.Store.Time.GetUtcNow().AddMinutes(-16)) }, "too old");
    }

    [Theory]
    [MemberData(nameof(StaffCommands))]
    public async Task Suggestions_tell_a_member_nothing(string path)
    {
        var command = AllCommands.Commands.First(command => command.Path == path);
        foreach (var input in command.Inputs.Where(input => input.Complete is not null))
        {
            var like = world.By(CommandWorld.Milo, InteractionType.Autocomplete, new InteractionData());
            Assert.Empty(await world.SuggestAsync(path, input.Name, "", like));
        }
    }

    [Fact]
    public async Task Suggestions_serve_staff() => Assert.NotEmpty(await world.SuggestAsync("news show", "item", "harbour"));

    [Fact]
    public async Task Nobody_is_staff_where_no_role_is_named()
    {
        await using var none = await CommandWorld.CreateAsync(tools => tools with { Staff = tools.Staff with { Roles = new HashSet<Snowflake>() } });
        var told = await none.HandleAsync(none.Staff(InteractionType.Command, CommandWorld.Typed("topic list")));
        Assert.Contains("staff only", told.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_is_never_staff()
    {
        var interaction = world.Staff(InteractionType.Command, CommandWorld.Typed("topic list"));
        await RefusedAsync(interaction with { Member = interaction.Member! with { User = new User(CommandWorld.Milo, "bot", Bot: true) } }, "staff only");
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1:post:0:0")]
    [InlineData("v1:post:x:0:1")]
    [InlineData("v1:post:0:-1:1")]
    [InlineData("v1:no-such-thing:0:0:1")]
    [InlineData("v0:post:0:0:1")]
    [InlineData("v1:post:0:0:99999999999999999999:0:1")]
    public async Task A_custom_id_that_is_not_ours_ends_in_a_sentence(string customId)
    {
        var interaction = world.Staff(InteractionType.Component, new InteractionData { CustomId = customId });
        var told = await world.HandleAsync(interaction);
        Assert.False(string.IsNullOrWhiteSpace(told.Content));
        Assert.Equal(item.Revision, (await world.Db.ReadAsync(tx => ItemTable.FindAsync(tx, item.Id)))!.Revision);
        Assert.Empty(await world.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10)));
    }

    private async Task RefusedAsync(Interaction interaction, string says)
    {
        await world.Router.HandleAsync(interaction, CancellationToken.None);
        var reply = world.FirstOf(interaction);
        Assert.Equal(InteractionReplyType.Message, reply.Type);
        Assert.Equal(MessageFlags.Ephemeral, reply.Message!.Flags);
        Assert.Contains(says, reply.Message.Content, StringComparison.Ordinal);
        Assert.Empty(await world.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10)));
        Assert.DoesNotContain(world.Edits, edit => edit.Interaction == interaction.Id);
        Assert.Empty(world.Roles);
    }

    // With every option filled in, so that nothing but the permission can be in the way.
    private InteractionData Data(string path)
    {
        var command = AllCommands.Commands.First(command => command.Path == path);
        if (command.Type == CommandType.MessageMenu)
        {
            return new InteractionData { Name = path, Type = CommandType.MessageMenu, TargetId = new Snowflake(1) };
        }

        return CommandWorld.Typed(path, [.. command.Inputs.Select(input => (input.Name, (object)(input.Name switch
        {
            "item" => $"{item.Id}",
            "topic" => "harbour",
            "when" => "tomorrow 09:00",
            _ when input.Type == CommandOptionType.Channel => CommandWorld.News,
            _ when input.Type == CommandOptionType.Boolean => true,
            _ => "1",
        })))]);
    }
}
