using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>
/// Empties one lane, and is the only retry engine of the house.
/// 1. Is anything due? If not, wait for a nudge, a second at most.
/// 2. Claim as many rows as there are free hands; the attempt is spent.
/// 3. Call the lane's <see cref="SendDelivery"/>; an exception counts as a retry.
/// 4. Record the outcome, for as long as the claim lasts if the store refuses.
/// 5. A lane that is new or down is tried with one row alone, so that a bad token is used once; down, it claims nothing until its next try.
/// On stop: no new claims; running sends get <see cref="Grace"/>, and what is left simply ends its claim.
/// </summary>
public sealed class DeliveryPump(Db db, Lane lane, string owner, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim hands = new(lane.Concurrency, lane.Concurrency);
    private readonly Lock pauseLock = new();
    private bool proven;
    private TimeSpan pause;
    private DateTimeOffset pausedUntil;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var cut = new CancellationTokenSource();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (!await PumpOnceAsync(stopping, cut.Token))
                {
                    await db.Nudges.WaitAsync(lane.Name, Poll, time, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await FinishRunningAsync(cut);
    }

    public void Dispose() => hands.Dispose();

    /// <returns>False when there was nothing to do.</returns>
    private async Task<bool> PumpOnceAsync(CancellationToken stopping, CancellationToken cut)
    {
        var alone = !proven;
        if (time.GetUtcNow() < pausedUntil || (alone && hands.CurrentCount < lane.Concurrency))
        {
            return false;
        }

        IReadOnlyList<Delivery> claimed;
        try
        {
            if (!await db.ReadAsync(tx => Outbox.HasWorkAsync(tx, lane), stopping))
            {
                return false;
            }

            await hands.WaitAsync(stopping);
            var free = 1;
            while (!alone && free < lane.Concurrency && hands.Wait(0, CancellationToken.None))
            {
                free++;
            }

            claimed = [];
            try
            {
                claimed = await db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, free, owner), stopping);
            }
            finally
            {
                if (free > claimed.Count)
                {
                    hands.Release(free - claimed.Count);
                }
            }
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, lane.Name, failure);
            return false;
        }

        foreach (var delivery in claimed)
        {
            _ = Task.Run(() => SendOneAsync(delivery, cut), CancellationToken.None);
        }

        return claimed.Count > 0;
    }

    private async Task SendOneAsync(Delivery delivery, CancellationToken cut)
    {
        try
        {
            var outcome = await AttemptAsync(delivery, cut);
            await RecordAsync(delivery, outcome);
        }
        finally
        {
            hands.Release();
            db.Nudges.Wake(lane.Name);
        }
    }

    private async Task<SendOutcome> AttemptAsync(Delivery delivery, CancellationToken cut)
    {
        if (lane.MaxAge is { } age && delivery is { DoneRev: 0, Wanted: Wanted.Present } && time.GetUtcNow() - delivery.DueAt > age)
        {
            return new SendOutcome.GiveUp($"due for more than {age.TotalHours:0} h: late news is no news");
        }

        using var over = new CancellationTokenSource(lane.SendLimit ?? Timeout.InfiniteTimeSpan, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cut, over.Token);
        try
        {
            return await lane.Send(delivery, ends.Token);
        }
        catch (Exception failure)
        {
            return new SendOutcome.Retry(over.IsCancellationRequested ? $"broken off after {lane.SendLimit?.TotalSeconds:0} s" : failure.Message);
        }
    }

    private async Task RecordAsync(Delivery delivery, SendOutcome outcome)
    {
        if (outcome is SendOutcome.LaneDown)
        {
            Pause();
        }

        var until = time.GetUtcNow() + Outbox.InFlightLength; // What is known is not given up because the store is busy; a lost claim ends it sooner.
        while (true)
        {
            try
            {
                var (finished, up) = await db.WriteAsync(async tx =>
                    (await Outbox.FinishAsync(tx, lane, delivery, outcome, Random.Shared.NextDouble()), await RecordLaneAsync(tx, outcome)));
                Telemetry.Attempted(logger, lane, delivery, outcome, finished);
                if (outcome is SendOutcome.Sent)
                {
                    (proven, pause) = (true, TimeSpan.Zero);
                }

                if (up)
                {
                    Telemetry.LaneUp(logger, lane.Name);
                }

                return;
            }
            catch (Exception failure)
            {
                Telemetry.StoreRefused(logger, lane.Name, failure);
                if (time.GetUtcNow() >= until)
                {
                    return;
                }

                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }
    }

    // Several sends may find the lane down at once: that is one pause.
    private void Pause()
    {
        proven = false;
        lock (pauseLock)
        {
            if (time.GetUtcNow() >= pausedUntil)
            {
                pause = pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                pausedUntil = time.GetUtcNow() + pause;
            }
        }
    }

    /// <returns>True: the lane was down until now, perhaps since an earlier process.</returns>
    private async Task<bool> RecordLaneAsync(Tx tx, SendOutcome outcome)
    {
        if (outcome is SendOutcome.LaneDown down)
        {
            await LaneTable.DownAsync(tx, lane.Name, down.Reason, pausedUntil);
        }

        return outcome is SendOutcome.Sent && !proven && await LaneTable.UpAsync(tx, lane.Name);
    }

    private async Task FinishRunningAsync(CancellationTokenSource cut)
    {
        cut.CancelAfter(Grace);
        for (var hand = 0; hand < lane.Concurrency; hand++)
        {
            await hands.WaitAsync(CancellationToken.None);
        }
    }
}
