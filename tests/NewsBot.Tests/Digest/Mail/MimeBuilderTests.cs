using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>The header of a digest, line by line.</summary>
public sealed class MimeBuilderTests : IAsyncLifetime, IDisposable
{
    private readonly DkimPair keys = new();
    private DigestWorld world = null!;
    private Subscriber anna = null!;
    private Issue issue = null!;
    private IReadOnlyList<Followed> followed = [];

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync();
        anna = await world.ReadersAsync("anna@example.org", "water;law-enforcement");
        await world.PublishAsync("New gauges at Hollin weir", world.Water);
        await world.OpenNextAsync();
        (issue, followed) = await world.Db.ReadAsync(async tx => (
            await EditionTable.IssueAsync(tx, DigestWorld.Weekly, (await EditionTable.NewestAsync(tx, "weekly"))!),
            await SubscriberTable.FollowedAsync(tx, anna.Id, "weekly")));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    public void Dispose() => keys.Dispose();

    [Fact]
    public void A_signed_digest_has_every_header_and_no_other()
    {
        var header = HeaderOf(MimeBuilder.Bytes(Compose(Sender())));

        // The keys are new each time, and the text has a test of its own.
        Golden.Matches("Digest/signed-header.eml", Regex.Replace(header, @"(?<=\bbh?=)[A-Za-z0-9+/=\s]+?(?=;|\r\n\S)", "…", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.All(header.Split("\r\n"), line => Assert.InRange(line.Length, 1, 998));
    }

    [Theory]
    [InlineData("From", @"Northern Coast News <digest@news\.example\.org>")]
    [InlineData("Reply-To", @"owner@news\.example\.org")]
    [InlineData("To", @"anna@example\.org")]
    [InlineData("Date", @"Mon, 23 Nov 2026 07:00:01 \+0100")]
    [InlineData("Message-Id", @"<digest\.2026-W47\.[0-9a-f]{20}@news\.example\.org>")]
    [InlineData("Content-Language", "en")]
    [InlineData("List-Id", @"Weekly digest <weekly\.digest\.news\.example\.org>")]
    [InlineData("List-Unsubscribe", @"<https://news\.example\.org/u/([A-Za-z0-9_-]{36})>, <mailto:owner@news\.example\.org\?subject=unsubscribe%20\1>")]
    [InlineData("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    [InlineData("List-Help", @"<mailto:owner@news\.example\.org\?subject=help>")]
    [InlineData("List-Owner", @"<mailto:owner@news\.example\.org>")]
    [InlineData("List-Subscribe", @"<https://news\.example\.org/>")]
    [InlineData("List-Archive", @"<https://news\.example\.org/e/>")]
    [InlineData("Archived-At", @"<https://news\.example\.org/e/weekly/2026-W47>")]
    [InlineData("Auto-Submitted", "auto-generated")]
    [InlineData("Precedence", "bulk")]
    [InlineData("X-Auto-Response-Suppress", "OOF, AutoReply")]
    [InlineData("Feedback-ID", "2026-W47:weekly:digest:newsbot")]
    [InlineData("CFBL-Address", @"b@bounce\.news\.example\.org; report=arf")]
    [InlineData("CFBL-Feedback-ID", "[0-9a-f]{20}")]
    public void Each_header_stands_once_and_as_its_rule_says(string name, string value) =>
        Assert.Matches($@"\A{value}\z", Assert.Single(Compose(Sender()).Headers, header => header.Field == name).Value.Trim());

    [Fact]
    public void The_parts_are_quoted_printable_under_a_boundary_that_is_always_the_same()
    {
        var message = Compose(Sender());
        var body = Assert.IsType<MultipartAlternative>(message.Body);
        Assert.Equal($"=_{message.Headers["CFBL-Feedback-ID"]}", body.Boundary);
        Assert.Equal(
            [("text/plain", "utf-8", ContentEncoding.QuotedPrintable), ("text/html", "utf-8", ContentEncoding.QuotedPrintable)],
            body.Cast<TextPart>().Select(part => (part.ContentType.MimeType, part.ContentType.Charset, part.ContentTransferEncoding)));
        Assert.All(Encoding.Latin1.GetString(MimeBuilder.Bytes(message)).Split("\r\n\r\n", 2)[1].Split("\r\n"), line => Assert.InRange(line.Length, 0, 78)); // RFC 5322, 2.1.1
    }

    [Fact]
    public void The_date_is_the_editions_in_the_readers_own_zone() =>
        Assert.Equal("Mon, 23 Nov 2026 01:00:01 -0500", Compose(Sender(), anna with { Zone = "America/New_York" }).Headers["Date"]);

    [Fact]
    public void Both_signatures_of_a_digest_hold_and_are_the_same_in_a_repeat()
    {
        var first = MimeBuilder.Bytes(Compose(Sender()));
        Assert.Equal([("rsa-sha256", true), ("ed25519-sha256", true)], keys.Verify(first));
        Assert.Equal(first, MimeBuilder.Bytes(Compose(Sender())));
    }

    [Theory]
    [InlineData("digest@news.example.org", "b@bounce.news.example.org", true, true)]
    [InlineData("digest@news.example.org", "b@news.example.org", true, true)]
    [InlineData("digest@news.example.org", "b@example.org", true, false)] // above the sender: reports would not come
    [InlineData("digest@news.example.org", "b@xnews.example.org", true, false)]
    [InlineData("digest@news.example.org", null, true, false)]
    [InlineData("digest@news.example.org", "b@bounce.news.example.org", false, false)] // RFC 9477 wants it signed
    public void Complaints_are_asked_for_where_providers_heed_it(string from, string? bounces, bool signed, bool asks)
    {
        var sender = DigestWorld.Sender with { From = new MailboxAddress("News", from), BounceAddress = bounces, Signing = signed ? new(keys.Options, DkimPair.Domain) : null };
        Assert.Equal([asks, asks], new[] { "CFBL-Address", "CFBL-Feedback-ID" }.Select(name => Compose(sender).Headers.Contains(name)));
    }

    [Fact]
    public void A_sender_whom_nobody_reads_invites_no_mail()
    {
        var message = Compose(Sender() with { Owner = null });
        Assert.Empty(message.ReplyTo);
        Assert.DoesNotContain("mailto:", HeaderOf(MimeBuilder.Bytes(message)), StringComparison.Ordinal);
        Assert.Equal("<https://news.example.org/e/>", message.Headers["List-Help"]);
    }

    [Fact]
    public void Domains_beyond_ASCII_are_written_as_A_labels_everywhere()
    {
        const string Label = "xn--kste-0ra.example";
        using var pair = new DkimPair(Label);
        var sender = new SenderOptions
        {
            From = new MailboxAddress("Küste", "digest@küste.example"),
            Site = new Uri("https://küste.example"),
            BounceAddress = "b@küste.example",
            Owner = "owner@KÜSTE.example",
            Signing = new(pair.Options, Label),
        };
        var message = Compose(sender);
        var wire = MimeBuilder.Bytes(message);
        var header = HeaderOf(wire).Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        Assert.DoesNotContain(wire, octet => octet > 127);
        foreach (var line in new[]
        {
            $"<digest@{Label}>", $"Reply-To: owner@{Label}", $"List-Owner: <mailto:owner@{Label}>", $"List-Archive: <https://{Label}/e/>",
            $"CFBL-Address: b@{Label}; report=arf", $"List-Id: Weekly digest <weekly.digest.{Label}>",
        })
        {
            Assert.Contains(line, header, StringComparison.OrdinalIgnoreCase);
        }

        Assert.EndsWith($"@{Label}", message.MessageId, StringComparison.Ordinal);
        Assert.EndsWith($"@{Label}", MimeBuilder.Envelope(message, sender, DigestWorld.Keys, 7).From.GetAddress(idnEncode: true), StringComparison.Ordinal);
        Assert.All(pair.Verify(wire), signature => Assert.True(signature.Holds));
    }

    [Fact]
    public void Nothing_of_the_senders_machine_or_of_other_readers_is_told()
    {
        string[] never = ["Return-Path", "Received", "Bcc", "Cc", "X-Mailer", "User-Agent", "X-Priority", "Importance"];
        Assert.Empty(Compose(Sender()).Headers.Select(header => header.Field).Intersect(never, StringComparer.OrdinalIgnoreCase));
    }

    private SenderOptions Sender() => DigestWorld.Sender with { Signing = new(keys.Options, DkimPair.Domain) };

    private MimeMessage Compose(SenderOptions sender, Subscriber? reader = null) =>
        new ComposeDigest(world.Templates, sender, DigestWorld.Keys).Run(issue, reader ?? anna, followed)!;

    private static string HeaderOf(byte[] wire) => Encoding.Latin1.GetString(wire).Split("\r\n\r\n", 2)[0];
}
