using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// An address that somebody typed and nobody confirmed is none of ours to keep: it is forgotten a day after its link has ended, also where nobody
/// signs up any more. It runs at start and once a day; on several nodes at once it is harmless.
/// </summary>
public sealed class ForgetAsked(Db db, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>50 asks each: more than the limits on sign-ups let in within a day. What is left is next day's.</summary>
    private const int MostRounds = 2_000;

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await RunOnceAsync(ct);
                await Task.Delay(Every, time, ct);
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // What was cut short is old at the next start.
        }
    }

    internal async Task RunOnceAsync(CancellationToken ct)
    {
        try
        {
            for (var round = 0; round < MostRounds && await db.WriteAsync(OptInTable.ForgetAsync, ct) == OptInTable.MostForgotten; round++)
            {
            }

            await db.WriteAsync(OptInTable.ForgetAnsweredAsync, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            logger.LogError(failure, "Could not forget the sign-ups that nobody confirmed; trying again in {Hours} hours", Every.TotalHours);
        }
    }
}
