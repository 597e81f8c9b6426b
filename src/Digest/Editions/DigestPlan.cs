namespace NewsBot.Digest.Editions;

/// <summary>A recurring digest.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; stands in addresses and in <c>List-Id</c>, so it never changes.</param>
/// <param name="Zone">Whose wall clock the schedule means.</param>
public sealed record DigestPlan(string Name, Schedule Schedule, TimeZoneInfo Zone)
{
    /// <summary>
    /// Where the wall time of a day comes first on Earth, UTC+14 and no summer time: the zone of a plan that goes out in each reader's own.
    /// </summary>
    public static readonly TimeZoneInfo FirstZone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati");

    /// <summary>
    /// Not null: the period ends where its wall time comes first (<see cref="FirstZone"/>), and each reader gets the mail when that time
    /// comes in the reader's own zone, or in this one when the reader has named none.
    /// </summary>
    public TimeZoneInfo? ReaderZone { get; private init; }

    /// <summary>What becomes of an edition that is later than <see cref="Latest"/>.</summary>
    public LateRule Late { get; init; } = LateRule.Merge;

    /// <summary>An edition that was missed, for the program was down, is opened all the same within this time.</summary>
    public TimeSpan Latest { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Heads the mail.</summary>
    public string Title { get; init; } = $"Your {Name} digest";

    /// <summary>Heads the page for everybody.</summary>
    public string PageTitle { get; init; } = $"{char.ToUpperInvariant(Name[0])}{Name[1..]} digest";

    /// <summary>Names <c>digest/{Template}.sbn-html</c> and <c>.sbn-txt</c>.</summary>
    public string Template { get; init; } = "weekly";

    /// <summary>A plan that goes out at its wall time in each reader's own zone.</summary>
    /// <param name="otherwise">The zone of readers who have named none.</param>
    public static DigestPlan InReadersZone(string name, Schedule schedule, TimeZoneInfo otherwise) => new(name, schedule, FirstZone) { ReaderZone = otherwise };
}

/// <summary>What becomes of an edition that could not be opened in time.</summary>
public enum LateRule
{
    /// <summary>It is opened however late it is.</summary>
    Send,

    /// <summary>Its items wait for the next one.</summary>
    Merge,

    /// <summary>Staff say which; until they do it waits, at the longest for the next one.</summary>
    Ask,
}
