using NewsBot.Digest.Editions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary><c>/status</c>: is everything as it should be, and if not, what is to be done; one sentence each, what is wrong first.</summary>
internal static class StatusCommand
{
    public static readonly Command Command = new()
    {
        Path = "status",
        Description = "Is everything working? Sources, channels, mail and the next digests",
        Who = WhoMay.Staff,
        Run = RunAsync,
    };

    private static async Task<Reply> RunAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var (wrong, fine) = (new List<string>(), new List<string>());
            var incidents = await Incidents.OpenAsync(tx);
            var conditions = context.Tools.Conditions().Where(condition => incidents.All(incident => incident.Reason != condition));
            foreach (var incident in incidents.Where(incident => !IsListed(incident.Key)))
            {
                wrong.Add($"❌ {DeskAlert.About(incident)}, since {TimeText.Relative(incident.Since)}: {Words.Quote(incident.Reason)}");
            }

            foreach (var lane in await DeliveryList.DownLanesAsync(tx))
            {
                wrong.Add($"❌ Nothing leaves by {Words.Quote(lane.Name)}{(lane.DownSince is { } since ? $" since {TimeText.Relative(since)}" : "")}: {Words.Quote(lane.DownReason ?? "no reason is known")}.");
            }

            foreach (var parked in await DeliveryList.ParkedAsync(tx))
            {
                wrong.Add($"❌ {Words.Address(parked.Lane, parked.Address)} is closed to me since {TimeText.Relative(parked.Since)}: {Words.Quote(parked.Reason)}. Its posts wait.");
            }

            foreach (var source in await SourceStatus.ListAsync(tx))
            {
                var name = Words.Quote(source.Name);
                var read = source.ReadAt is { } at ? TimeText.Relative(at) : "never";
                if (source.Failures > 0)
                {
                    wrong.Add($"❌ Source {name} {Trouble(source)} ({Words.Count(source.Failures, "failed read")} in a row, last good one {read}): {Words.Quote(source.Error ?? "no reason is known")}.");
                }
                else
                {
                    fine.Add($"✅ Source {name} was read {read}.");
                }
            }

            var counts = (await DeliveryList.CountsAsync(tx)).ToLookup(count => count.State, StringComparer.Ordinal);
            Tell(wrong, counts["dead"].Sum(count => count.Count), "was given up", "were given up", "`/delivery list` says why.");
            Tell(wrong, counts["held"].Sum(count => count.Count), "is held", "are held", "`/news list` with `held`, or `/delivery list`, shows them.");
            var waiting = counts["pending"].Concat(counts["sending"]).Sum(count => count.Count);
            fine.Add(waiting == 0 ? "✅ Nothing waits to be sent." : $"⏳ {waiting} on the way.");
            foreach (var plan in context.Tools.Plans)
            {
                fine.Add($"🗓️ **{Words.Quote(plan.Name)}**: {DigestWords.Next(await DigestStatus.RunAsync(tx, plan))}");
            }

            return new Reply(Words.List([wrong.Count == 0 ? "**All is well.**" : "**Something needs you.**", .. wrong, .. conditions.Select(condition => $"• {Words.Quote(condition, Limits.EmbedFieldValue)}"), .. fine]));
        },
        ct);

    private static string Trouble(SourceStatus source) => source.State switch
    {
        SourceState.Parked => "is parked, and not asked again until its options change or I start anew",
        SourceState.Late => "is late",
        _ => "cannot be read",
    };

    /// <summary>Has lines of its own, with more to say.</summary>
    private static bool IsListed(string key) => key.Split('/')[0] is "source" or "parked" or "lane";

    private static void Tell(List<string> wrong, long count, string one, string many, string how)
    {
        if (count > 0)
        {
            wrong.Add($"⚠️ {count} {(count == 1 ? one : many)}: {how}");
        }
    }
}
