using NewsBot.Digest.Editions;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Mail;

/// <summary>For whom a digest is written: one reader, or everybody who looks at its page.</summary>
public sealed record Audience
{
    /// <summary>What the reader follows, first followed first; null: the page for everybody.</summary>
    public IReadOnlyList<Followed>? Followed { get; init; }

    /// <summary>One that there are phrases of.</summary>
    public required string Language { get; init; }

    /// <summary>Whose days and hours are told.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The reader's own link; null on the page for everybody.</summary>
    public string? Unsubscribe { get; init; }

    /// <summary>The reader's own page; null on the page for everybody.</summary>
    public string? Manage { get; init; }

    public static Audience Everybody(DigestPlan plan, string language) => new() { Language = language, Zone = plan.Zone };

    /// <summary>A reader's own language and zone, or English and the plan's.</summary>
    public static Audience Of(Subscriber reader, IReadOnlyList<Followed> followed, DigestPlan plan, Phrases phrases) =>
        new() { Followed = followed, Language = phrases.Best(reader.Language), Zone = reader.OwnZone ?? plan.Zone };
}
