using NewsBot.Sandbox.LocalDiscord.Events;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class ScheduledEventTests
{
    private const string Good =
        """{"name":"Hearing","privacy_level":2,"entity_type":3,"scheduled_start_time":"2026-12-01T10:00:00Z","scheduled_end_time":"2026-12-01T12:00:00Z","entity_metadata":{"location":"Room 2"}}""";

    [Fact]
    public async Task An_event_is_made_changed_cancelled_and_then_stays_as_it_is()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var path = $"guilds/{sandbox.Server.Discord.GuildId}/scheduled-events";

        var made = await sandbox.SendAsync(HttpMethod.Post, path, RunningSandbox.Json(Good));
        Assert.Equal((200, "2026-12-01T10:00:00.000000+00:00", 1), (made.Status, made.Json.GetProperty("scheduled_start_time").GetString(), made.Json.GetProperty("status").GetInt32()));
        var moved = await PatchAsync("""{"scheduled_end_time":"2026-12-01T13:00:00Z","entity_metadata":{"location":"Room 3"}}""");
        Assert.Equal("Room 3", moved.Json.GetProperty("entity_metadata").GetProperty("location").GetString());
        Assert.Equal(1, (await sandbox.GetAsync(path)).Json.GetArrayLength());
        Assert.Equal(50035, (await PatchAsync("""{"status":3}""")).Code);
        Assert.Equal(4, (await PatchAsync("""{"status":4}""")).Json.GetProperty("status").GetInt32());

        Assert.Equal(180000, (await PatchAsync("""{"name":"x"}""")).Code);
        Assert.Equal("[]", (await sandbox.GetAsync(path)).Text);
        var kept = Assert.Single(sandbox.Server.Discord.Events.All);
        Assert.Equal(("Hearing", EventStatus.Cancelled), (kept.Name, kept.Status));
        Assert.Equal(204, (await sandbox.SendAsync(HttpMethod.Delete, $"{path}/{made.Id}")).Status);
        Assert.Equal((404, 10070), Told(await sandbox.GetAsync($"{path}/{made.Id}")));

        Task<ApiAnswer> PatchAsync(string json) => sandbox.SendAsync(HttpMethod.Patch, $"{path}/{made.Id}", RunningSandbox.Json(json));
    }

    [Theory]
    [InlineData("\"Hearing\"", "\"\"", "name")]
    [InlineData("2026-12-01T10", "2026-11-01T10", "scheduled_start_time")]
    [InlineData("2026-12-01T12", "2026-12-01T09", "scheduled_end_time")]
    [InlineData("\"location\":\"Room 2\"", "", "entity_metadata")]
    [InlineData("\"entity_type\":3", "\"entity_type\":2", "entity_type")]
    [InlineData("\"privacy_level\":2,", "", "privacy_level")]
    public async Task A_wrong_event_is_refused_and_the_field_is_named(string part, string wrong, string field)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var refused = await sandbox.SendAsync(HttpMethod.Post, $"guilds/{sandbox.Server.Discord.GuildId}/scheduled-events", RunningSandbox.Json(Good.Replace(part, wrong, StringComparison.Ordinal)));

        Assert.Equal((400, 50035), Told(refused));
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(field, out _), refused.Text);
        Assert.Empty(sandbox.Server.Discord.Events.All);
    }

    private static (int Status, int Code) Told(ApiAnswer answer) => (answer.Status, answer.Code);
}
