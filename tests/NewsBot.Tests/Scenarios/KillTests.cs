using System.Globalization;
using NewsBot.Digest.Editions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalMailbox;
using NewsBot.Tests.Support;
using Xunit;
using LocalDiscord = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program, killed again and again while everything that can fail fails.</summary>
[Collection(nameof(Alone))]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Items = 200;
    private const int Readers = 500;
    private const int Kills = 30;

    /// <summary><c>mail.connections</c>: at most this many mails are between the final dot and its reply when the process dies.</summary>
    private const int Connections = 4;

    [Fact(Timeout = 480_000)]
    public async Task Thirty_kills_lose_nothing_and_repeat_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 25, Window = TimeSpan.FromSeconds(5), Global = 50 }, ct);
        for (var n = 0; n < Items; n++)
        {
            room.Write($"item-{n:000}.md", $"Item {n}", TopicsOf(n));
        }

        await File.WriteAllLinesAsync(
            Path.Combine(room.Folder, "readers.csv"),
            ["address,topics", .. Enumerable.Range(0, Readers).Select(n => $"reader{n}@readers.example,topic-{n % 4}")],
            ct);
        var now = DateTime.UtcNow;
        var opens = now.AddMinutes(now.Second < 40 ? 1 : 2);
        room.Configure(options => options["digests"] = new { weekly = new { at = opens.ToString("dddd HH:mm", CultureInfo.InvariantCulture), zone = "UTC" } });
        await ImportAsync(room, ct);
        await MarkBeginningAsync(room, opens);
        Misbehave(room.Sandbox);

        var kills = await KillAsync(room, ct);
        using (var last = room.Start())
        {
            await last.Running;
            await room.SettledAsync("discord", Enumerable.Range(0, Items).Sum(ChannelsOf), ct);
            await room.SettledAsync("mail", Readers, ct);
            Assert.Equal(0, await last.StopAsync(ct));
        }

        AssertPosts(room.Sandbox.Discord);
        await AssertMailsAsync(room, kills);
    }

    private static async Task ImportAsync(ScenarioRoom room, CancellationToken ct)
    {
        var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, ct, "readers", "import", "readers.csv");
        Assert.True(exitCode == 0, stderr);
    }

    // The worker marks where the first period begins when it first sees the plan; here it might be killed until the minute is over.
    private static async Task MarkBeginningAsync(ScenarioRoom room, DateTime opens)
    {
        using var db = new Db(Dialect.Sqlite(room.Store), TimeProvider.System);
        var plan = new DigestPlan("weekly", new Schedule(opens.DayOfWeek, TimeOnly.FromDateTime(opens)), TimeZoneInfo.Utc);
        Assert.Null(await db.WriteAsync(tx => OpenEdition.RunAsync(tx, plan)));
    }

    private static void Misbehave(SandboxServer sandbox)
    {
        sandbox.Discord.Faults.Seed(1);
        foreach (var kind in new[] { DiscordFaultKind.LimitedUser, DiscordFaultKind.LimitedShared, DiscordFaultKind.LimitedGlobal, DiscordFaultKind.ErrorBefore, DiscordFaultKind.ErrorAfter, DiscordFaultKind.DropBefore, DiscordFaultKind.DropAfter })
        {
            sandbox.Discord.Faults.Add(new DiscordFault(kind) { Probability = 0.03, Wait = TimeSpan.FromMilliseconds(300) });
        }

        sandbox.Mailbox.Faults.Seed(1);
        sandbox.Mailbox.Faults.Add(new MailFault(MailFaultKind.CloseBeforeDot) { Probability = 0.02 });
        sandbox.Mailbox.Faults.Add(new MailFault(MailFaultKind.CloseAfterDot) { Probability = 0.01 });
        sandbox.Mailbox.Faults.Add(new MailFault(MailFaultKind.RefuseRecipient) { Probability = 0.02 });
        sandbox.Mailbox.Faults.Add(new MailFault(MailFaultKind.Delay) { Wait = TimeSpan.FromMilliseconds(60) });
    }

    // At least thirty kills, and on until the mails have been under way for a while.
    private async Task<int> KillAsync(ScenarioRoom room, CancellationToken ct)
    {
        var random = new Random(1);
        var kills = 0;
        while (kills < Kills || (room.Sandbox.Mailbox.Received < Readers / 2 && kills < Kills * 3))
        {
            using var process = room.Start();
            await Task.WhenAny(process.Running, Task.Delay(TimeSpan.FromSeconds(20), ct));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 2500)), ct);
            await process.KillAsync();
            kills++;
            output.WriteLine($"kill {kills}: {ScenarioRoom.Channels.Sum(channel => room.Sandbox.Discord.Messages(channel).Count)} posts, {room.Sandbox.Mailbox.Received} mails");
        }

        return kills;
    }

    private static void AssertPosts(LocalDiscord discord)
    {
        for (var index = 0; index < ScenarioRoom.Channels.Length; index++)
        {
            var expected = Enumerable.Range(0, Items).Where(n => TopicsOf(n).Contains($"topic-{index}", StringComparison.Ordinal)).Select(n => $"https://news.example.org/item-{n:000}.md");
            var stands = discord.Messages(ScenarioRoom.Channels[index]).Select(message => message.Embeds[0].GetProperty("url").GetString());
            Assert.Equal(expected.Order(StringComparer.Ordinal), stands.Order(StringComparer.Ordinal));
        }
    }

    private async Task AssertMailsAsync(ScenarioRoom room, int kills)
    {
        var got = room.Sandbox.Mailbox.Mails.CountBy(mail => mail.EnvelopeTo[0]).ToDictionary();
        var doubtful = (await room.ReadAsync(tx => tx.QueryAsync<string>(
            "select s.address from deliveries d join subscribers s on cast(s.id as text) = d.address where d.lane = 'mail' and d.state = 'doubtful'"))).ToHashSet();
        output.WriteLine($"{kills} kills, {doubtful.Count} doubtful, {got.Values.Count(count => count > 1)} twice");
        Assert.InRange(doubtful.Count, 0, kills * Connections);
        for (var n = 0; n < Readers; n++)
        {
            var address = $"reader{n}@readers.example";
            var count = got.GetValueOrDefault(address);
            Assert.True(count == 1 || (count == 0 && doubtful.Contains(address)), $"{address} has {count} mails and is {(doubtful.Contains(address) ? "" : "not ")}doubtful");
        }

        Assert.DoesNotContain(await room.ReadAsync(DeliveryList.CountsAsync), count => count.State is "dead" or "held");
    }

    private static string TopicsOf(int n) => n % 5 == 0 ? $"topic-{n % 4}, topic-{(n + 1) % 4}" : $"topic-{n % 4}";

    private static int ChannelsOf(int n) => n % 5 == 0 ? 2 : 1;
}
