using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using LocalDiscord = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Bot.Hosting;

/// <summary>
/// The main job with no account, token or server: sample content, a local Discord, a local mailbox, and between them the very worker that <c>run</c> starts.
/// 1. Start the sandbox, and the worker on a store of its own that is removed at the end.
/// 2. Two readers subscribe; the posts go out.
/// 3. The week ends now: the edition is opened, the mails go out.
/// 4. Stay, for people; or write what stands there, and end.
/// </summary>
internal static class Demo
{
    private const string Token = "demo-token";

    private const ulong DeskChannel = 1_200_000_000_000_000_009;
    private const ulong LobbyChannel = 1_200_000_000_000_000_010;

    /// <summary>The <c>--once</c> run gives up after this; it takes about ten seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(55);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private const string Readers =
        """
        address,topics,zone
        ana@readers.example,law-enforcement water,Europe/Lisbon
        ben@readers.example,water,Europe/Berlin
        """;

    private static readonly DemoTopic[] Topics =
    [
        new("law-enforcement", "Law Enforcement Partnerships", 1_200_000_000_000_000_001, 1_200_000_000_000_000_101, "#1f5fa8"),
        new("water", "Water Policy", 1_200_000_000_000_000_002, null, "#0f766e"),
    ];

    public static async Task RunAsync(string content, int port, string? once, CancellationToken ct)
    {
        var time = TimeProvider.System;
        await using var sandbox = await StartSandboxAsync(once is null ? port : 0, time, ct);
        var folder = Directory.CreateTempSubdirectory("newsbot-demo-");
        try
        {
            var options = OptionsCheck.Checked(OptionsFor(content, folder.FullName, sandbox));
            await RunWorker.RunAsync(options, time, LogLevel.Warning, (services, stop) => PlayAsync(options, services, sandbox, once, time, stop), ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SandboxServer> StartSandboxAsync(int port, TimeProvider time, CancellationToken ct)
    {
        SandboxServer sandbox;
        try
        {
            sandbox = await SandboxServer.StartAsync(new SandboxOptions { Port = port, Token = Token }, time, ct);
        }
        catch (IOException taken)
        {
            throw new OptionsException($"--port: cannot listen at {port}: {taken.Message} Choose another with --port.");
        }

        sandbox.Discord.AddChannel(DeskChannel, "news-desk", "Held items and alerts; staff only");
        sandbox.Discord.SetPermissions(DeskChannel, deny: Permissions.ViewChannel, holder: sandbox.Discord.GuildId);
        foreach (var holder in new[] { sandbox.Discord.BotId, LocalDiscord.NewsDesk })
        {
            sandbox.Discord.SetPermissions(DeskChannel, deny: Permissions.None, allow: Permissions.ViewChannel, holder);
        }

        sandbox.Discord.AddChannel(LobbyChannel, "lobby", "For everything else");
        foreach (var topic in Topics)
        {
            sandbox.Discord.AddChannel(topic.Channel, topic.Slug, topic.Name);
            if (topic.Role is { } role)
            {
                sandbox.Discord.AddRole(role, topic.Name, OptionsCheck.ColourOf(new TopicSection { Colour = topic.Colour })!.Value);
            }
        }

        return sandbox;
    }

    private static NewsBotOptions OptionsFor(string content, string folder, SandboxServer sandbox)
    {
        var pages = $"http://127.0.0.1:{FreePort()}";
        return new NewsBotOptions
        {
            Store = Path.Combine(folder, "newsbot.db"),
            Sources = new() { ["content"] = new SourceSection { Path = content, PostFirst = int.MaxValue, Fuse = int.MaxValue } },
            Topics = Topics.ToDictionary(topic => topic.Slug, topic => topic.Section()),
            Discord = new DiscordSection
            {
                Token = Token,
                Api = sandbox.DiscordApi.ToString(),
                Guild = Id(sandbox.Discord.GuildId),
                StaffRoles = [Id(LocalDiscord.NewsDesk)],
                Desk = Id(DeskChannel),
            },
            Mail = new MailSection { From = "NewsBot demo <digest@news.example.org>", Host = "127.0.0.1", Port = sandbox.SmtpPort, Security = "none", Owner = "newsroom@news.example.org" },
            Digests = new() { ["weekly"] = new DigestSection() },
            Web = new WebSection { Listen = pages, Url = pages, SecretFile = Path.Combine(folder, "newsbot.key") },
        };
    }

    private static async Task PlayAsync(NewsBotOptions options, IServiceProvider services, SandboxServer sandbox, string? once, TimeProvider time, CancellationToken stop)
    {
        var db = services.GetRequiredService<Db>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (once is null)
        {
            await Console.Out.WriteLineAsync($"NewsBot demo: {sandbox.Page}");
            await Console.Out.WriteLineAsync($"Readers' pages: {options.Web.Url}/t/{Topics[0].Slug}");
            await Console.Error.WriteLineAsync("The posts arrive now, the digest a few seconds later. Edit, add or delete files in the content folder and watch. Ctrl+C stops.");
        }
        else
        {
            limit.CancelAfter(Limit);
        }

        await ImportReadersAsync(db, LinkSecret.Read(options.Web.SecretFile), limit.Token);
        try
        {
            await SettledAsync(db, "discord", time, limit.Token);
            var problems = await OpenEditionAsync(DigestRoom.PlansOf(options)[0], services, db, time, limit.Token);
            if (problems.Count == 0)
            {
                await SettledAsync(db, "mail", time, limit.Token);
            }
            else if (once is not null)
            {
                throw new OptionsException([.. problems.Select(problem => $"--content: the digest is held: {problem}")]);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new OptionsException($"--content: not all was posted and mailed within {Limit.TotalSeconds:0} s; is there an item with one of the topics {string.Join(", ", Topics.Select(topic => topic.Slug))}?");
        }

        if (once is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
            return;
        }

        await WriteAsync(once, sandbox, stop);
        await Console.Error.WriteLineAsync($"{Path.GetFullPath(once)}: {sandbox.Mailbox.Mails.Count} mails and discord.json.");
    }

    private static async Task ImportReadersAsync(Db db, LinkKeys keys, CancellationToken ct)
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(Readers));
        await ImportSubscribers.RunAsync(db, keys, csv, "demo", "weekly", problem => throw new InvalidOperationException(problem.ToString()), ct);
    }

    // The week ends now, and not on Monday: nobody wants to wait for a demo. The worker's gate looks at editions that are due, so it is asked here.
    private static async Task<IReadOnlyList<string>> OpenEditionAsync(DigestPlan plan, IServiceProvider services, Db db, TimeProvider time, CancellationToken ct)
    {
        var problems = await services.GetRequiredService<CheckEdition>()(plan, time.GetUtcNow().AddSeconds(1), ct);
        await db.WriteAsync(
            tx => problems.Count > 0 ? GateTable.HoldAsync(tx, plan.Name, problems) : OpenEdition.RunAsync(tx, plan, new Period(tx.Now.AddDays(-7), tx.Now.AddSeconds(1))), ct);
        db.Nudges.WakeAll();
        return problems;
    }

    private static async Task SettledAsync(Db db, string lane, TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            var counts = (await db.ReadAsync(DeliveryList.CountsAsync, ct)).Where(count => count.Lane == lane).ToList();
            if (counts.Count > 0 && counts.All(count => count.State is not ("pending" or "sending" or "in_flight")))
            {
                return;
            }

            await Task.Delay(Look, time, ct);
        }
    }

    private static async Task WriteAsync(string folder, SandboxServer sandbox, CancellationToken ct)
    {
        var mails = Directory.CreateDirectory(Path.Combine(folder, "mail"));
        await File.WriteAllTextAsync(Path.Combine(folder, "discord.json"), sandbox.Discord.ExportJson(), ct);
        foreach (var (index, mail) in sandbox.Mailbox.Mails.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{index + 1:000}-{mail.EnvelopeTo[0].Split('@')[0]}.eml");
            await File.WriteAllBytesAsync(Path.Combine(mails.FullName, name), mail.Raw, ct);
        }
    }

    private static string Id(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed record DemoTopic(string Slug, string Name, ulong Channel, ulong? Role, string Colour)
    {
        public TopicSection Section() => new()
        {
            Name = Name,
            Channels = [Channel.ToString(CultureInfo.InvariantCulture)],
            Mention = Role?.ToString(CultureInfo.InvariantCulture),
            Colour = Colour,
        };
    }
}
