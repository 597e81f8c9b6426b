using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class ReaderLedgerTests
{
    private static readonly Lane Lane = new("mail", 100, (_, _) => throw new NotSupportedException()) { InOrder = false };
    private static readonly DigestPlan Daily = new("daily", Schedule.Daily(new TimeOnly(7, 0)), DigestWorld.Berlin);

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task After_a_pause_one_mail_has_what_was_missed_and_nothing_twice(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("Before", world.Water);
        Assert.Equal(["Before"], await NextAsync(world, anna));
        await PauseAsync(world, anna, days: 17);
        await world.PublishAsync("First week away", world.Water);
        Assert.Null(await NextAsync(world, anna));
        await world.PublishAsync("Second week away", world.Water);
        await world.PublishAsync("Of another topic", world.Law);
        Assert.Null(await NextAsync(world, anna));
        await world.PublishAsync("Back", world.Water);
        Assert.Equal(["Back", "Second week away", "First week away"], await NextAsync(world, anna));
        await world.PublishAsync("After", world.Water);
        Assert.Equal(["After"], await NextAsync(world, anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_catch_up_comes_though_the_first_edition_after_the_pause_has_nothing_else_for_the_reader(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await PauseAsync(world, anna, days: 10);
        await world.PublishAsync("Missed", world.Water);
        Assert.Null(await NextAsync(world, anna));
        await world.PublishAsync("Of another topic", world.Law);
        Assert.Equal(["Missed"], await NextAsync(world, anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_pause_of_a_year_loses_nothing(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await PauseAsync(world, anna, days: 366);
        await world.PublishAsync("Long ago", world.Water);
        Assert.Null(await NextAsync(world, anna));
        world.Store.Time.SetUtcNow(world.Store.Time.GetUtcNow().AddDays(390));
        await world.PublishAsync("Back", world.Water);
        Assert.Equal(["Back", "Long ago"], await NextAsync(world, anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_mail_that_a_pause_stops_on_its_way_comes_with_the_next_edition(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("On its way", world.Water);
        await world.OpenNextAsync();
        await PauseAsync(world, anna, days: 3);
        var sender = new MailSender(world.Db, [DigestWorld.Weekly], world.Compose, new NoTransport());
        var claimed = (await world.ClaimAsync()).Single();
        var outcome = await sender.SendAsync(claimed, TestContext.Current.CancellationToken);
        Assert.Equal(new SendOutcome.GiveUp("the reader has paused", Unwanted: true), outcome);
        await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, Lane, claimed, outcome, 0.5));

        await world.PublishAsync("Next", world.Water);
        Assert.Equal(["Next", "On its way"], await NextAsync(world, anna));
        await world.PublishAsync("After", world.Water);
        Assert.Equal(["After"], await NextAsync(world, anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Who_leaves_and_comes_back_is_owed_nothing_of_the_time_between(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("Had", world.Water);
        Assert.Equal(["Had"], await NextAsync(world, anna));
        await SetAsync(world, anna, "ended_at = 1");
        await world.PublishAsync("Away", world.Water);
        Assert.Null(await NextAsync(world, anna));
        await SetAsync(world, anna, "ended_at = null");
        await world.PublishAsync("Back", world.Water);
        Assert.Equal(["Back"], await NextAsync(world, anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_topic_that_moves_from_weekly_to_daily_and_back_brings_each_item_once(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        var bert = await world.ReadersAsync("bert@example.org", "water;law-enforcement");
        await SetAsync(world, bert, "plan = 'daily'");
        await OpenAsync(world, Daily, TimeSpan.Zero);

        await world.PublishAsync("Tuesday", world.Water);
        Assert.Equal(["Tuesday"], ItemsOf(await OpenAsync(world, Daily, TimeSpan.FromDays(1)), bert));
        await world.PublishAsync("Wednesday", world.Water);
        await SetAsync(world, anna, "plan = 'daily'");
        Assert.Equal(["Wednesday", "Tuesday"], ItemsOf(await OpenAsync(world, Daily, TimeSpan.FromDays(1)), anna));
        await world.PublishAsync("Thursday", world.Water);
        Assert.Equal(["Thursday"], ItemsOf(await OpenAsync(world, Daily, TimeSpan.FromDays(1)), anna));
        await SetAsync(world, anna, "plan = 'weekly'");
        await world.PublishAsync("Friday", world.Water);
        Assert.Equal(["Friday"], ItemsOf(await OpenAsync(world, DigestWorld.Weekly, TimeSpan.FromDays(4)), anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_item_of_two_topics_in_two_digests_comes_once(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water;law-enforcement");
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscriptions set plan = 'daily' where topic_id = @Water", new { world.Water }));
        await OpenAsync(world, Daily, TimeSpan.Zero);
        await world.PublishAsync("Of both", world.Water, world.Law);
        Assert.Equal(["Of both"], ItemsOf(await OpenAsync(world, Daily, TimeSpan.FromDays(1)), anna));
        Assert.Empty(await OpenAsync(world, DigestWorld.Weekly, TimeSpan.FromDays(6)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edition_that_is_taken_back_takes_its_catch_up_back(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await PauseAsync(world, anna, days: 10);
        await world.PublishAsync("Missed", world.Water);
        Assert.Null(await NextAsync(world, anna));
        await world.PublishAsync("Taken back", world.Water);
        var edition = (await world.OpenNextAsync())!.Edition;
        await world.Db.WriteAsync(tx => CancelEdition.RunAsync(tx, edition.Id));
        Assert.Equal(["Taken back", "Missed"], await NextAsync(world, anna));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Nothing_of_an_erased_reader_is_kept(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("News", world.Water);
        await world.OpenNextAsync();
        await world.Db.WriteAsync(tx => Erase.RunAsync(tx, anna, never: false));
        foreach (var table in (string[])["reader_spans", "reader_items", "reader_misses", "reader_undos"])
        {
            Assert.Equal(0, await world.Db.ReadAsync(tx => tx.FirstAsync<long>($"select count(*) from {table}")));
        }
    }

    private static Task<int> PauseAsync(DigestWorld world, Subscriber reader, int days) =>
        world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscribers set paused_until = @until where id = @Id", new { reader.Id, until = tx.Now.AddDays(days) }));

    private static Task<int> SetAsync(DigestWorld world, Subscriber reader, string what) =>
        world.Db.WriteAsync(tx => tx.ExecuteAsync($"update subscriptions set {what} where subscriber_id = @Id", new { reader.Id }));

    private static async Task<IReadOnlyList<string>?> NextAsync(DigestWorld world, Subscriber reader)
    {
        await world.OpenNextAsync();
        return (await MailsAsync(world, DigestWorld.Weekly)).GetValueOrDefault(reader.Id);
    }

    private static async Task<Dictionary<long, IReadOnlyList<string>>> OpenAsync(DigestWorld world, DigestPlan plan, TimeSpan later)
    {
        var now = world.Store.Time.GetUtcNow() + later;
        world.Store.Time.SetUtcNow(now);
        await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, plan));
        return await MailsAsync(world, plan);
    }

    private static IReadOnlyList<string>? ItemsOf(Dictionary<long, IReadOnlyList<string>> mails, Subscriber reader) => mails.GetValueOrDefault(reader.Id);

    // What is due now, by reader: each is sent.
    private static async Task<Dictionary<long, IReadOnlyList<string>>> MailsAsync(DigestWorld world, DigestPlan plan)
    {
        var mails = new Dictionary<long, IReadOnlyList<string>>();
        foreach (var delivery in await world.ClaimAsync())
        {
            var mail = await world.Db.WriteAsync(async tx =>
            {
                var reader = (await SubscriberTable.FindAsync(tx, long.Parse(delivery.Address, null)))!;
                await Outbox.FinishAsync(tx, Lane, delivery, new SendOutcome.Sent("queued"), 0.5);
                return await ReaderIssue.OfAsync(tx, plan, (await EditionTable.FindAsync(tx, delivery.CauseId))!, reader);
            });
            var items = mail.Issue.Items.Where(item => item.Topics.Any(topic => mail.Followed.Any(own => own.TopicId == topic.Id))).Select(item => item.Title).ToList();
            Assert.NotEmpty(items);
            mails.Add(long.Parse(delivery.Address, null), items);
        }

        return mails;
    }

    private sealed class NoTransport : IMailTransport
    {
        public Task<SendOutcome> SendAsync(Envelope envelope, MimeKit.MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct) => throw new NotSupportedException();
    }
}
