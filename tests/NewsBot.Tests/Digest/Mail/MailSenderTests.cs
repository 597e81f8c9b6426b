using System.Text;
using MimeKit;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class MailSenderTests : IAsyncLifetime
{
    private DigestWorld world = null!;
    private Subscriber anna = null!;
    private Item item = null!;
    private Delivery delivery = null!;
    private readonly KeepingTransport transport = new();
    private MailSender sender = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync();
        anna = await world.ReadersAsync("anna@example.org", "water;law-enforcement");
        item = await world.PublishAsync(Some.Record("plan.md", "Draft Port Safety Plan <2027> is open") with
        {
            Kind = "announcement",
            Summary = "Anyone may comment until 11 December.",
            DeadlineAt = new(2026, 12, 11, 22, 0, 0, TimeSpan.Zero),
            PublishedAt = new(2026, 11, 17, 9, 0, 0, TimeSpan.Zero),
        }, world.Law);
        await world.PublishAsync(Some.Record("gauges.md", "New gauges at Hollin weir: Zoë's “first”") with
        {
            Summary = "The painted board has company.",
            PublishedAt = new(2026, 11, 18, 9, 0, 0, TimeSpan.Zero),
            Image = new("https://www.example.org/weir.jpg", "A white gauge board", "Elder Basin Water Authority"),
        }, world.Water);
        await world.OpenNextAsync();
        delivery = Assert.Single(await world.ClaimAsync());
        sender = new(world.Db, [DigestWorld.Weekly], world.Compose, transport);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_digest_has_every_header_and_both_parts_to_the_byte()
    {
        Assert.Equal(new SendOutcome.Sent("4F1"), await SendAsync());
        Golden.Matches("Digest/weekly.eml", Encoding.Latin1.GetString(MimeBuilder.Bytes(transport.Sent!)));
        Assert.Equal($"b+{LinkToken.MakeBounce(DigestWorld.Keys, delivery.Id)}@bounce.news.example.org", transport.Envelope!.From.Address);
        Assert.Equal("anna@example.org", transport.Envelope.To.Address);
        Assert.Equal("in_flight", await world.Db.ReadAsync(tx => tx.FirstAsync<string>("select state from deliveries")));
    }

    [Fact]
    public async Task The_message_parses_and_its_parts_say_the_same()
    {
        await SendAsync();
        using var bytes = new MemoryStream(MimeBuilder.Bytes(transport.Sent!));
        var message = await MimeMessage.LoadAsync(bytes, TestContext.Current.CancellationToken);
        var parts = Assert.IsType<MultipartAlternative>(message.Body).Cast<TextPart>().ToList();
        Assert.Equal(["text/plain", "text/html"], parts.Select(part => part.ContentType.MimeType));
        foreach (var part in parts)
        {
            Assert.Equal("utf-8", part.ContentType.Charset);
            Assert.Contains("gauges at Hollin weir", part.Text, StringComparison.Ordinal);
            Assert.Contains("https://news.example.org/u/", part.Text, StringComparison.Ordinal);
            Assert.Contains("https://news.example.org/e/weekly/2026-W47", part.Text, StringComparison.Ordinal);
        }

        Assert.Contains("Plan &lt;2027&gt;", parts[1].Text, StringComparison.Ordinal);
        var token = message.Headers[HeaderId.ListUnsubscribe]!.Split("/u/")[1][..36];
        Assert.True(LinkToken.TryRead(DigestWorld.Keys, LinkPurpose.Unsubscribe, token, out _));
    }

    [Fact]
    public async Task A_repeat_days_later_has_the_same_bytes_and_so_has_the_preview()
    {
        await SendAsync();
        var first = MimeBuilder.Bytes(transport.Sent!);
        world.Store.Time.Advance(TimeSpan.FromDays(3));
        transport.Marks = false;
        await SendAsync();
        Assert.Equal(first, MimeBuilder.Bytes(transport.Sent!));
        var rendered = await new RenderDigest(world.Db, [DigestWorld.Weekly], world.Compose).RunAsync("weekly", "Anna@example.org", TestContext.Current.CancellationToken);
        Assert.Equal(("2026-W47", false), (rendered.Edition, rendered.Preview));
        Assert.Equal(first, rendered.Bytes);
    }

    [Theory]
    [InlineData("suppressed", "suppressed: complaint")]
    [InlineData("unsubscribed", "unsubscribed")]
    [InlineData("paused", "the reader has paused")]
    [InlineData("erased", "the reader was erased")]
    [InlineData("withdrawn", "nothing in the edition is for this reader any more")]
    [InlineData("expired", "nothing in the edition is for this reader any more")]
    public async Task What_happened_since_the_opening_still_counts(string what, string reason)
    {
        await world.Db.WriteAsync(tx => what switch
        {
            "suppressed" => SuppressionTable.AddAsync(tx, DigestWorld.Keys, "ANNA@example.org", "complaint", "test"),
            "unsubscribed" => SubscriberTable.EndAsync(tx, anna.Id, "weekly", "test"),
            "paused" => tx.ExecuteAsync("update subscribers set paused_until = @until", new { until = tx.Now.AddDays(1) }),
            "erased" => tx.ExecuteAsync("delete from subscriptions; delete from subscribers"),
            "withdrawn" => tx.ExecuteAsync("update items set state = 'withdrawn'"),
            _ => tx.ExecuteAsync("update items set expires_at = @now", new { now = tx.Now }),
        });
        Assert.Equal(new SendOutcome.GiveUp(reason, Unwanted: true), await SendAsync());
        Assert.Null(transport.Sent);
    }

    [Fact]
    public async Task A_withdrawn_item_is_left_out_of_the_mail()
    {
        await world.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null));
        await SendAsync();
        Assert.DoesNotContain("Port Safety", transport.Sent!.TextBody, StringComparison.Ordinal);
        Assert.Contains("Hollin", transport.Sent.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_claim_stops_the_mail_before_its_dot()
    {
        world.Store.Time.Advance(Outbox.ClaimLength);
        await world.ClaimAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(SendAsync);
    }

    [Fact]
    public async Task A_broken_template_stops_the_lane_and_not_the_mail()
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-templates-").FullName;
        try
        {
            var broken = new MailSender(world.Db, [DigestWorld.Weekly], new(new Templates(folder), DigestWorld.Sender, DigestWorld.Keys), transport);
            var down = Assert.IsType<SendOutcome.LaneDown>(await broken.SendAsync(delivery, TestContext.Current.CancellationToken));
            Assert.Contains("digest/weekly.sbn-html", down.Reason, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Mails_of_a_plan_that_is_not_configured_wait() =>
        Assert.IsType<SendOutcome.Snooze>(await new MailSender(world.Db, [], world.Compose, transport).SendAsync(delivery, TestContext.Current.CancellationToken));

    [Fact]
    public async Task The_next_digest_names_what_was_corrected_and_what_was_withdrawn()
    {
        await world.Db.WriteAsync(async tx =>
        {
            await ItemTable.UpdateAsync(tx, (await ItemTable.FindAsync(tx, item.Id + 1))!, Some.Record("gauges.md", "New gauges") with { Correction = "There are three.", }, ItemState.Public, item.PublicAt);
            await ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null);
        });
        await world.PublishAsync("Something new", world.Water);
        await world.OpenNextAsync();
        await sender.SendAsync(Assert.Single(await world.ClaimAsync(), row => row.CauseId != delivery.CauseId), TestContext.Current.CancellationToken);
        Assert.Contains("There are three.", transport.Sent!.TextBody, StringComparison.Ordinal);
        Assert.Contains("This item was withdrawn.", transport.Sent.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("plan.md", transport.Sent.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_content_breaks_neither_headers_nor_parts()
    {
        var topic = await world.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "water", "Water\r\nBcc: victim@example.org\r\n\r\n<script>"));
        await world.PublishAsync(Some.Record(title: "\r\n.\r\nRCPT TO:<x>\r\n" + new string('Ж', 10_000) + "{{ secret }}<img src=x onerror=alert(1)>") with { Url = "javascript:alert(1)" }, topic);
        await world.OpenNextAsync();
        await sender.SendAsync(Assert.Single(await world.ClaimAsync(), row => row.CauseId != delivery.CauseId), TestContext.Current.CancellationToken);
        var bytes = MimeBuilder.Bytes(transport.Sent!);
        using var stream = new MemoryStream(bytes);
        var message = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Null(message.Headers[HeaderId.Bcc]);
        Assert.InRange(message.Subject!.Length, 1, 78);
        Assert.DoesNotContain("<script", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.All(Encoding.Latin1.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.DoesNotContain(bytes, b => b > 127);
        Assert.InRange(bytes.Length, 1, 90_000);
    }

    private Task<SendOutcome> SendAsync() => sender.SendAsync(delivery, TestContext.Current.CancellationToken);

    private sealed class KeepingTransport : IMailTransport
    {
        public bool Marks { get; set; } = true;

        public MimeMessage? Sent { get; private set; }

        public Envelope? Envelope { get; private set; }

        public async Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
        {
            (Envelope, Sent) = (envelope, message);
            if (Marks)
            {
                await beforeFinalDot();
            }

            return new SendOutcome.Sent("4F1");
        }
    }
}
