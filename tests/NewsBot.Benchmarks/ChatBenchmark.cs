using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Chat;
using NewsBot.Bot.Hosting;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;

namespace NewsBot.Benchmarks;

/// <summary>
/// Items to channels of a local Discord that keeps its limits, one that no header names among them, and that renames its buckets on
/// the way: how near to what the limits allow, and is anything lost or twice?
/// </summary>
internal static class ChatBenchmark
{
    private static readonly Option<int> Items = new("--items") { DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Channels = new("--channels") { DefaultValueFactory = _ => 10 };

    public static Command Create()
    {
        var command = new Command("chat", "Posts N items, spread over C channels") { Items, Channels };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(Items), parsed.GetValue(Channels), ct));
        return command;
    }

    private static async Task<int> RunAsync(int items, int channels, CancellationToken ct)
    {
        var limits = new ChannelLimits { Hidden = new Quota(30, TimeSpan.FromMinutes(1)) };
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Limits = limits }, TimeProvider.System, ct);
        using var store = await BenchmarkStore.CreateAsync();
        var ids = Enumerable.Range(1, channels).Select(n => 1_200_000_000_000_000_000UL + (ulong)n).ToList();
        await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [.. ids.Select((id, n) => Topic(sandbox, id, n))]), ct);
        await new Watcher(store.Db, new ListSource(items, channels), new SourceOptions { PostFirst = items }, "benchmark", TimeProvider.System, NullLogger.Instance).RunOnceAsync(ct);

        using var rest = new DiscordRest(new DiscordOptions { Token = "sandbox-token", Api = sandbox.DiscordApi }, TimeProvider.System);
        var chat = new DiscordChat(new ChannelMessages(rest, TimeProvider.System));
        using var pump = new DeliveryPump(store.Db, new Lane(chat.Name, DiscordRoom.ChatConcurrency, new ChatSender(store.Db, chat, TimeProvider.System).SendAsync), "benchmark", TimeProvider.System, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);

        var measured = new Measured();
        var running = pump.RunAsync(stop.Token);
        var renamed = RenameBucketsAsync(sandbox, items * 3 / 4, stop.Token);
        await store.SettledAsync(chat.Name);
        var seconds = measured.Seconds;
        var urls = ids.SelectMany(id => sandbox.Discord.Messages(id)).Select(message => message.Embeds[0].GetProperty("url").GetString()).ToList();
        var distinct = urls.Distinct(StringComparer.Ordinal).Count();
        var answers = sandbox.Discord.Requests;
        var throttled = answers.Count(request => request.Status == 429);
        var allowed = Allowed(items, channels, limits);
        measured.Print("chat", items, items - distinct, urls.Count - distinct, new
        {
            posts = urls.Count,
            answers429 = throttled,
            share429 = Math.Round(throttled / (double)answers.Count, 4),
            allowedSeconds = Math.Round(allowed, 1),
            ratio = Math.Round(seconds / allowed, 2),
        });
        await stop.CancelAsync();
        await running;
        await renamed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    // Late, since it makes every window fresh: before it the hidden limit must be met. It frees at most one window of a channel.
    private static async Task RenameBucketsAsync(SandboxServer sandbox, int after, CancellationToken ct)
    {
        while (sandbox.Discord.Requests.Count < after)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }

        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.BucketRenamed) { Method = "POST", Times = 1 });
    }

    /// <summary>When the last post may go, if all channels begin at once: each window opens with its first post, the global limit counts them all.</summary>
    private static double Allowed(int items, int channels, ChannelLimits limits)
    {
        var last = ((items + channels - 1) / channels) - 1;
        var perChannel = last / limits.PerChannel * limits.Window.TotalSeconds;
        if (limits.Hidden is { } hidden)
        {
            perChannel = Math.Max(perChannel, (last / hidden.Requests * hidden.Window.TotalSeconds) + (last % hidden.Requests / limits.PerChannel * limits.Window.TotalSeconds));
        }

        return Math.Max(Math.Max(perChannel, (items - 1) / (double)limits.Global), 1);
    }

    private static WantedTopic Topic(SandboxServer sandbox, ulong id, int n)
    {
        sandbox.Discord.AddChannel(id, $"topic-{n}");
        return new WantedTopic($"topic-{n}", $"Topic {n}", new Dictionary<string, string> { [id.ToString(CultureInfo.InvariantCulture)] = "{}" });
    }

    private sealed class ListSource(int items, int channels) : IContentSource
    {
        public string Name => "list";

        public Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
        {
            var records = Enumerable.Range(0, items).Select(n => new Record
            {
                ExternalId = $"{n}",
                Where = $"{n}",
                Title = $"Item {n}",
                Url = $"https://news.example.org/{n}",
                Summary = "One sentence that says what happened.",
                Topics = [$"topic-{n % channels}"],
                ContentHash = $"{n}",
            });
            return Task.FromResult(new ContentPage([.. records], [], null, Complete: true));
        }
    }
}
