using System.Net;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;

namespace NewsBot.Tests.Discord.Rest;

public sealed class GuildTests : IDisposable
{
    private static readonly Snowflake Home = new(1310000000000000001);
    private static readonly Snowflake Bot = new(1310000000000000002);
    private static readonly Snowflake Readers = new(1310000000000000003);

    private readonly Rig rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_guild_its_channels_and_the_bots_own_roles_say_gives_the_bots_permissions()
    {
        rig.Discord.Then(HttpStatusCode.OK, $$"""
                {"id":"{{Home}}","name":"LEP","owner_id":"5","roles":[{"id":"{{Home}}","name":"@everyone","permissions":"1024","position":0,"managed":false,"mentionable":false,"color":0},
                 {"id":"{{Readers}}","name":"Readers","permissions":"2251799813687296","position":2,"managed":false,"mentionable":true}]}
                """)
            .Then(HttpStatusCode.OK, $$"""
                [{"id":"7","type":0,"name":"news","guild_id":"{{Home}}","flags":0,"permission_overwrites":[{"id":"{{Home}}","type":0,"allow":"0","deny":"1024"},{"id":"{{Bot}}","type":1,"allow":"1024","deny":"0"}]},
                 {"id":"8","type":15,"name":"forum","guild_id":"{{Home}}","flags":16,"permission_overwrites":[],"available_tags":[{"id":"9","name":"Ports","moderated":true,"emoji_id":null,"emoji_name":"⚓"}]}]
                """)
            .Then(HttpStatusCode.OK, $$"""{"user":{"id":"{{Bot}}","username":"newsbot"},"roles":["{{Readers}}"],"joined_at":"2026-01-01T00:00:00Z"}""")
            .Then(HttpStatusCode.OK, $$"""[{"id":"{{Home}}","name":"@everyone","permissions":"1024"}]""");

        var guild = await rig.Client.GetGuildAsync(Home, Ct);
        var channels = await rig.Client.GetGuildChannelsAsync(Home, Ct);
        var me = await rig.Client.GetMemberAsync(Home, Bot, Ct);
        var roles = await rig.Client.GetRolesAsync(Home, Ct);

        Assert.Equal(Permissions.ViewChannel | Permissions.SendMessages | Permissions.PinMessages, ChannelPermissions.Of(guild, me, channels[0]));
        Assert.Equal(ChannelFlags.RequireTag, channels[1].Flags);
        Assert.Equal(new ForumTag(new Snowflake(9), "Ports", Moderated: true), Assert.Single(channels[1].AvailableTags));
        Assert.Equal(new Role(Home, "@everyone", Permissions.ViewChannel), Assert.Single(roles));
        Assert.Equal(
            [$"/api/v10/guilds/{Home}", $"/api/v10/guilds/{Home}/channels", $"/api/v10/guilds/{Home}/members/{Bot}", $"/api/v10/guilds/{Home}/roles"],
            rig.Discord.Seen.Select(seen => seen.Uri.AbsolutePath));
    }

    [Fact]
    public async Task A_role_is_given_and_taken_and_a_repeat_is_no_error()
    {
        for (var n = 0; n < 4; n++)
            rig.Discord.Then(HttpStatusCode.NoContent, "");

        await rig.Client.AddRoleAsync(Home, Bot, Readers, Ct);
        await rig.Client.AddRoleAsync(Home, Bot, Readers, Ct);
        await rig.Client.RemoveRoleAsync(Home, Bot, Readers, Ct);
        await rig.Client.RemoveRoleAsync(Home, Bot, Readers, Ct);

        Assert.Equal(
            [HttpMethod.Put, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Delete],
            rig.Discord.Seen.Select(seen => seen.Method));
        Assert.All(rig.Discord.Seen, seen => Assert.Equal($"/api/v10/guilds/{Home}/members/{Bot}/roles/{Readers}", seen.Uri.AbsolutePath));
    }

    [Fact]
    public async Task An_event_is_made_changed_called_off_and_removed()
    {
        const string Json = """{"id":"77","guild_id":"1","name":"Open day","scheduled_start_time":"2026-03-01T09:00:00+00:00","scheduled_end_time":null,"status":1,"entity_type":3}""";
        rig.Discord.Then(HttpStatusCode.OK, Json).Then(HttpStatusCode.OK, Json.Replace("\"status\":1", "\"status\":4", StringComparison.Ordinal))
            .Then(HttpStatusCode.NoContent, "").Then(HttpStatusCode.NotFound, """{"message":"Unknown Guild Scheduled Event","code":10070}""");
        var start = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

        var made = await rig.Client.CreateEventAsync(Home, new ScheduledEventDraft { Name = "Open day", StartsAt = start, EndsAt = start.AddHours(8), Location = "Quay 4" }, Ct);
        var off = await rig.Client.EditEventAsync(Home, made.Id, new ScheduledEventDraft { Status = ScheduledEventStatus.Canceled }, Ct);
        await rig.Client.DeleteEventAsync(Home, made.Id, Ct);
        await rig.Client.DeleteEventAsync(Home, made.Id, Ct);

        Assert.Equal(new ScheduledEvent(new Snowflake(77), "Open day", start, ScheduledEventStatus.Scheduled), made);
        Assert.Equal(ScheduledEventStatus.Canceled, off.Status);
        Assert.Equal(
            """{"name":"Open day","scheduled_start_time":"2026-03-01T09:00:00+00:00","scheduled_end_time":"2026-03-01T17:00:00+00:00","entity_metadata":{"location":"Quay 4"},"entity_type":3,"privacy_level":2}""",
            rig.Discord.Seen[0].Body);
        Assert.Equal("""{"status":4}""", rig.Discord.Seen[1].Body);
        Assert.Equal($"/api/v10/guilds/{Home}/scheduled-events/77", rig.Discord.Seen[3].Uri.AbsolutePath);
    }

    [Fact]
    public async Task An_event_without_an_end_is_the_callers_mistake() =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => rig.Client.CreateEventAsync(Home, new ScheduledEventDraft { Name = "x", StartsAt = rig.Clock.GetUtcNow(), Location = "y" }, Ct));

    [Theory]
    [InlineData(HttpStatusCode.NotFound, ErrorCode.UnknownGuild)]
    [InlineData(HttpStatusCode.Forbidden, ErrorCode.MissingAccess)]
    public async Task A_guild_the_bot_is_not_in_says_so_by_its_code(HttpStatusCode status, int code)
    {
        rig.Discord.Then(status, $$"""{"message":"no","code":{{code}}}""");

        Assert.Equal(code, (await Assert.ThrowsAsync<DiscordException>(() => rig.Client.GetGuildAsync(Home, Ct))).Code);
    }

    public void Dispose() => rig.Dispose();
}
