using Microsoft.Extensions.Logging;

namespace NewsBot.Newsroom.Sources;

/// <summary>What a source gave that cannot be used: the same complaint once, not in every round; again when it comes back after being mended.</summary>
internal sealed class SourceReports(string source, ILogger logger)
{
    private readonly HashSet<string> reported = new(StringComparer.Ordinal);

    /// <param name="unknownTopics">Where, and the topic that nobody knows.</param>
    public void Report(IReadOnlyList<Refusal> refusals, IEnumerable<(string Where, string Topic)> unknownTopics, IReadOnlyCollection<string> slugs)
    {
        var complaints = refusals.Select(refusal => (refusal.Where, refusal.Reason))
            .Concat(unknownTopics.Select(unknown => (unknown.Where, Reason: $"unknown topic \"{unknown.Topic}\"; {Hint(unknown.Topic, slugs)} The item goes without it")))
            .ToList();
        reported.IntersectWith(complaints.Select(Line));
        foreach (var complaint in complaints.Where(complaint => reported.Add(Line(complaint))))
        {
            Telemetry.Refused(logger, source, Printable.Of(complaint.Where), Printable.Of(complaint.Reason));
        }

        static string Line((string Where, string Reason) complaint) => $"{complaint.Where}: {complaint.Reason}";
    }

    private static string Hint(string topic, IReadOnlyCollection<string> slugs) =>
        Nearest.To(topic, slugs) is { } near ? $"did you mean \"{near}\"?" : slugs.Count > 0 ? $"known: {string.Join(", ", slugs)}" : "no topics are configured";
}
