using NewsBot.Digest.Editions;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: digests in words.</summary>
internal static class DigestWords
{
    private const string Indent = "　"; // An ideographic space: Discord trims others at a line's start.

    public static IEnumerable<string> Status(PlanStatus status)
    {
        yield return $"**{Words.Quote(status.Plan.Name)}** ({Words.Quote(status.Plan.Schedule.ToString())}, {Zone(status.Plan)})";
        yield return Indent + Next(status);
        if (status.Late is { } late)
        {
            yield return $"{Indent}⚠️ The edition that was due {TimeText.Relative(late.Period.End)} is late: "
                + (late.State == DueState.Asked ? "the desk asks whether to send it." : "its items go out with the next one; `/digest send-now` sends them at once.");
        }

        if (status.Hold is { } hold)
        {
            yield return $"{Indent}Held since {TimeText.Relative(hold.Since)}, and opens by itself when this is mended: {Words.Quote(hold.Problems)}";
        }

        if (status.State.Note is { } note)
        {
            yield return $"{Indent}With a note from the editors: {Words.Quote(note)}";
        }

        if (status.Last is { } last)
        {
            var counts = string.Join(", ", status.LastCounts.Select(count => $"{count.Value} {count.Key.Replace('_', ' ')}").DefaultIfEmpty("no mails"));
            yield return $"{Indent}Last edition {Words.Quote(last.Name)}, {TimeText.Relative(last.OpenedAt)}: {Words.Count(last.ItemCount, "item")}; {counts}.";
        }
        else
        {
            yield return $"{Indent}No edition yet.";
        }
    }

    public static string Next(PlanStatus status)
    {
        var when = status.NextRun is { } next ? $"Next: {TimeText.Stamp(next)}, {TimeText.Relative(next)}." : "Paused; `/digest resume` lets it go on.";
        return $"{when} As it is now: {Words.Count(status.Next.Items.Count, "item")} for {Words.Count(status.NextReaders, "reader")}.";
    }

    private static string Zone(DigestPlan plan) =>
        plan.ReaderZone is { } otherwise ? $"in each reader's own zone, or {otherwise.Id}" : plan.Zone.Id;

    /// <summary>What an edition would hold, by topic.</summary>
    public static IEnumerable<string> Contents(Issue issue)
    {
        foreach (var topic in issue.Items.GroupBy(item => item.Topics.Count > 0 ? item.Topics[0].Name : "No topic"))
        {
            yield return $"**{Words.Quote(topic.Key)}**";
            foreach (var item in topic)
            {
                yield return $"• {Words.Quote(item.Title)} (`#{item.Id}`)";
            }
        }

        foreach (var amendment in issue.Amendments)
        {
            yield return $"• {(amendment.Correction is null ? "Taken back" : "Corrected")}: {Words.Quote(amendment.Title)}";
        }
    }
}
