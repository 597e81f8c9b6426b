using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>An edition with one of everything, and the mails of it.</summary>
internal static class SomeDigest
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    public static readonly EditionTopic Law = new(0, 1, "law-enforcement", "Law Enforcement Partnerships");
    public static readonly EditionTopic Water = new(0, 2, "water", "Water Policy");

    public static ComposeDigest Compose(string? templates = null) => new(new Templates(templates ?? Repository.Path("templates")), DigestWorld.Sender, DigestWorld.Keys);

    public static Issue Issue(IReadOnlyList<EditionItem> items, IReadOnlyList<Amendment>? amendments = null, string? note = null) => new(
        DigestWorld.Weekly,
        new Edition
        {
            Id = 7,
            Plan = "weekly",
            Name = "2026-W47",
            StartsAt = Monday.AddDays(-7),
            EndsAt = Monday,
            OpenedAt = Monday.AddSeconds(1),
            State = EditionState.Open,
            ItemCount = items.Count,
            Note = note,
        },
        items,
        amendments ?? []);

    /// <param name="text">Stands wherever a text from outside can stand.</param>
    public static Issue Everything(string text = "News") => Issue(
        [
            Item(text, Law) with { Kind = "photo", ImageUrl = "https://www.example.org/p.jpg", ImageAlt = text, ImageCredit = text },
            Item(text, Law) with { Kind = "event", StartsAt = Monday.AddDays(3), EndsAt = Monday.AddDays(3).AddHours(2), Location = text, DeadlineAt = Monday.AddDays(2) },
            Item($"Breaking: {text}", Water) with { Notify = Notify.Breaking },
            Item(text, Law, Water) with { Correction = text, ImageUrl = "https://www.example.org/q.jpg", ImageAlt = text, Kind = "readout" },
            Item(text, Water) with { Url = null, Summary = null },
        ],
        [new() { Id = 1, Title = text, Url = "https://www.example.org/l", Correction = text, Topics = [Law] }, new() { Id = 2, Title = text, Retraction = text, Topics = [Water] }],
        text);

    public static ComposedDigest Letter(this ComposeDigest compose, Issue issue, string? language = null, params EditionTopic[] topics) =>
        compose.Letter(issue, Reader(language), Follows(topics.Length > 0 ? topics : [Law, Water]))!;

    public static Subscriber Reader(string? language = null) => new() { Id = 3, Address = "reader@example.org", AddressHash = "", Language = language };

    public static EditionItem Item(string title, params EditionTopic[] topics)
    {
        var id = Some.Number();
        return new() { Id = id, Revision = 1, Kind = "story", Title = title, Url = $"https://www.example.org/{id}", Summary = title, ShownAt = Monday.AddDays(-3), Topics = topics };
    }

    public static IReadOnlyList<Followed> Follows(params EditionTopic[] topics) => [.. topics.Select(topic => new Followed(topic.Id * 10, topic.Id, topic.Slug, topic.Name))];
}
