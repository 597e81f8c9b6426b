using NewsBot.Sandbox.LocalDiscord;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class GuildActsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_can_arrange_the_guild_over_HTTP()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = new Uri(sandbox.Server.Page, "sandbox/guild/") };
        var discord = sandbox.Server.Discord;

        await PutAsync("channels/5", """{"name":"news","type":"announcement","topic":"t"}""");
        await PutAsync("roles/6", """{"name":"Interns","colour":255,"permissions":["manageMessages"]}""");
        await PutAsync("members/7", """{"name":"Ina","roles":["6"]}""");
        await PutAsync("channels/5/permissions", """{"deny":["sendMessages","embedLinks"]}""");
        await PutAsync("channels/5/permissions", """{"deny":["viewChannel"],"holder":"6"}""");

        Assert.Equal((ChannelType.Announcement, "t"), (discord.Channels.Single(channel => channel.Id == 5).Type, discord.Channels.Single(channel => channel.Id == 5).Topic));
        Assert.True(discord.PermissionsOf(7).HasFlag(Permissions.ManageMessages));
        Assert.Equal(Permissions.None, discord.PermissionsOf(7, 5));
        Assert.Equal(50013, (await sandbox.PostAsync("""{"content":"x"}""", 5)).Code);
        var made = await sandbox.PostAsync("""{"content":"x"}""");
        Assert.Equal(204, (int)(await person.DeleteAsync($"channels/{RunningSandbox.Ports}/messages/{made.Id}", Ct)).StatusCode);
        Assert.Empty(discord.Messages(RunningSandbox.Ports));
        Assert.Equal(204, (int)(await person.DeleteAsync("channels/5", Ct)).StatusCode);
        Assert.Equal(404, (int)(await person.DeleteAsync("channels/5", Ct)).StatusCode);
        Assert.Equal(10003, (await sandbox.PostAsync("""{"content":"x"}""", 5)).Code);

        async Task PutAsync(string path, string json)
        {
            using var answer = await person.PutAsync(path, RunningSandbox.Json(json), Ct);
            Assert.True(answer.StatusCode == System.Net.HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync(Ct));
        }
    }

    [Theory]
    [InlineData("channels/5", """{"name":""}""", "name")]
    [InlineData("channels/5", """{"name":"x","type":"publicThread"}""", "threads")]
    [InlineData("channels/0", """{"name":"x"}""", "id")]
    [InlineData("channels/5/permissions", """{"deny":["sendMessages"]}""", "channel 5")]
    [InlineData("channels/5/permissions", """{"deny":["flyAway"]}""", "deny")]
    [InlineData("members/7", """{"name":"Ina","roles":["99"]}""", "role 99")]
    public async Task A_wrong_act_is_refused_with_a_reason(string path, string json, string reason)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var person = new HttpClient { BaseAddress = new Uri(sandbox.Server.Page, "sandbox/guild/") };

        using var answer = await person.PutAsync(path, RunningSandbox.Json(json), Ct);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
