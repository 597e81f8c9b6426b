using System.Text.Json;
using NewsBot.Sandbox.LocalDiscord;
using Xunit;
using LocalGuild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Sandbox;

public sealed class PermissionTests
{
    private const ulong Ports = RunningSandbox.Ports;
    private const string Embed = """{"embeds":[{"title":"x"}]}""";
    private const string Both = """{"content":"y","embeds":[{"title":"x"}]}""";

    [Theory]
    [InlineData(Permissions.ViewChannel, 50001)]
    [InlineData(Permissions.SendMessages, 50013)]
    public async Task A_channel_can_be_out_of_sight_or_closed(Permissions missing, int code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var discord = sandbox.Server.Discord;

        discord.SetPermissions(Ports, deny: missing);

        var refused = await sandbox.PostAsync("""{"content":"x"}""");
        Assert.Equal((403, code), (refused.Status, refused.Code));
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"x"}""", RunningSandbox.Trains)).Status);
        Assert.Equal(missing == Permissions.ViewChannel ? 403 : 200, (await sandbox.GetAsync($"channels/{Ports}")).Status);
        discord.SetPermissions(Ports, deny: Permissions.None);
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"x"}""")).Status);
    }

    [Fact]
    public async Task Without_EMBED_LINKS_an_embed_alone_is_refused_and_one_beside_text_vanishes_silently()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var before = await sandbox.PostAsync(Both);
        sandbox.Server.Discord.SetPermissions(Ports, deny: Permissions.EmbedLinks);

        var alone = await sandbox.PostAsync(Embed);
        var beside = await sandbox.PostAsync(Both);
        var edited = await sandbox.PatchAsync(before.Id, Embed);

        Assert.Equal((403, 50013), (alone.Status, alone.Code));
        Assert.Equal((200, 0), (beside.Status, beside.Json.GetProperty("embeds").GetArrayLength()));
        Assert.Equal((200, 0), (edited.Status, edited.Json.GetProperty("embeds").GetArrayLength()));
        Assert.Equal(2, sandbox.Server.Discord.Messages(Ports).Count);
    }

    [Fact]
    public async Task Files_history_and_pings_have_permissions_of_their_own()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PostAsync("""{"content":"x"}""");
        sandbox.Server.Discord.SetPermissions(Ports, deny: Permissions.AttachFiles | Permissions.ReadMessageHistory | Permissions.MentionEveryone);

        var file = await sandbox.SendAsync(HttpMethod.Post, $"channels/{Ports}/messages", RunningSandbox.Form("""{"content":"x"}""", ("a.png", [1])));
        var ping = await sandbox.PostAsync("""{"content":"@everyone"}""");

        Assert.Equal((403, 50013), (file.Status, file.Code));
        Assert.False(ping.Json.GetProperty("mention_everyone").GetBoolean());
        Assert.Equal("[]", (await sandbox.GetAsync($"channels/{Ports}/messages")).Text);
    }

    [Fact]
    public void Overwrites_apply_in_order_everyone_then_roles_then_the_member()
    {
        const ulong Everyone = 1, Desk = 2, Readers = 3, Zoe = 9;
        Role[] held = [new(Everyone, "@everyone", 0) { Permissions = Permissions.ViewChannel | Permissions.SendMessages }, new(Desk, "d", 0), new(Readers, "r", 0)];

        Assert.Equal(Permissions.ViewChannel | Permissions.SendMessages, Of());
        Assert.Equal(Permissions.None, Of(new Overwrite(Everyone, true, Permissions.None, Permissions.ViewChannel)));
        // Of two roles the one that allows wins over the one that denies, whatever their order.
        Assert.Equal(Permissions.ViewChannel | Permissions.SendMessages, Of(
            new Overwrite(Desk, true, Permissions.SendMessages, Permissions.None), new Overwrite(Readers, true, Permissions.None, Permissions.SendMessages)));
        Assert.Equal(Permissions.ViewChannel, Of(
            new Overwrite(Zoe, false, Permissions.None, Permissions.SendMessages), new Overwrite(Desk, true, Permissions.SendMessages, Permissions.None)));
        Assert.Equal(Permissions.ViewChannel | Permissions.SendMessages, Of(new Overwrite(8, true, Permissions.None, Permissions.ViewChannel)));
        Assert.Equal(PermissionRules.All, PermissionRules.Of(Zoe, owner: true, Everyone, held, []));
        Assert.Equal(PermissionRules.All, PermissionRules.Of(Zoe, owner: false, Everyone, [new Role(4, "a", 0) { Permissions = Permissions.Administrator }], []));
        Assert.Equal(Permissions.ViewChannel, PermissionRules.Of(Zoe, owner: false, Everyone,
            [new Role(Everyone, "@everyone", 0) { Permissions = Permissions.ViewChannel | Permissions.EmbedLinks | Permissions.AttachFiles | Permissions.MentionEveryone }], []));

        Permissions Of(params Overwrite[] overwrites) => PermissionRules.Of(Zoe, owner: false, Everyone, held, overwrites);
    }

    [Fact]
    public async Task The_guild_tells_its_roles_and_members_and_lets_roles_be_given()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (discord, guild) = (sandbox.Server.Discord, $"guilds/{sandbox.Server.Discord.GuildId}");

        Assert.Equal("NewsBot demo", (await sandbox.GetAsync(guild)).Json.GetProperty("name").GetString());
        Assert.Equal(4, (await sandbox.GetAsync(guild + "/roles")).Json.GetArrayLength());
        var nadia = (await sandbox.GetAsync($"{guild}/members/{LocalGuild.Nadia}")).Json;
        Assert.Equal(("Nadia (staff)", "nadia"), (nadia.GetProperty("user").GetProperty("global_name").GetString(), nadia.GetProperty("user").GetProperty("username").GetString()));
        Assert.Equal($"[\"{LocalGuild.NewsDesk}\"]", nadia.GetProperty("roles").GetRawText());
        Assert.True(discord.PermissionsOf(LocalGuild.Nadia).HasFlag(Permissions.ManageGuild));
        Assert.False(discord.PermissionsOf(LocalGuild.Milo).HasFlag(Permissions.ManageGuild));

        var role = $"{guild}/members/{LocalGuild.Milo}/roles/{RunningSandbox.Readers}";
        Assert.Equal(204, (await sandbox.SendAsync(HttpMethod.Put, role)).Status);
        Assert.Equal([RunningSandbox.Readers], discord.FindPerson(LocalGuild.Milo)!.Roles);
        Assert.Equal(204, (await sandbox.SendAsync(HttpMethod.Delete, role)).Status);
        Assert.Empty(discord.FindPerson(LocalGuild.Milo)!.Roles);
        Assert.Equal(10011, (await sandbox.SendAsync(HttpMethod.Put, $"{guild}/members/{LocalGuild.Milo}/roles/7")).Code);
        Assert.Equal(10007, (await sandbox.GetAsync($"{guild}/members/7")).Code);
        Assert.Equal(10004, (await sandbox.GetAsync("guilds/7")).Code);
    }

    [Fact]
    public async Task The_application_tells_its_key()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var application = (await sandbox.GetAsync("applications/@me")).Json;

        Assert.Matches("^[0-9a-f]{64}$", application.GetProperty("verify_key").GetString());
        Assert.Equal(JsonValueKind.Null, application.GetProperty("interactions_endpoint_url").ValueKind);
        Assert.Equal($"{sandbox.Server.Discord.BotId}", application.GetProperty("id").GetString());
    }
}
