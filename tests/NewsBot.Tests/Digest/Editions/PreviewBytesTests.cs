using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

/// <summary>What staff are shown of the next edition is what a reader then gets: for readers whose mail is not simply the edition's.</summary>
public sealed class PreviewBytesTests
{
    private const string Anna = "anna@example.org";
    private static readonly Lane Lane = new("mail", 100, (_, _) => throw new NotSupportedException()) { InOrder = false };
    private static readonly DigestPlan Daily = new("daily", Schedule.Daily(new TimeOnly(7, 0)), DigestWorld.Berlin);
    private static readonly DigestPlan Own = DigestPlan.InReadersZone("weekly", DigestWorld.Weekly.Schedule, DigestWorld.Berlin);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task With_what_the_reader_missed_in_a_pause_and_why_it_is_there(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await MissAsync(world);
        var mail = await PreviewedAndSentAsync(world, DigestWorld.Weekly);
        Assert.All((string[])[mail.TextBody!, mail.HtmlBody!], part =>
        {
            var words = Regex.Replace(part, @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.Single(Regex.Matches(words, "You follow Water Policy; from a digest that you missed", RegexOptions.None, TimeSpan.FromSeconds(1)));
            Assert.InRange(words.IndexOf("You follow Water Policy; from a digest", StringComparison.Ordinal), words.IndexOf("Missed</a>", StringComparison.Ordinal), words.Length);
        });
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Without_what_the_reader_has_had_by_another_digest(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync(Anna, "water;law-enforcement");
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscriptions set plan = 'daily' where topic_id = @Water", new { world.Water }));
        await OpenAsync(world, Daily);
        await world.PublishAsync("Of both topics", world.Water, world.Law);
        world.Store.Time.Advance(TimeSpan.FromDays(1));
        await OpenAsync(world, Daily);
        await SendAsync(world, Daily);
        await world.PublishAsync("Of one topic", world.Law);
        Assert.DoesNotContain("Of both topics", (await PreviewedAndSentAsync(world, DigestWorld.Weekly)).TextBody, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task At_the_time_at_which_it_is_due_where_the_reader_is(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync(Anna, "water");
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscribers set zone = 'America/Anchorage'"));
        await world.PublishAsync("News", world.Water);
        var mail = await PreviewedAndSentAsync(world, Own);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.FromHours(-9)), mail.Date);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Of_an_edition_that_staff_send_now_as_the_second_of_its_week(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync(Anna, "water");
        await world.PublishAsync("First", world.Water);
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SendNowState.Opened, (await world.Db.WriteAsync(tx => SendNow.RunAsync(tx, DigestWorld.Weekly))).State);
        await SendAsync(world, DigestWorld.Weekly);
        await world.PublishAsync("Second", world.Water);
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        var preview = await PreviewAsync(world, DigestWorld.Weekly);
        Assert.Equal(SendNowState.Opened, (await world.Db.WriteAsync(tx => SendNow.RunAsync(tx, DigestWorld.Weekly))).State);
        var sent = Encoding.Latin1.GetString(await SendAsync(world, DigestWorld.Weekly));
        Assert.Equal(sent, preview);
        Assert.Contains("/e/weekly/2026-W47-2>", sent, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_test_shows_what_the_reader_missed_too(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await MissAsync(world);
        world.Store.Time.Advance(TimeSpan.FromDays(4));
        Assert.Equal(TestDigestResult.Queued, await world.Db.WriteAsync(tx => TestDigest.RunAsync(tx, DigestWorld.Weekly, Anna)));
        var test = Read(await SendAsync(world, DigestWorld.Weekly));
        Assert.StartsWith("[Test] ", test.Subject, StringComparison.Ordinal);
        Assert.Contains("Missed", test.TextBody, StringComparison.Ordinal);
        Assert.Equal(world.Store.Time.GetUtcNow(), test.Date);
        Assert.Contains("Missed", (await PreviewedAndSentAsync(world, DigestWorld.Weekly)).TextBody, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_preview_leaves_nothing_and_uses_up_no_note(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync(Anna, "water");
        await world.PublishAsync("News", world.Water);
        await world.Db.WriteAsync(tx => NotePlan.RunAsync(tx, "weekly", "A word of ours."));
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        var before = await RowsAsync(world);
        Assert.Contains("A word of ours.", await PreviewAsync(world, DigestWorld.Weekly), StringComparison.Ordinal);
        Assert.Equal(before, await RowsAsync(world));
        Assert.Null(await PreviewDigest.ForAsync(world.Db, world.Compose, DigestWorld.Weekly, "nobody@example.org", Ct));
        Assert.Contains("A word of ours.", (await PreviewedAndSentAsync(world, DigestWorld.Weekly)).TextBody, StringComparison.Ordinal);
    }

    private static async Task MissAsync(DigestWorld world)
    {
        var anna = await world.ReadersAsync(Anna, "water");
        await world.PublishAsync("Before", world.Water);
        await world.OpenNextAsync();
        await SendAsync(world, DigestWorld.Weekly);
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscribers set paused_until = @until where id = @Id", new { anna.Id, until = tx.Now.AddDays(10) }));
        await world.PublishAsync("Missed", world.Water);
        await world.OpenNextAsync();
        Assert.Empty(await world.ClaimAsync());
        await world.PublishAsync("Back", world.Water);
    }

    // At the instant at which the edition opens, by one clock.
    private static async Task<MimeMessage> PreviewedAndSentAsync(DigestWorld world, DigestPlan plan)
    {
        world.Store.Time.SetUtcNow(Period.NextEnd(plan, world.Store.Time.GetUtcNow()).AddSeconds(2));
        var opens = world.Store.Time.GetUtcNow();
        var preview = await PreviewAsync(world, plan);
        await OpenAsync(world, plan);
        world.Store.Time.SetUtcNow(opens.AddDays(1.5)); // Wherever the reader is.
        var sent = await SendAsync(world, plan);
        Assert.Equal(Encoding.Latin1.GetString(sent), preview);
        var rendered = await new RenderDigest(world.Db, [plan], world.Compose).RunAsync(plan.Name, Anna, Ct);
        Assert.Equal(Encoding.Latin1.GetString(sent), Encoding.Latin1.GetString(rendered.Bytes));
        return Read(sent);
    }

    private static Task<Opening?> OpenAsync(DigestWorld world, DigestPlan plan) => world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, plan));

    private static async Task<string> PreviewAsync(DigestWorld world, DigestPlan plan) =>
        Encoding.Latin1.GetString((await PreviewDigest.ForAsync(world.Db, world.Compose, plan, Anna, Ct))!.Message);

    private static async Task<byte[]> SendAsync(DigestWorld world, DigestPlan plan)
    {
        var transport = new Keeping();
        var delivery = Assert.Single(await world.ClaimAsync());
        var outcome = Assert.IsType<SendOutcome.Sent>(await new MailSender(world.Db, [plan], world.Compose, transport).SendAsync(delivery, Ct));
        await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, Lane, delivery, outcome, 0.5));
        return transport.Sent!;
    }

    private static Task<long> RowsAsync(DigestWorld world) => world.Db.ReadAsync(tx => tx.FirstAsync<long>(
        """
        select (select count(*) from editions) + (select count(*) from edition_items) + (select count(*) from reader_spans) + (select count(*) from reader_items)
            + (select count(*) from deliveries)
        """));

    private static MimeMessage Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return MimeMessage.Load(stream);
    }

    private sealed class Keeping : IMailTransport
    {
        public byte[]? Sent { get; private set; }

        public Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
        {
            Sent = MimeBuilder.Bytes(message);
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent("1"));
        }
    }
}
