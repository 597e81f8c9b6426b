using NewsBot.Newsroom.Items;
using NewsBot.Sandbox;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary><c>newsbot routes</c> as other programs rely on it.</summary>
public sealed class RoutesCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task What_was_exported_is_changed_shown_and_applied()
    {
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits(), Ct);
        room.Configure();
        var first = Write(room, $$"""{ "topics": { "harbour": { "name": "Harbour", "routes": [{ "channel": "{{ScenarioRoom.Channels[0]}}", "filter": "storm" }] } } }""");

        var (exitCode, stdout, stderr) = await RunAsync(room, "routes", "apply", first);
        Assert.Equal((2, $"+ topic harbour: \"Harbour\"\n+ harbour -> channel {ScenarioRoom.Channels[0]}: filter \"storm\""), (exitCode, stdout));
        Assert.Contains("Add --yes", stderr, StringComparison.Ordinal);
        Assert.Empty(await room.ReadAsync(TopicTable.RoutesAsync));

        (exitCode, _, stderr) = await RunAsync(room, "routes", "apply", first, "--yes");
        Assert.True(exitCode == 0, stderr);
        Assert.Equal("storm", Assert.Single(await room.ReadAsync(TopicTable.RoutesAsync)).Filter);

        (_, var exported, _) = await RunAsync(room, "routes", "export");
        (exitCode, stdout, stderr) = await RunAsync(room, "routes", "apply", Write(room, exported));
        Assert.Equal((0, ""), (exitCode, stdout));
        Assert.Contains("Nothing to change", stderr, StringComparison.Ordinal);

        (exitCode, stdout, stderr) = await RunAsync(room, "routes", "apply", Write(room, exported.Replace("storm", "storm or", StringComparison.Ordinal)), "--yes");
        Assert.Equal((1, ""), (exitCode, stdout));
        Assert.Contains("topics.harbour.routes.0.filter: at character 9: nothing stands after or", stderr, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(room, "routes", "apply")).ExitCode);
    }

    private static async Task<(int ExitCode, string Stdout, string Stderr)> RunAsync(ScenarioRoom room, params string[] arguments)
    {
        var (exitCode, stdout, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, arguments);
        return (exitCode, stdout.Trim(), stderr);
    }

    private static string Write(ScenarioRoom room, string text)
    {
        var path = Path.Combine(room.Folder, "routes.jsonc");
        File.WriteAllText(path, text);
        return path;
    }
}
