using System.Text;
using CsCheck;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class StaffDigestTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_paused_plan_opens_nothing_and_covers_the_pause_at_its_next_usual_time(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        var item = await world.PublishAsync("In the pause", world.Water);
        Assert.True(await PauseAsync(world, true));
        Assert.False(await PauseAsync(world, true));
        Assert.Null(await world.OpenNextAsync());
        Assert.Equal(SendNowState.Paused, (await SendAsync(world)).State);

        Assert.True(await PauseAsync(world, false));
        Assert.Null(await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, DigestWorld.Weekly)));
        var status = await StatusAsync(world);
        var opening = (await world.OpenNextAsync())!;
        Assert.Equal(opening.Edition.EndsAt, status.NextRun);
        Assert.Equal((TimeSpan.FromDays(14), 1, 1), (opening.Edition.EndsAt - opening.Edition.StartsAt, opening.Edition.ItemCount, opening.Readers));
        Assert.Equal(item.Id, await world.Db.ReadAsync(tx => tx.FirstAsync<long>("select item_id from edition_items")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_note_is_frozen_into_the_next_edition_with_items_and_stands_escaped_in_both_parts(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        await world.Db.WriteAsync(tx => NotePlan.RunAsync(tx, "weekly", "Closed on <Monday> & Tuesday.\n\nSee you soon."));
        Assert.Equal(EditionState.Empty, (await world.OpenNextAsync())!.Edition.State);
        await world.PublishAsync("News", world.Water);
        var status = await StatusAsync(world);
        Assert.Equal("Closed on <Monday> & Tuesday.\n\nSee you soon.", status.Next.Edition.Note);

        var opening = (await world.OpenNextAsync())!;
        Assert.Null((await StatusAsync(world)).State.Note);
        await world.Db.WriteAsync(tx => NotePlan.RunAsync(tx, "weekly", "Of the next one"));
        var mail = await MailAsync(world, (await world.ClaimAsync()).Single());
        Assert.Contains("<p dir=\"auto\" style=\"margin:6px 0 0\">Closed on &lt;Monday&gt; &amp; Tuesday.</p>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("From the editors:\r\n  Closed on <Monday> & Tuesday.\r\n  See you soon.", mail.TextBody!.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("Of the next one", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(opening.Edition.Id, (await StatusAsync(world)).Last?.Id);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Staff_put_old_news_in_once_and_keep_new_ones_out_for_good(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        var old = await world.PublishAsync("Old", world.Water);
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update items set public_at = 1"));
        var unwanted = await world.PublishAsync("Unwanted", world.Water);
        var homeless = await world.PublishAsync("Of no topic");
        Assert.Equal(PickOutcome.Done, (await PickAsync(world, old, Pick.Include)).Outcome);
        Assert.Equal(PickOutcome.Same, (await PickAsync(world, old, Pick.Include)).Outcome);
        Assert.Equal(PickOutcome.Done, (await PickAsync(world, unwanted, Pick.Exclude)).Outcome);
        Assert.Equal(PickOutcome.NoTopic, (await PickAsync(world, homeless, Pick.Include)).Outcome);
        Assert.Equal(PickOutcome.NoItem, (await world.Db.WriteAsync(tx => PickItem.RunAsync(tx, "weekly", 999, Pick.Include))).Outcome);

        var status = await StatusAsync(world);
        Assert.Equal("Old", Assert.Single(status.Next.Items).Title);
        Assert.Equal(1, status.NextReaders);
        var opening = (await world.OpenNextAsync())!;
        Assert.Equal([old.Id], await world.Db.ReadAsync(tx => tx.QueryAsync<long>("select item_id from edition_items")));
        Assert.Equal(opening.Edition.Name, (await PickAsync(world, old, Pick.Include)).Edition?.Name);
        Assert.Equal(EditionState.Empty, (await world.OpenNextAsync())!.Edition.State);
        await PickAsync(world, unwanted, Pick.None);
        Assert.Equal(1, (await world.OpenNextAsync())!.Edition.ItemCount);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edition_that_nobody_has_is_taken_back_whole(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        await world.ReadersAsync("bert@example.org", "water");
        await world.PublishAsync("News", world.Water);
        var first = (await world.OpenNextAsync())!.Edition;
        var result = (await world.Db.WriteAsync(tx => CancelEdition.RunAsync(tx, first.Id)))!;
        Assert.Equal((2, 0, EditionState.Cancelled), (result.Cancelled, result.Sent, result.Edition.State));
        Assert.Null(await world.Db.WriteAsync(tx => CancelEdition.RunAsync(tx, first.Id)));
        Assert.Empty(await world.ClaimAsync());
        Assert.Equal((1, 2), ((await world.OpenNextAsync())!.Edition.ItemCount, (await world.ClaimAsync()).Count));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edition_that_somebody_has_is_stopped_and_its_page_stays(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        await world.ReadersAsync("bert@example.org", "water");
        await world.PublishAsync("News", world.Water);
        var edition = (await world.OpenNextAsync())!.Edition;
        var lane = new Lane("mail", 1, (_, _) => throw new NotSupportedException()) { InOrder = false };
        var claimed = await world.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 1, "test"));
        await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, claimed[0], new SendOutcome.Sent("queued"), 0.5));

        var result = (await world.Db.WriteAsync(tx => CancelEdition.RunAsync(tx, edition.Id)))!;
        Assert.Equal((1, 1, EditionState.Open), (result.Cancelled, result.Sent, result.Edition.State));
        Assert.NotNull(await world.Db.ReadAsync(tx => EditionTable.FindAsync(tx, "weekly", edition.Name)));
        var who = (await world.Db.ReadAsync(tx => WhoGot.RunAsync(tx, edition.Id, DeliveryState.Cancelled, 10)))!;
        Assert.Equal((1L, 1L, 1), (who.Counts["sent"], who.Counts["cancelled"], who.Rows.Count));
        Assert.DoesNotContain(who.Rows, row => row.Address.Contains('@', StringComparison.Ordinal));

        // A person retries the row: the edition stays cancelled.
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update deliveries set state = 'pending' where state = 'cancelled'"));
        var outcome = await new MailSender(world.Db, [DigestWorld.Weekly], world.Compose, new Relay()).SendAsync((await world.ClaimAsync()).Single(), CancellationToken.None);
        Assert.Equal(new SendOutcome.GiveUp("the edition was cancelled", Unwanted: true), outcome);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Send_now_ends_the_period_here_and_the_next_begins_here(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        Assert.Equal(SendNowState.NothingNew, (await SendAsync(world)).State);
        await world.PublishAsync("News", world.Water);
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        var now = await SendAsync(world);
        Assert.Equal((SendNowState.Opened, 1), (now.State, now.Opening!.Readers));
        Assert.Equal(SendNowState.NothingNew, (await SendAsync(world)).State);
        await world.PublishAsync("More", world.Water);
        var next = (await world.OpenNextAsync())!.Edition;
        Assert.Equal((now.Opening.Edition.EndsAt, 1, "2026-W47-2"), (next.StartsAt, next.ItemCount, next.Name));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_test_goes_to_a_subscription_of_ones_own_and_is_not_taken_for_the_edition(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        Assert.Equal(TestDigestResult.NoReader, await TestAsync("editor@example.org"));
        await world.ReadersAsync("editor@example.org", "water");
        Assert.Equal(TestDigestResult.NothingNew, await TestAsync("editor@example.org"));
        await world.PublishAsync("News", world.Water);
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TestDigestResult.Queued, await TestAsync("Editor@example.org"));
        var row = (await world.ClaimAsync()).Single();
        var test = await MailAsync(world, row);
        var again = await MailAsync(world, row);
        Assert.StartsWith("[Test] Water Policy: 1 new item", test.Subject, StringComparison.Ordinal);
        Assert.Equal(Encoding.Latin1.GetString(MimeBuilder.Bytes(test)), Encoding.Latin1.GetString(MimeBuilder.Bytes(again)));

        await world.OpenNextAsync();
        var edition = await MailAsync(world, (await world.ClaimAsync()).Single(claimed => claimed.CauseKind == "edition"));
        Assert.NotEqual(test.MessageId, edition.MessageId);
        Assert.DoesNotContain("[Test]", edition.Subject, StringComparison.Ordinal);

        Task<TestDigestResult> TestAsync(string address) => world.Db.WriteAsync(tx => TestDigest.RunAsync(tx, DigestWorld.Weekly, address));
    }

    [Fact]
    public async Task Tests_have_a_limit_by_the_hour()
    {
        await using var world = await DigestWorld.CreateAsync();
        await world.ReadersAsync("editor@example.org", "water");
        await world.PublishAsync("News", world.Water);
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
        for (var n = 0; n < TestDigest.MostAnHour; n++)
        {
            Assert.Equal(TestDigestResult.Queued, await world.Db.WriteAsync(tx => TestDigest.RunAsync(tx, DigestWorld.Weekly, "editor@example.org")));
        }

        Assert.Equal(TestDigestResult.TooMany, await world.Db.WriteAsync(tx => TestDigest.RunAsync(tx, DigestWorld.Weekly, "editor@example.org")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_held_item_is_in_no_edition_and_a_correction_of_staff_is_in_the_next_one_once(string dialect)
    {
        await using var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        var item = await world.PublishAsync("News", world.Water);
        var held = await world.PublishAsync("Held", world.Water);
        await world.Db.WriteAsync(tx => HoldItem.RunAsync(tx, held.Id));
        Assert.Equal(1, (await world.OpenNextAsync())!.Edition.ItemCount);

        await world.Db.WriteAsync(tx => CorrectItem.RunAsync(tx, item.Id, new(Correction: "It was Tuesday.")));
        await world.Db.WriteAsync(tx => ReleaseItem.RunAsync(tx, held.Id));
        Assert.Equal("It was Tuesday.", await NextAmendmentAsync());
        Assert.Null(await NextAmendmentAsync());
        await world.Db.WriteAsync(tx => RetractItem.RunAsync(tx, item.Id, "It was not ours."));
        await world.PublishAsync("More", world.Water);
        Assert.Equal("It was not ours.", await NextAmendmentAsync());

        async Task<string?> NextAmendmentAsync()
        {
            var opening = (await world.OpenNextAsync())!;
            var issue = await world.Db.ReadAsync(tx => EditionTable.IssueAsync(tx, DigestWorld.Weekly, opening.Edition));
            return issue.Amendments.Select(amendment => amendment.Correction ?? amendment.Retraction).SingleOrDefault();
        }
    }

    // 0 to 4: publish, run, send now, pause or resume, take the last edition back. All within the 91 days that an edition looks back: what
    // staff take back for longer is no news any more.
    [Fact]
    public Task Whatever_staff_do_every_item_is_in_exactly_one_edition() => Gen.Select(Gen.Int[0, 4], Gen.Int[1, 2 * 24 * 60]).Array[1, 40].SampleAsync(
        async steps =>
        {
            await using var world = await DigestWorld.CreateAsync();
            await world.ReadersAsync("anna@example.org", "water");
            foreach (var (step, minutes) in steps)
            {
                world.Store.Time.Advance(TimeSpan.FromMinutes(minutes));
                await StepAsync(world, step);
            }

            await PauseAsync(world, false);
            await world.OpenNextAsync();
            await world.OpenNextAsync();
            var places = await world.Db.ReadAsync(tx => tx.QueryAsync<long>("select item_id from edition_items order by item_id"));
            Assert.Equal(Enumerable.Range(1, steps.Count(step => step.Item1 == 0)).Select(id => (long)id), places);
        },
        iter: 40,
        threads: 1);

    private static Task StepAsync(DigestWorld world, int step) => step switch
    {
        0 => world.PublishAsync("News", world.Water),
        1 => world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, DigestWorld.Weekly)),
        2 => SendAsync(world),
        3 => world.Db.WriteAsync(async tx => await PausePlan.RunAsync(tx, "weekly", (await DigestStatus.RunAsync(tx, DigestWorld.Weekly)).State.PausedAt is null)),
        _ => world.Db.WriteAsync(async tx => await EditionTable.NewestAsync(tx, "weekly") is { } newest ? await CancelEdition.RunAsync(tx, newest.Id) : null),
    };

    private static Task<bool> PauseAsync(DigestWorld world, bool paused) => world.Db.WriteAsync(tx => PausePlan.RunAsync(tx, "weekly", paused));

    private static Task<SendNowResult> SendAsync(DigestWorld world) => world.Db.WriteAsync(tx => SendNow.RunAsync(tx, DigestWorld.Weekly));

    private static Task<PlanStatus> StatusAsync(DigestWorld world) => world.Db.ReadAsync(tx => DigestStatus.RunAsync(tx, DigestWorld.Weekly));

    private static Task<PickResult> PickAsync(DigestWorld world, Item item, Pick pick) => world.Db.WriteAsync(tx => PickItem.RunAsync(tx, "weekly", item.Id, pick));

    private static async Task<MimeKit.MimeMessage> MailAsync(DigestWorld world, Delivery delivery)
    {
        var relay = new Relay();
        Assert.IsType<SendOutcome.Sent>(await new MailSender(world.Db, [DigestWorld.Weekly], world.Compose, relay).SendAsync(delivery, CancellationToken.None));
        return relay.Sent!;
    }

    private sealed class Relay : IMailTransport
    {
        public MimeKit.MimeMessage? Sent { get; private set; }

        public Task<SendOutcome> SendAsync(Envelope envelope, MimeKit.MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
        {
            Sent = message;
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent("queued"));
        }
    }
}
