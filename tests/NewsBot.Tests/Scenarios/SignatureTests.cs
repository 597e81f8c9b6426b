using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using MimeKit.Utils;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Digest;
using NewsBot.Tests.Digest.Mail;
using NewsBot.Tests.Support;
using NewsBot.Tests.Support.Labs;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>A signed digest goes through a real Postfix into a real mailbox, and programs of others judge the bytes that lie there.</summary>
public sealed class SignatureTests
{
    private const string Domain = "news.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Both_signatures_hold_for_dkimpy_after_a_real_relay()
    {
        using var keys = new DkimPair(Domain);
        var delivered = await DeliverAsync(keys);
        var (exitCode, output) = await VerifyAsync(keys, delivered);
        Assert.Equal((0, "rsa-sha256 pass\ned25519-sha256 pass\n"), (exitCode, output));

        // That it can say no: a sender who was put in, and a key that is another's.
        var forged = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(delivered).Replace("\r\nSubject: ", "\r\nFrom: x@evil.test\r\nSubject: ", StringComparison.Ordinal));
        Assert.Equal(1, (await VerifyAsync(keys, forged)).ExitCode);
        using var others = new DkimPair(Domain);
        Assert.Equal(1, (await VerifyAsync(others, delivered)).ExitCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task SpamAssassin_finds_a_digest_better_than_nothing()
    {
        using var keys = new DkimPair(Domain);
        var delivered = await DeliverAsync(keys);
        Assert.InRange(await ScoreAsync(delivered, "own relay"), -100, -0.1);

        // The same mail as a stranger's server hands it in: nothing then speaks for it but itself.
        var received = $"Received: from relay.news.example (relay.news.example [93.184.215.14]) by mx.readers.test (Postfix) with ESMTPS id 4F1; {DateUtils.FormatDate(TimeProvider.System.GetUtcNow())}\r\n";
        Assert.InRange(await ScoreAsync([.. Encoding.ASCII.GetBytes(received), .. delivered], "a stranger"), -100, -0.1);
    }

    private static async Task<(int ExitCode, string Output)> VerifyAsync(DkimPair keys, byte[] mail)
    {
        var records = keys.Write("records.txt", string.Concat(keys.Records.Select(record => $"{record.Key} {record.Value}\n")));
        var run = await Tool.RunAsync(Repository.Path("tests", "labs", "mail", "verify.py"), [records], mail, Ct);
        Assert.SkipWhen(run is null or { ExitCode: 3 }, $"dkimpy is not there: {run?.Errors}");
        return (run!.Value.ExitCode, run.Value.Output);
    }

    private static async Task<double> ScoreAsync(byte[] mail, string from)
    {
        // No network, no preferences of this account's.
        var run = await Tool.RunAsync("spamassassin", ["--local", "--test-mode", "--nocreate-prefs", "--prefspath=/dev/null"], mail, Ct);
        Assert.SkipWhen(run is null, "SpamAssassin is not there (apt-get install spamassassin)");
        Assert.True(run!.Value.ExitCode == 0, run.Value.Errors);
        var score = Regex.Match(run.Value.Output, @"^X-Spam-Status: .*?\bscore=(?<score>-?[0-9.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var points = Regex.Match(run.Value.Output, "^Content analysis details:.*", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Value;
        TestContext.Current.SendDiagnosticMessage($"SpamAssassin on a digest from {from}: {points}");
        return double.Parse(score.Groups["score"].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<byte[]> DeliverAsync(DkimPair keys)
    {
        var lab = await MailLab.SharedAsync();
        Assert.SkipWhen(lab.Reason is not null, lab.Reason ?? "");
        var address = MailLab.NewReader();
        var sender = new SenderOptions
        {
            From = new MailboxAddress("Zoë’s Northern Coast News", $"digest@{Domain}"),
            Site = new Uri($"https://{Domain}"),
            BounceAddress = $"bounces@{Domain}",
            Owner = $"newsroom@{Domain}",
            Signing = new(keys.Options, Domain),
        };
        var relay = new SmtpOptions { Host = lab.Host, Port = lab.SubmissionPort, User = lab.User, Password = lab.Password, CaFile = lab.CaFile };
        await using var world = await DigestWorld.CreateAsync();
        var message = await ComposeAsync(world, sender, address);
        await using (var transport = new SmtpTransport(relay, new FakeTimeProvider(Some.Monday)))
        {
            Assert.IsType<SendOutcome.Sent>(await transport.SendAsync(MimeBuilder.Envelope(message, sender, DigestWorld.Keys, 1), message, () => Task.CompletedTask, Ct));
        }

        return Assert.Single(await lab.ReadBytesAsync(address, 1, Ct));
    }

    private static async Task<MimeMessage> ComposeAsync(DigestWorld world, SenderOptions sender, string address)
    {
        var reader = await world.ReadersAsync(address, "water;law-enforcement");
        await world.PublishAsync(
            Some.Record("gauges.md", "New gauges at Hollin weir: Zoë’s “first”") with
            {
                Summary = "The painted board has company. " + new string('x', 1_500),
                Image = new("https://www.example.org/weir.jpg", "A white gauge board", "Elder Basin Water Authority"),
            },
            world.Water);
        await world.PublishAsync(Some.Record("plan.md", ".") with { Kind = "announcement", DeadlineAt = new(2026, 12, 11, 22, 0, 0, TimeSpan.Zero) }, world.Law);
        await world.OpenNextAsync();

        // Postfix writes down when it took the mail; one with a date of long ago would look like one that was held back.
        var edition = (await world.Db.ReadAsync(tx => EditionTable.NewestAsync(tx, "weekly")))! with { OpenedAt = TimeProvider.System.GetUtcNow() };
        return await world.Db.ReadAsync(async tx => new ComposeDigest(world.Templates, sender, DigestWorld.Keys).Run(
            await EditionTable.IssueAsync(tx, DigestWorld.Weekly, edition),
            reader,
            await SubscriberTable.FollowedAsync(tx, reader.Id, "weekly"))!);
    }
}
