using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;

namespace NewsBot.Tests.Scenarios;

/// <summary>A folder with a configuration, content and a store, beside a sandbox, for the real program to run in.</summary>
internal sealed class ScenarioRoom : IAsyncDisposable
{
    public const string Token = "scenario-token";

    public static readonly ulong[] Channels = [1_200_000_000_000_000_001, 1_200_000_000_000_000_002, 1_200_000_000_000_000_003, 1_200_000_000_000_000_004];

    private ScenarioRoom(string folder, SandboxServer sandbox)
    {
        Folder = folder;
        Sandbox = sandbox;
    }

    public string Folder { get; }

    public SandboxServer Sandbox { get; }

    public string Store => Path.Combine(Folder, "newsbot.db");

    public static async Task<ScenarioRoom> CreateAsync(ChannelLimits limits, CancellationToken ct)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Token = Token, Limits = limits }, TimeProvider.System, ct);
        foreach (var (index, channel) in Channels.Index())
        {
            sandbox.Discord.AddChannel(channel, $"topic-{index}");
        }

        var room = new ScenarioRoom(Directory.CreateTempSubdirectory("newsbot-scenario-").FullName, sandbox);
        Directory.CreateDirectory(Path.Combine(room.Folder, "content"));
        return room;
    }

    /// <summary>Writes <c>newsbot.json</c>: a topic for each channel, and what <paramref name="change"/> makes of the rest.</summary>
    public void Configure(Action<Dictionary<string, object>>? change = null)
    {
        var pages = $"http://127.0.0.1:{FreePort()}";
        var options = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sources"] = new { content = new { path = "content", postFirst = 100_000, fuse = 100_000 } },
            ["topics"] = Channels.Index().ToDictionary(
                pair => $"topic-{pair.Index}",
                pair => new { name = $"Topic {pair.Index}", channels = new[] { pair.Item.ToString(CultureInfo.InvariantCulture) } }),
            ["discord"] = new { token = Token, api = Sandbox.DiscordApi },
            ["mail"] = new { from = "NewsBot <digest@news.example.org>", host = "127.0.0.1", port = Sandbox.SmtpPort, security = "none" },
            ["web"] = new { listen = pages, url = pages },
        };
        change?.Invoke(options);
        File.WriteAllText(Path.Combine(Folder, "newsbot.json"), JsonSerializer.Serialize(options));
    }

    public void Write(string name, string title, string topics, string body = "What happened, in one paragraph.") =>
        File.WriteAllText(
            Path.Combine(Folder, "content", name),
            $"---\ntitle: \"{title}\"\ndate: 2026-11-20T10:00:00Z\ntopics: [{topics}]\nlink: https://news.example.org/{name}\n---\n{body}\n");

    public NewsBotProcess Start() => NewsBotProcess.Start(Folder, ["run"]);

    public Task<T> ReadAsync<T>(Func<Tx, Task<T>> read)
    {
        var db = new Db(Dialect.Sqlite(Store), TimeProvider.System);
        return db.ReadAsync(read);
    }

    /// <summary>Returns when nothing is owed any more in <paramref name="lane"/>, and at least <paramref name="rows"/> rows are there.</summary>
    public async Task SettledAsync(string lane, int rows, CancellationToken ct)
    {
        while (true)
        {
            var counts = (await ReadAsync(DeliveryList.CountsAsync)).Where(count => count.Lane == lane).ToList();
            if (counts.Sum(count => count.Count) >= rows && counts.All(count => count.State is not ("pending" or "sending" or "in_flight")))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
