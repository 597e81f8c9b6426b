using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;

namespace NewsBot.Benchmarks;

/// <summary>One edition to many readers over SMTP: how many mails a second, and is anything lost or twice?</summary>
internal static class MailBenchmark
{
    private const int Items = 12;
    private const int Topics = 2;

    /// <summary>What the mailbox in this process keeps, and so what can be counted in it.</summary>
    private const int MostInProcess = 10_000;

    private const int WarmUp = 200;

    private static readonly DigestPlan Plan = new("weekly", new(DayOfWeek.Monday, new TimeOnly(7, 0)), TimeZoneInfo.Utc);

    private static readonly Option<int> Count = new("--count") { Description = "Readers", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<int> Sessions = new("--sessions") { Description = "SMTP connections at the same time", DefaultValueFactory = _ => new SmtpOptions().Connections };
    private static readonly Option<DnsEndPoint?> Sink = new("--sink") { Description = "HOST:PORT of an SMTP server that takes everything (default: a mailbox in this process)", CustomParser = ReadSink };

    private static readonly Option<bool> Signed = new("--signed") { Description = "Then the same with both DKIM signatures, and how fast that is beside it" };

    public static Command Create()
    {
        var command = new Command("mail", "Mails one edition to N readers") { Count, Sink, Sessions, Signed };
        command.SetAction(async (parsed, ct) =>
        {
            var (count, sink, sessions) = (parsed.GetValue(Count), parsed.GetValue(Sink), parsed.GetValue(Sessions));
            if (sink is null && count > MostInProcess)
            {
                await Console.Error.WriteLineAsync($"--count: the mailbox in this process keeps {MostInProcess} mails; name another with --sink HOST:PORT.");
                return 2;
            }

            if (!parsed.GetValue(Signed))
            {
                await RunAsync("mail", count, sink, sessions, null, null, ct);
                return 0;
            }

            // What is compiled on the way must not count for one of them alone.
            var signing = NewKeys();
            await RunAsync("mail-warm-up", WarmUp, sink, sessions, signing, null, ct);
            var plain = await RunAsync("mail", count, sink, sessions, null, null, ct);
            await RunAsync("mail-signed", count, sink, sessions, signing, plain, ct);
            return 0;
        });
        return command;
    }

    /// <param name="plain">What the same took without signatures.</param>
    /// <returns>Seconds from the first claim to the last mail's row.</returns>
    private static async Task<double> RunAsync(string name, int count, DnsEndPoint? sink, int sessions, Signing? signing, double? plain, CancellationToken ct)
    {
        await using var sandbox = sink is null ? await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, ct) : null;
        using var store = await BenchmarkStore.CreateAsync();
        var keys = new LinkKeys(RandomNumberGenerator.GetBytes(LinkKeys.SecretLength));
        await store.Db.WriteAsync(PublishAsync, ct);
        await ImportAsync(store.Db, keys, count, ct);
        var opening = Stopwatch.GetTimestamp();
        await store.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, Plan, new Period(tx.Now.AddDays(-7), tx.Now.AddSeconds(1))), ct);
        var openSeconds = Math.Round(Stopwatch.GetElapsedTime(opening).TotalSeconds, 2);

        var relay = new SmtpOptions { Host = sink?.Host ?? "127.0.0.1", Port = sink?.Port ?? sandbox!.SmtpPort, Security = SmtpSecurity.None, Connections = sessions };
        await using var transport = new SmtpTransport(relay, TimeProvider.System);
        var sender = new MailSender(store.Db, [Plan], Compose(keys, signing), transport);
        using var pump = new DeliveryPump(store.Db, new Lane("mail", sessions, sender.SendAsync) { InOrder = false }, "benchmark", TimeProvider.System, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);

        var measured = new Measured();
        var running = pump.RunAsync(stop.Token);
        await store.SettledAsync("mail");
        var seconds = measured.Seconds;
        var (lost, twice) = sandbox is null ? await CountSentAsync(store.Db, count, ct) : CountArrived(sandbox, count);
        double? toUnsigned = plain is null ? null : Math.Round(plain.Value / seconds, 3);
        measured.Print(name, count, lost, twice, new { sessions, openSeconds, toUnsigned, counted = sandbox is null ? "in the store" : "at the sink" });
        await stop.CancelAsync();
        await running;
        return seconds;
    }

    private static Signing NewKeys()
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-dkim-");
        try
        {
            return new(new DkimOptions { Rsa = Key("r2026", DkimKeyFile.NewRsa().Pem), Ed25519 = Key("e2026", DkimKeyFile.NewEd25519().Pem) }, "news.example.org");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        DkimKey Key(string selector, string pem)
        {
            var path = Path.Combine(folder.FullName, selector);
            File.WriteAllText(path, pem);
            return new(selector, path);
        }
    }

    private static ComposeDigest Compose(LinkKeys keys, Signing? signing)
    {
        var sender = new SenderOptions
        {
            From = new MailboxAddress("NewsBot", "digest@news.example.org"),
            Site = new Uri("https://news.example.org"),
            BounceAddress = "bounces@news.example.org",
            Owner = "newsroom@news.example.org",
            Signing = signing,
        };
        return new ComposeDigest(new Templates(Path.Combine(AppContext.BaseDirectory, "templates")), sender, keys);
    }

    private static async Task PublishAsync(Tx tx)
    {
        var topics = new List<long>();
        for (var n = 0; n < Topics; n++)
        {
            topics.Add(await TopicTable.PutAsync(tx, $"topic-{n}", $"Topic {n}"));
        }

        for (var n = 0; n < Items; n++)
        {
            var record = new Record
            {
                ExternalId = $"{n}",
                Where = $"{n}",
                Title = $"Item {n}: what happened, in one line",
                Url = $"https://news.example.org/{n}",
                Summary = "One sentence that says what happened, where, and to whom. Another that says what comes next.",
                ContentHash = $"{n}",
            };
            var item = await ItemTable.InsertAsync(tx, "benchmark", record, ItemState.Public, tx.Now);
            await ItemTable.SetTopicsAsync(tx, item.Id, [topics[n % Topics]]);
        }
    }

    private static async Task ImportAsync(Db db, LinkKeys keys, int count, CancellationToken ct)
    {
        var lines = Enumerable.Range(0, count).Select(n => $"{Address(n)},topic-0 topic-1\n");
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("address,topics\n" + string.Concat(lines)));
        await ImportSubscribers.RunAsync(db, keys, csv, "readers.csv", Plan.Name, problem => throw new InvalidDataException(problem.ToString()), ct);
    }

    private static string Address(int n) => $"reader{n}@readers.example";

    private static (int Lost, int Twice) CountArrived(SandboxServer sandbox, int count)
    {
        var arrived = sandbox.Mailbox.Mails.CountBy(mail => mail.EnvelopeTo[0]).ToDictionary(StringComparer.Ordinal);
        return (Enumerable.Range(0, count).Count(n => !arrived.ContainsKey(Address(n))), arrived.Values.Sum(mails => mails - 1));
    }

    // Nobody but a sink knows what arrived: this is what the relay acknowledged, and what went out to its final dot more than once.
    private static async Task<(int Lost, int Twice)> CountSentAsync(Db db, int count, CancellationToken ct)
    {
        var sent = await db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from deliveries where lane = 'mail' and state = 'sent'"), ct);
        var twice = await db.ReadAsync(
            tx => tx.FirstAsync<int>("select count(*) from (select delivery_id from attempts where phase = 'in_flight' group by delivery_id having count(*) > 1) repeated"), ct);
        return (count - sent, twice);
    }

    private static DnsEndPoint? ReadSink(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var colon = text.LastIndexOf(':');
        if (colon > 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
        {
            return new DnsEndPoint(text[..colon], port);
        }

        result.AddError($"--sink: \"{text}\" is not HOST:PORT, such as 127.0.0.1:2525.");
        return null;
    }
}
