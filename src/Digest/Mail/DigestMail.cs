using System.Globalization;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Languages;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: an edition, seen by one reader or by everybody. "Today" is the day the edition was opened, so that a repeat has the same bytes.</summary>
public static class DigestMail
{
    private const int LongestNote = 1000;
    private const int MostNoteLines = 20;
    private const int LongestPreheader = 90;

    /// <param name="room">How many items and corrections at most; the least important ones go first, and are counted.</param>
    /// <returns>Null when nothing in it is for this reader.</returns>
    public static DigestModel? Model(Issue issue, SenderOptions sender, Phrases phrases, Audience audience, int room = int.MaxValue)
    {
        var view = new DigestView(issue, sender, phrases, audience);
        var (plan, edition, language) = (issue.Plan, issue.Edition, audience.Language);
        var mine = issue.Items.Where(item => view.Matching(item.Topics).Any()).ToList();
        if (mine.Count == 0)
        {
            return null;
        }

        var choice = DigestChoice.Of(
            mine, [.. issue.Amendments.Where(item => view.Matching(item.Topics).Any())], view.Topics, item => view.Matching(item.Topics).First().Id,
            item => view.Image(item) is not null, edition.OpenedAt, all: audience.Followed is null, room);
        var (first, last) = (edition.Period.FirstDay(plan.Zone), edition.Period.LastDay(plan.Zone));
        var label = edition.Period.Label(plan.Zone, language);
        var shown = new[] { choice.Lead }.Concat(choice.Deadlines).Concat(choice.Breaking).Concat(choice.Topics.SelectMany(topic => topic.Items)).OfType<EditionItem>();
        return new DigestModel
        {
            Language = language,
            Direction = Phrases.Direction(language),
            Plan = plan.Name,
            Title = view.Title,
            Subject = audience.Followed is null ? phrases.Say(language, "digest.page-subject", view.Title, label) : view.Subject(mine),
            Preheader = OneLine.Of(string.Join(" · ", shown.Take(3).Select(item => item.Title)), LongestPreheader) ?? view.Title,
            Period = new(label, Iso(first), Iso(last)),
            Sender = new(OneLine.Of(sender.From.Name, DigestView.LongestName) ?? sender.Domain),
            Note = Note(edition.Note),
            Lead = choice.Lead is null ? null : view.Item(choice.Lead),
            Deadlines = [.. choice.Deadlines.Select(view.Item)],
            Breaking = [.. choice.Breaking.Select(view.Item)],
            Topics = [.. choice.Topics.Select(topic => new TopicModel(view.Name(topic.Topic), topic.Topic.Slug, [.. topic.Items.Select(view.Item)], topic.More))],
            More = choice.MoreElsewhere,
            Corrections = [.. choice.Corrections.Select(view.Correction)],
            MoreCorrections = choice.MoreCorrections,
            Links = new(sender.Link(EditionPath(edition)), audience.Unsubscribe, audience.Manage, sender.Link("e/")),
            Reader = audience.Followed is { } followed ? new(view.List(followed.Select(topic => OneLine.Of(topic.Name, DigestView.LongestName) ?? topic.Slug))) : null,
        };
    }

    /// <summary>The path of an edition's page, below the site's address.</summary>
    internal static string EditionPath(Edition edition) => $"e/{edition.Plan}/{edition.Name}";

    // Its lines are paragraphs, empty ones between them fall away.
    private static List<string> Note(string? note)
    {
        var lines = new List<string>();
        var room = LongestNote;
        foreach (var text in (note ?? "").Split('\n', MostNoteLines + 1).Take(MostNoteLines))
        {
            if (room > 1 && OneLine.Of(text, room) is { } line)
            {
                lines.Add(line);
                room -= line.Length;
            }
        }

        return lines;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
