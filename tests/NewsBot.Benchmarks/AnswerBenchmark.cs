using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NewsBot.Bot.Hosting;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using LocalDiscord = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Benchmarks;

/// <summary>How soon staff are answered by the whole worker while posts are queued and one channel is limited.</summary>
internal static class AnswerBenchmark
{
    private const int ChannelCount = 5;

    /// <summary>Between two commands, so that they meet many moments of the posting.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const ulong FirstChannel = 1_200_000_000_000_000_001;

    private static readonly string[] Asked = ["status", "topics", "news list", "delivery list", "topic list"];

    private static readonly Option<int> Items = new("--items") { DefaultValueFactory = _ => 500 };
    private static readonly Option<int> Commands = new("--commands") { DefaultValueFactory = _ => 300 };

    public static Command Create()
    {
        var command = new Command("answer", "Asks N commands while M items are on their way") { Items, Commands };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(Items), parsed.GetValue(Commands), ct));
        return command;
    }

    private static async Task<int> RunAsync(int items, int commands, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-benchmark-");
        try
        {
            await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, ct);
            var content = folder.CreateSubdirectory("content").FullName;
            for (var n = 0; n < items; n++)
            {
                await File.WriteAllTextAsync(Path.Combine(content, $"{n}.md"), $"---\ntitle: Item {n}\ndate: 2026-11-20T10:00:00Z\ntopics: [topic-{n % ChannelCount}]\n---\nWhat happened.\n", ct);
            }

            Prepare(sandbox);
            await RunWorker.RunAsync(Options(folder.FullName, content, sandbox), TimeProvider.System, LogLevel.Error, (services, stop) => AskAsync(services.GetRequiredService<Db>(), sandbox, commands, stop), ct);
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static void Prepare(SandboxServer sandbox)
    {
        for (var n = 0UL; n < ChannelCount; n++)
        {
            sandbox.Discord.AddChannel(FirstChannel + n, $"topic-{n}");
        }
    }

    private static NewsBotOptions Options(string folder, string content, SandboxServer sandbox) => new()
    {
        Store = Path.Combine(folder, "newsbot.db"),
        Sources = new() { ["content"] = new SourceSection { Path = content, PostFirst = int.MaxValue, Fuse = int.MaxValue } },
        Topics = Enumerable.Range(0, ChannelCount).ToDictionary(n => $"topic-{n}", n => new TopicSection { Name = $"Topic {n}", Channels = [Text(FirstChannel + (ulong)n)] }),
        Discord = new DiscordSection { Token = "sandbox-token", Api = sandbox.DiscordApi.ToString(), Guild = Text(sandbox.Discord.GuildId), StaffRoles = [Text(LocalDiscord.NewsDesk)] },
        Web = new WebSection { Listen = "http://127.0.0.1:0", SecretFile = Path.Combine(folder, "newsbot.key") },
    };

    private static async Task AskAsync(Db db, SandboxServer sandbox, int commands, CancellationToken ct)
    {
        await sandbox.Discord.Interactions.WaitForCommandAsync("status", ct);
        while ((await OneAsync(sandbox, "topics", ct)).Failed)
        {
            // The gateway connects beside the registration.
        }

        // Posts are under way, and from here on one channel takes none.
        await sandbox.Discord.WaitForChannelAsync(FirstChannel, posts => posts.Count >= 5, ct);
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.LimitedUser) { Channel = FirstChannel, Wait = TimeSpan.FromSeconds(4) });
        var measured = new Measured();
        var queued = await PendingAsync(db, ct);
        var times = new List<(double First, double Whole)>(commands);
        for (var n = 0; n < commands; n++)
        {
            var (_, first, whole) = await OneAsync(sandbox, Asked[n % Asked.Length], ct);
            times.Add((first, whole));
            await Task.Delay(Pause, TimeProvider.System, ct);
        }

        measured.Print("answer", commands, 0, 0, new
        {
            queuedAtStart = queued,
            queuedAtEnd = await PendingAsync(db, ct),
            firstP50 = Percentile(times.Select(time => time.First), 0.50),
            firstP99 = Percentile(times.Select(time => time.First), 0.99),
            wholeP50 = Percentile(times.Select(time => time.Whole), 0.50),
            wholeP99 = Percentile(times.Select(time => time.Whole), 0.99),
        });
    }

    private static async Task<(bool Failed, double First, double Whole)> OneAsync(SandboxServer sandbox, string command, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var act = await sandbox.Discord.Interactions.RunCommandAsync(LocalDiscord.Nadia, FirstChannel, command, ct: ct);
        await act.WaitForCallbackAsync(ct);
        var first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (!act.Failed)
        {
            await act.WaitForReplyAsync(message => message.Content.Length > 0, ct);
        }

        return (act.Failed, first, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static async Task<long> PendingAsync(Db db, CancellationToken ct) =>
        (await db.ReadAsync(DeliveryList.CountsAsync, ct)).Where(count => count.State is "pending" or "sending").Sum(count => count.Count);

    /// <summary>Milliseconds.</summary>
    private static double Percentile(IEnumerable<double> times, double share)
    {
        var ordered = times.Order().ToList();
        return Math.Round(ordered[Math.Min(ordered.Count - 1, (int)(ordered.Count * share))], 1);
    }

    private static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
