using NewsBot.Newsroom.Deliveries;
using NewsBot.Sandbox;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program meets what goes wrong on real machines: it says what and where, loses nothing, and does not fall over.</summary>
[Collection(nameof(Alone))]
public sealed class TroubleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_second_process_on_the_same_store_refuses_to_start_and_names_the_first()
    {
        await using var room = await RoomAsync();
        using var first = room.Start();
        await first.Running;
        var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "run");
        Assert.Equal(1, exitCode);
        Assert.Contains($"is in use by process {first.Id} on ", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_port_in_use_is_named_with_its_key()
    {
        await using var room = await RoomAsync();
        room.Configure(options => options["web"] = new { listen = room.Sandbox.Page.GetLeftPart(UriPartial.Authority), url = "https://news.example.org" });
        var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "run");
        Assert.Equal(1, exitCode);
        Assert.Contains("web.listen: cannot listen at http://127.0.0.1:", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_missing_templates_folder_is_an_error_at_start()
    {
        await using var room = await RoomAsync();
        room.Configure(options => options["templates"] = "no-such-folder");
        var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "run");
        Assert.Equal(1, exitCode);
        Assert.Contains(Path.Combine(room.Folder, "no-such-folder"), stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task An_unknown_key_and_a_wrong_command_have_their_exit_codes()
    {
        await using var room = await RoomAsync();
        room.Configure(options => options["stroe"] = "x.db");
        Assert.Equal((1, true), await SaysAsync("did you mean \"store\"?", "run"));
        Assert.Equal((2, true), await SaysAsync("digset", "digset"));
        Assert.Equal((2, true), await SaysAsync("'gone' not recognized", "deliveries", "list", "--state", "gone"));

        async Task<(int, bool)> SaysAsync(string text, params string[] arguments)
        {
            var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, arguments);
            return (exitCode, stderr.Contains(text, StringComparison.Ordinal));
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task A_store_that_may_not_be_written_is_an_error_at_start()
    {
        await using var room = await RoomAsync();
        await using var disk = await SmallDisk.MountAsync(room.Folder);
        room.Configure(options => options["store"] = "disk/newsbot.db");
        Assert.Equal(0, (await NewsBotProcess.RunAsync(room.Folder, Ct, "migrate")).ExitCode);
        await disk.MakeReadOnlyAsync();
        foreach (var command in new[] { "run", "migrate" })
        {
            var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, command);
            Assert.Equal(1, exitCode);
            Assert.Contains($"store: {disk.Path}/newsbot.db", stderr, StringComparison.Ordinal);
            Assert.Contains("write access", stderr, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task A_full_disk_stops_nothing_for_good()
    {
        await using var room = await RoomAsync();
        await using var disk = await SmallDisk.MountAsync(room.Folder);
        room.Configure(options => options["store"] = "disk/newsbot.db");
        room.Write("first.md", "First", "topic-0");
        using var process = room.Start();
        await process.Running;
        await room.Sandbox.Discord.WaitForChannelAsync(ScenarioRoom.Channels[0], messages => messages.Count == 1, Ct);

        await disk.FillAsync(Ct);
        room.Write("second.md", new string('x', 900), "topic-0", new string('y', 20_000));
        await process.SaysAsync("disk is full", Ct);
        disk.Free();
        room.Write("third.md", "Third", "topic-0");
        await room.Sandbox.Discord.WaitForChannelAsync(ScenarioRoom.Channels[0], messages => messages.Count == 3, Ct);
        Assert.Equal(0, await process.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_wrong_token_stops_at_the_first_answer_and_keeps_what_is_owed()
    {
        await using var room = await RoomAsync();
        room.Configure(options => options["discord"] = new { token = "quite-another-token", api = room.Sandbox.DiscordApi });
        room.Write("first.md", "First", "topic-0");
        room.Write("second.md", "Second", "topic-1");
        using var process = room.Start();
        await process.SaysAsync("discord is down: Discord rejects the bot token (401)", Ct);
        await process.SaysAsync("discord is down: Discord rejects the bot token (401)", Ct, times: 2); // It tried again, without the network.
        Assert.Single(room.Sandbox.Discord.Requests);
        Assert.DoesNotContain("quite-another-token", process.Stderr, StringComparison.Ordinal);
        await process.StopAsync(Ct);
        Assert.All(await room.ReadAsync(tx => DeliveryList.NewestAsync(tx, null, null, 10)), row => Assert.Equal((DeliveryState.Pending, 0), (row.State, row.Attempt)));

        var (_, _, status) = await NewsBotProcess.RunAsync(room.Folder, Ct, "deliveries", "list");
        Assert.Contains("discord is down since", status, StringComparison.Ordinal);
        room.Configure();
        using var mended = room.Start();
        await room.Sandbox.Discord.WaitForMessageAsync(message => message.ChannelId == ScenarioRoom.Channels[1], Ct);
    }

    [Fact(Timeout = 180_000)]
    public async Task Broken_files_are_reported_with_their_place_and_the_others_go_out()
    {
        await using var room = await RoomAsync();
        room.Write("good.md", "Good news", "topic-0");
        room.Write("unknown-topic.md", "Good news about nothing known", "topic-0, topik-1");
        File.WriteAllText(Path.Combine(room.Folder, "content", "broken.md"), "---\ntitle: [never closed\ntopics: [topic-0]\n---\nText.\n");
        File.WriteAllText(Path.Combine(room.Folder, "content", "twin-a.md"), "---\ntitle: Twin A\nid: twin\ntopics: [topic-0]\n---\nText.\n");
        File.WriteAllText(Path.Combine(room.Folder, "content", "twin-b.md"), "---\ntitle: Twin B\nid: twin\ntopics: [topic-0]\n---\nText.\n");
        File.WriteAllText(Path.Combine(room.Folder, "content", "no-picture.md"), "---\ntitle: No picture\nimage: missing.jpg\ntopics: [topic-0]\n---\nText.\n");
        room.Write("long.md", new string('L', 10_000), "topic-0");
        room.Write("hostile.md", "@everyone **x** [y](https://evil.example) <@&1200000000000000101>", "topic-0");
        using var process = room.Start();
        await room.Sandbox.Discord.WaitForChannelAsync(ScenarioRoom.Channels[0], messages => messages.Count == 5, Ct);
        foreach (var says in new[] { "broken.md:", "unknown topic \"topik-1\"; did you mean \"topic-1\"?", "twin-a.md", "twin-b.md", "missing.jpg" })
        {
            await process.SaysAsync(says, Ct);
        }

        Assert.All(room.Sandbox.Discord.Messages(ScenarioRoom.Channels[0]), message => Assert.False(message.MentionEveryone || message.MentionRoles.Count > 0));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_run_without_anything_to_do_says_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-empty-");
        try
        {
            using var process = NewsBotProcess.Start(folder.FullName, ["run"], environment: new Dictionary<string, string> { ["NEWSBOT_WEB__LISTEN"] = $"http://127.0.0.1:{ScenarioRoom.FreePort()}" });
            await process.Running;
            Assert.Contains("nothing is watched", process.Stderr, StringComparison.Ordinal);
            Assert.Equal(0, await process.StopAsync(Ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ScenarioRoom> RoomAsync()
    {
        var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 100, Global = 500 }, Ct);
        room.Configure();
        return room;
    }
}
