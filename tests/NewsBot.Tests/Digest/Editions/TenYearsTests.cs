using CsCheck;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

/// <summary>
/// Ten years in which anything may happen: items of any topics, some under embargo or withdrawn, runs that come twice, late or not for weeks,
/// readers who pause, move a topic to another plan and live in any zone. Afterwards the editions and the mails are counted.
/// </summary>
public sealed class TenYearsTests
{
    private const int Years = 10;
    private const int Minutes = Years * 365 * 24 * 60;
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    // The last months are quiet, so that everything owed has come by then.
    private const int Quiet = 100 * Day;
    private static readonly DateTimeOffset Begin = new(2026, 1, 7, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lane Lane = new("mail", 100, (_, _) => throw new NotSupportedException()) { InOrder = false };
    private static readonly string?[] Zones = [null, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Honolulu", "Pacific/Kiritimati"];

    private enum Deed
    {
        Publish,
        Embargo,
        Withdraw,
        Run,
        Down,
        Pause,
        Move,
    }

    private sealed record Step(int Minute, Deed Deed, int Who, int What);

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, Minutes - Quiet],
        Gen.Frequency(
            (60, Gen.Const(Deed.Publish)), (8, Gen.Const(Deed.Embargo)), (8, Gen.Const(Deed.Withdraw)), (20, Gen.Const(Deed.Run)),
            (3, Gen.Const(Deed.Down)), (8, Gen.Const(Deed.Pause)), (12, Gen.Const(Deed.Move))),
        Gen.Int[0, 5],
        Gen.Int[0, 1 << 20],
        (minute, deed, who, what) => new Step(minute, deed, who, what));

    private static readonly Gen<Schedule> Schedules = Gen.OneOf(
        Gen.Select(Gen.Enum<DayOfWeek>(), Gen.Int[0, 23], (day, hour) => new Schedule(day, new TimeOnly(hour, 30))),
        Gen.Select(Gen.Int[1, 28], Gen.Int[0, 23], (date, hour) => Schedule.Monthly(date, new TimeOnly(hour, 30))),
        Gen.Int[0, 23].Select(hour => Schedule.Monthly(Schedule.LastDay, new TimeOnly(hour, 30))));

    private static readonly Gen<DigestPlan> Plans = Gen.Select(
        Schedules, Gen.OneOf(Zones), Gen.Bool, Gen.Enum<LateRule>(),
        (schedule, zone, own, late) =>
        {
            var there = TimeZoneInfo.FindSystemTimeZoneById(zone ?? "UTC");
            return (own ? DigestPlan.InReadersZone("plan", schedule, there) : new DigestPlan("plan", schedule, there)) with { Late = late };
        });

    [Fact]
    public Task Every_item_is_in_one_edition_of_each_plan_and_comes_to_each_reader_once() => Gen.Select(Plans, Plans, Plans, Steps.Array[700, 900]).SampleAsync(
        async (first, second, third, steps) =>
        {
            await using var story = await Story.CreateAsync([first with { Name = "weekly" }, second with { Name = "monthly" }, third with { Name = "daily" }]);
            await story.LiveAsync(steps);
            await story.CountEditionsAsync();
            await story.CountMailsAsync();
        },
        iter: 2,
        threads: 1);

    private sealed class Story : IAsyncDisposable
    {
        private readonly TestStore store;
        private readonly IReadOnlyList<DigestPlan> plans;
        private readonly List<long> topics = [];
        private readonly List<long> items = [];
        private readonly List<long> readers = [];
        private readonly Dictionary<(long Reader, long Item), int> got = [];
        private readonly Dictionary<int, int> disturbed = [];

        private Story(TestStore store, IReadOnlyList<DigestPlan> plans) => (this.store, this.plans) = (store, plans);

        public static async Task<Story> CreateAsync(IReadOnlyList<DigestPlan> plans)
        {
            var story = new Story(await TestStore.CreateAsync(now: Begin), plans);
            await story.store.Db.WriteAsync(async tx =>
            {
                foreach (var slug in (string[])["water", "law", "ports"])
                {
                    story.topics.Add(await TopicTable.PutAsync(tx, slug, slug));
                }

                foreach (var plan in plans)
                {
                    await OpenEdition.RunAsync(tx, plan);
                }

                for (var n = 0; n < Zones.Length; n++)
                {
                    var reader = await SubscriberTable.AddAsync(tx, $"reader{n}@example.org", $"hash{n}", Zones[n], null);
                    story.readers.Add(reader);
                    for (var topic = 0; topic <= n % story.topics.Count; topic++)
                    {
                        await SubscriberTable.ConfirmAsync(tx, reader, story.topics[topic], plans[(n + topic) % plans.Count].Name, "test");
                    }
                }
            });
            return story;
        }

        public async Task LiveAsync(IEnumerable<Step> steps)
        {
            // The usual runs come minutes after each time at which a plan has an edition; and at the end there is news of every topic.
            var usual = plans.SelectMany(EndsOf).Select((end, n) => new Step((int)(end - Begin).TotalMinutes + (n % 50), Deed.Run, 0, n));
            var last = Enumerable.Range(1, 3).Select(n => new Step(Minutes - (n * 20 * Day), Deed.Publish, 5, 6));
            var downUntil = 0;
            foreach (var step in steps.Concat(usual).Concat(last).OrderBy(step => step.Minute))
            {
                store.Time.SetUtcNow(Begin.AddMinutes(step.Minute));
                if (step.Deed == Deed.Down)
                {
                    downUntil = step.Minute + (step.What % (10 * Day));
                }
                else if (step.Deed != Deed.Run)
                {
                    await store.Db.WriteAsync(tx => DoAsync(tx, step));
                }
                else if (step.Minute >= downUntil)
                {
                    await RunAsync(twice: step.What % 5 == 0);
                }
            }

            // Until the last reader's morning has come.
            foreach (var days in (int[])[0, 31, 33])
            {
                store.Time.SetUtcNow(Begin.AddMinutes(Minutes).AddDays(days));
                await RunAsync(twice: true);
            }
        }

        public async Task CountEditionsAsync()
        {
            foreach (var plan in plans)
            {
                var (editions, counts) = await store.Db.ReadAsync(async tx => (
                    await tx.QueryAsync<Edition>("select * from editions where plan = @Name order by starts_at", new { plan.Name }),
                    await tx.QueryAsync<(long Item, string State, long PublicAt, long Editions, long EndsAt)>(
                        """
                        select i.id, i.state, i.public_at, count(e.id), coalesce(max(e.ends_at), 0) from items i
                        left join edition_items f on f.item_id = i.id and f.edition_id in (select id from editions where plan = @Name)
                        left join editions e on e.id = f.edition_id
                        where i.public_at is not null group by i.id, i.state, i.public_at
                        """,
                        new { plan.Name })));
                Assert.Equal(EditionState.Baseline, editions[0].State);
                Assert.True(editions.Count > 12 * (Years - 3), $"{plan.Name} {plan.Schedule}: {editions.Count} editions");
                Assert.All(editions.Zip(editions.Skip(1)), pair => Assert.Equal(pair.First.EndsAt, pair.Second.StartsAt));
                Assert.All(editions, edition => Assert.Equal(edition.EndsAt, Period.LatestEnd(plan, edition.EndsAt)));
                Assert.All(editions.Skip(1), edition => Assert.Equal(edition.ItemCount > 0 ? EditionState.Open : EditionState.Empty, edition.State));
                foreach (var count in counts)
                {
                    var owed = count.State == "public" && count.PublicAt < editions[^1].EndsAt.ToUnixTimeMilliseconds();
                    Assert.InRange(count.Editions, owed ? 1 : 0, 1);
                    Assert.True(count.Editions == 0 || count.PublicAt < count.EndsAt, "an edition holds what was public by its end");
                }
            }
        }

        public async Task CountMailsAsync()
        {
            var owed = await store.Db.ReadAsync(tx => tx.QueryAsync<(long Reader, long Item)>(
                """
                select distinct u.subscriber_id, i.id from items i join item_topics t on t.item_id = i.id join subscriptions u on u.topic_id = t.topic_id
                where i.state = 'public' and i.public_at >= u.confirmed_at and i.public_at < @until
                """,
                new { until = Begin.AddMinutes(Minutes).AddDays(-40) }));
            Assert.NotEmpty(owed);
            Assert.All(owed, pair => Assert.Equal((pair, 1), (pair, got.GetValueOrDefault(pair))));
            Assert.All(got, pair => Assert.Equal((pair.Key, 1), (pair.Key, pair.Value)));
        }

        public ValueTask DisposeAsync() => store.DisposeAsync();

        // The ledger looks back 430 days: who is away again and again for longer than that misses something.
        private bool IsCalm(Step step, int who, int days)
        {
            var calm = step.Minute - disturbed.GetValueOrDefault(who, -Minutes) > days * Day;
            if (calm)
            {
                disturbed[who] = step.Minute;
            }

            return calm;
        }

        private static IEnumerable<DateTimeOffset> EndsOf(DigestPlan plan)
        {
            for (var end = Period.NextEnd(plan, Begin); end < Begin.AddMinutes(Minutes); end = Period.NextEnd(plan, end))
            {
                yield return end;
            }
        }

        private async Task DoAsync(Tx tx, Step step)
        {
            switch (step.Deed)
            {
                case Deed.Publish or Deed.Embargo:
                    var embargo = step.Deed == Deed.Embargo ? tx.Now.AddMinutes(step.What % (20 * Day)) : (DateTimeOffset?)null;
                    var record = Some.Record() with { PublishAt = embargo };
                    var item = await ItemTable.InsertAsync(tx, "test", record, embargo is null ? ItemState.Public : ItemState.Scheduled, embargo is null ? tx.Now : null);
                    await ItemTable.SetTopicsAsync(tx, item.Id, [.. topics.Where((_, n) => (((step.What % 7) + 1) & (1 << n)) != 0)]);
                    items.Add(item.Id);
                    break;
                case Deed.Withdraw when items.Count > 0:
                    await tx.ExecuteAsync("update items set state = 'withdrawn' where id = @id", new { id = items[step.What % items.Count] });
                    break;
                case Deed.Pause when IsCalm(step, step.Who, 150):
                    await tx.ExecuteAsync(
                        "update subscribers set paused_until = @until where id = @id", new { id = readers[step.Who], until = tx.Now.AddMinutes(step.What % (30 * Day)) });
                    break;
                case Deed.Move when IsCalm(step, 100 + (step.Who * 10) + (step.What / 7 % topics.Count), 60):
                    await tx.ExecuteAsync(
                        "update subscriptions set plan = @plan where subscriber_id = @reader and topic_id = @topic",
                        new { plan = plans[step.What % plans.Count].Name, reader = readers[step.Who], topic = topics[step.What / 7 % topics.Count] });
                    break;
            }
        }

        private async Task RunAsync(bool twice)
        {
            await store.Db.WriteAsync(async tx =>
            {
                await tx.ExecuteAsync("update items set state = 'public', public_at = publish_at where state = 'scheduled' and publish_at <= @now", new { now = tx.Now });
                await OpenAsync(tx);
                await SendAsync(tx);
            });
            if (twice)
            {
                await store.Db.WriteAsync(OpenAsync);
            }
        }

        private async Task OpenAsync(Tx tx)
        {
            foreach (var plan in plans)
            {
                await OpenEdition.RunAsync(tx, plan);
            }
        }

        // As MailSender does, without a relay.
        private async Task SendAsync(Tx tx)
        {
            foreach (var delivery in await Outbox.ClaimAsync(tx, Lane, 1000, "test"))
            {
                var reader = (await SubscriberTable.FindAsync(tx, long.Parse(delivery.Address, null)))!;
                var edition = (await EditionTable.FindAsync(tx, delivery.CauseId))!;
                if (reader.PausedUntil > tx.Now)
                {
                    await ReaderLedger.MissAsync(tx, reader.Id, edition.Id);
                    await Outbox.FinishAsync(tx, Lane, delivery, new SendOutcome.GiveUp("paused", Unwanted: true), 0.5);
                    continue;
                }

                var (issue, followed) = await ReaderIssue.OfAsync(tx, plans.First(plan => plan.Name == edition.Plan), edition, reader);
                foreach (var item in issue.Items.Where(item => item.Topics.Any(topic => followed.Any(own => own.TopicId == topic.Id))))
                {
                    got[(reader.Id, item.Id)] = got.GetValueOrDefault((reader.Id, item.Id)) + 1;
                }

                await Outbox.FinishAsync(tx, Lane, delivery, new SendOutcome.Sent("queued"), 0.5);
            }
        }
    }
}
