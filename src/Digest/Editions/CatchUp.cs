using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>
/// Opens what is due at start, whenever Quartz says so, and every few minutes besides: a trigger that was missed, for the
/// program was down or the clock jumped, is then no matter.
/// </summary>
public sealed class CatchUp(Db db, IReadOnlyList<DigestPlan> plans, TimeProvider time, ILogger<CatchUp> logger, Gate? gate = null) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>Opens what is due of every plan. A plan that fails is logged and does not hold up the others.</summary>
    /// <returns>What was opened now.</returns>
    public async Task<IReadOnlyList<Opening>> RunOnceAsync(CancellationToken ct)
    {
        var openings = new List<Opening>();
        foreach (var plan in plans)
        {
            try
            {
                if (gate is not null && await gate.HoldsAsync(plan, ct))
                {
                    logger.LogWarning("The next edition of {Plan} is held: its mails are not as they should be", plan.Name);
                    continue;
                }

                if (await db.WriteAsync(tx => OpenEdition.RunAsync(tx, plan), ct) is { } opening)
                {
                    db.Nudges.Wake("mail");
                    logger.LogInformation(
                        "Opened edition {Edition} of {Plan}: {Items} items for {Readers} readers", opening.Edition.Name, plan.Name, opening.Edition.ItemCount, opening.Readers);
                    openings.Add(opening);
                }
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogError(failure, "Could not open an edition of {Plan}; trying again in {Minutes} minutes", plan.Name, Every.TotalMinutes);
            }
        }

        return openings;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RunOnceAsync(stoppingToken);
                await Task.Delay(Every, time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Whatever was cut short is due at the next start.
        }
    }
}
