using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Deliveries;

/// <summary>Every arrow of docs/deliveries.md, on both databases.</summary>
public sealed class OutboxTests
{
    private static readonly Lane Chat = new("discord", 4, (_, _) => Task.FromResult<SendOutcome>(new SendOutcome.Sent("1"))) { MaxAttempts = 3 };
    private static readonly Lane Mail = new("mail", 4, (_, _) => Task.FromResult<SendOutcome>(new SendOutcome.Sent("1"))) { InOrder = false, RepeatDoubtfulAfter = TimeSpan.FromMinutes(15) };

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_same_key_twice_is_one_row(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        var draft = Some.Draft();
        Assert.Equal(1, await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [draft, draft])));
        Assert.Equal(0, await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [draft])));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_address_gets_one_send_at_a_time_oldest_first(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft("1", 1), Some.Draft("1", 2), Some.Draft("2", 3)]));
        var first = await ClaimAsync(store, Chat);
        Assert.Equal([1, 3], first.Select(row => row.CauseId));
        Assert.Empty(await ClaimAsync(store, Chat));
        await FinishAsync(store, Chat, first[0], new SendOutcome.Sent("900"));
        Assert.Equal([2], (await ClaimAsync(store, Chat)).Select(row => row.CauseId));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Claimers_at_once_never_share_a_row(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [.. Enumerable.Range(1, 60).Select(n => Some.Draft(address: $"{n % 20}", item: n))]));
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
            store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, n % 2 == 0 ? Chat : Chat with { InOrder = false }, 5, $"claimer-{n}")))));
        var ids = claims.SelectMany(rows => rows).Select(row => row.Id).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_ended_claim_is_claimable_again_and_its_late_owner_writes_nothing(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft()]));
        var late = Assert.Single(await ClaimAsync(store, Chat, "first"));
        store.Time.Advance(Outbox.ClaimLength);
        var second = Assert.Single(await ClaimAsync(store, Chat, "second"));
        Assert.Equal(2, second.Attempt);
        Assert.False(await FinishAsync(store, Chat, late, new SendOutcome.Sent("1")));
        Assert.True(await FinishAsync(store, Chat, second, new SendOutcome.Sent("2")));
        Assert.Equal("2", (await OnlyRowAsync(store)).RemoteId);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Retries_run_out_and_the_row_is_dead_until_a_person_retries_it(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft()]));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var claimed = Assert.Single(await ClaimAsync(store, Chat));
            await FinishAsync(store, Chat, claimed, new SendOutcome.Retry("no answer"));
            Assert.Empty(await ClaimAsync(store, Chat)); // It backs off.
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var dead = await OnlyRowAsync(store);
        Assert.Equal((DeliveryState.Dead, "no answer"), (dead.State, dead.LastError));
        Assert.True(await store.Db.WriteAsync(tx => DeliveryList.RetryAsync(tx, dead.Id)));
        Assert.Equal(1, Assert.Single(await ClaimAsync(store, Chat)).Attempt);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_snooze_a_lane_that_is_down_and_a_parked_address_cost_no_attempt(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft()]));
        SendOutcome[] free = [new SendOutcome.Snooze(TimeSpan.FromSeconds(30)), new SendOutcome.LaneDown("bad token"), new SendOutcome.Park("channel is gone")];
        foreach (var outcome in free)
        {
            var claimed = Assert.Single(await ClaimAsync(store, Chat));
            Assert.Equal(1, claimed.Attempt);
            await FinishAsync(store, Chat, claimed, outcome);
            store.Time.Advance(Outbox.ParkedCheck);
        }

        Assert.Equal(1, Assert.Single(await ClaimAsync(store, Chat)).Attempt);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_parked_address_keeps_its_rows_is_tried_with_one_and_opens_with_the_first_success(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft("1", 1), Some.Draft("1", 2), Some.Draft("2", 3)]));
        await FinishAsync(store, Chat, (await ClaimAsync(store, Chat))[0], new SendOutcome.Park("no permission"));
        Assert.Empty(await ClaimAsync(store, Chat));
        Assert.Equal("no permission", Assert.Single(await store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason);

        store.Time.Advance(Outbox.ParkedCheck);
        var probe = (await ClaimAsync(store, Chat)).Single(row => row.Address == "1");
        await FinishAsync(store, Chat, probe, new SendOutcome.Sent("900"));
        Assert.Empty(await store.Db.ReadAsync(DeliveryList.ParkedAsync));
        Assert.Equal(2, Assert.Single(await ClaimAsync(store, Chat)).CauseId);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edit_during_the_send_leaves_the_row_owed(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft()]));
        var claimed = Assert.Single(await ClaimAsync(store, Chat));
        await store.Db.WriteAsync(tx => Outbox.RestateAsync(tx, Cause.Item(1), 2, Wanted.Present));
        await FinishAsync(store, Chat, claimed, new SendOutcome.Sent("900"));
        var again = Assert.Single(await ClaimAsync(store, Chat));
        Assert.Equal((1, 2, "900", 1), (again.DoneRev, again.WantedRev, again.RemoteId, again.Attempt));
    }

    [Theory]
    [InlineData("held", "cancelled")]
    [InlineData("pending", "cancelled")]
    [InlineData("sent", "pending")]
    [InlineData("sending", "sending")]
    [InlineData("dead", "pending")]
    public async Task A_withdrawal_reaches_every_state(string from, string to)
    {
        foreach (var dialect in new[] { "sqlite", "postgres" })
        {
            await using var store = await TestStore.CreateAsync(dialect);
            await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft(held: from == "held")]));
            if (from is "sent" or "sending" or "dead")
            {
                var claimed = Assert.Single(await ClaimAsync(store, Chat));
                if (from != "sending")
                {
                    await FinishAsync(store, Chat, claimed, from == "sent" ? new SendOutcome.Sent("900") : new SendOutcome.GiveUp("bad content"));
                }
            }

            await store.Db.WriteAsync(tx => Outbox.RestateAsync(tx, Cause.Item(1), 2, Wanted.Absent));
            var row = await OnlyRowAsync(store);
            Assert.Equal((to, Wanted.Absent), (row.State.ToString().ToLowerInvariant(), row.Wanted));
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_mail_whose_reply_was_lost_is_doubtful_and_repeated_at_most_once(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft(lane: "mail")]));
        for (var time = 1; time <= 2; time++)
        {
            var claimed = Assert.Single(await ClaimAsync(store, Mail));
            Assert.True(await store.Db.WriteAsync(tx => Outbox.MarkInFlightAsync(tx, claimed)));
            Assert.Empty(await ClaimAsync(store, Mail));
            store.Time.Advance(Outbox.InFlightLength); // The process died here.
            Assert.Empty(await ClaimAsync(store, Mail));
            Assert.Equal(DeliveryState.Doubtful, (await OnlyRowAsync(store)).State);
            store.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Empty(await ClaimAsync(store, Mail));
        Assert.Equal(DeliveryState.Doubtful, (await OnlyRowAsync(store)).State);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_lost_claim_may_not_send_the_final_dot(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft(lane: "mail")]));
        var late = Assert.Single(await ClaimAsync(store, Mail, "first"));
        store.Time.Advance(Outbox.ClaimLength);
        Assert.Single(await ClaimAsync(store, Mail, "second"));
        Assert.False(await store.Db.WriteAsync(tx => Outbox.MarkInFlightAsync(tx, late)));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Held_rows_wait_for_a_person(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await store.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft(held: true)]));
        Assert.Empty(await ClaimAsync(store, Chat));
        Assert.Equal(1, await store.Db.WriteAsync(tx => DeliveryList.ReleaseAsync(tx, null)));
        Assert.Single(await ClaimAsync(store, Chat));
    }

    private static Task<IReadOnlyList<Delivery>> ClaimAsync(TestStore store, Lane lane, string owner = "me") =>
        store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 10, owner));

    private static Task<bool> FinishAsync(TestStore store, Lane lane, Delivery claimed, SendOutcome outcome) =>
        store.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, claimed, outcome, jitter: 0.5));

    private static async Task<Delivery> OnlyRowAsync(TestStore store) =>
        Assert.Single(await store.Db.ReadAsync(tx => DeliveryList.NewestAsync(tx, null, null, 10)));
}
