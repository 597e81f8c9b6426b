using NewsBot.Bot.Chat;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>A post for every shape there is.</summary>
internal static class SomePosts
{
    private const string Role = "1200000000000000101";

    private const string Hostile = "@everyone **bold** [x](https://evil.example) <@&1200000000000000101> <t:0:R> :smile: ||hidden|| ``` \u202e # a\n- b";

    private const string Readout = """
        The ministers spoke for *ninety* minutes.

        They agreed on **three points**:

        - liaison officers stay until [the end of 2028](https://news.example.org/liaison);
        - an urgent request is answered
          - within four hours,
          - at any time of day;
        - the same figures are published.

        > We know each other's harbours now.

        They meet again in April.
        """;

    private const string Html = """
        <p>The Authority <strong>opens</strong> the weir on Monday.</p><h2>Why</h2><ol><li>The lake is full.</li><li>More <em>rain</em> is coming.</li></ol>
        <blockquote>Keep away from the banks.</blockquote><p><img src="https://news.example.org/weir.jpg" alt="The weir from above"></p><script>alert(1)</script>
        """;

    private const string Table = """
        Levels this morning:

        | Place | Level (m) | Trend |
        |---|---|---|
        | Hollin | 1.20 | rising |
        | Port Merrow | 12.05 | falling |
        """;

    public static IReadOnlyDictionary<string, Post> All { get; } = new Dictionary<string, Post>(StringComparer.Ordinal)
    {
        ["story"] = Of("story"),
        ["story-full"] = Full("story"),
        ["story-without-summary"] = Of("story") with { Summary = null, Body = Readout },
        ["story-hostile"] = Of("story") with { Title = Hostile, Summary = Hostile, Author = Hostile, ImageCredit = Hostile, Correction = Hostile, Topics = [Hostile], Image = "https://news.example.org/a.jpg", ImageAlt = Hostile },
        ["story-corrected"] = Of("story") with { Correction = "The patrols begin on Tuesday, not on Monday.", Edited = true },
        ["story-retracted"] = Of("story") with { Retracted = true },
        ["story-silent"] = Of("story") with { Notify = Notify.Silent, Mention = Role },
        ["story-breaking"] = Of("story") with { Notify = Notify.Breaking, Mention = Role },
        ["photo"] = Of("photo") with { Image = "attachment://image.jpg", ImageAlt = "Two grey boats in the morning mist", ImageCredit = "Ingrid Solvang" },
        ["photo-without-its-picture"] = Of("photo") with { ImageCredit = "Ingrid Solvang" },
        ["photo-full"] = Full("photo"),
        ["readout"] = Of("readout") with { Body = Readout },
        ["readout-from-html"] = Of("readout") with { Body = Html, BodyFormat = TextFormat.Html },
        ["readout-with-a-table"] = Of("readout") with { Body = Table },
        ["readout-long"] = Of("readout") with { Body = string.Join("\n\n", Enumerable.Repeat(Readout, 12)) },
        ["readout-hostile"] = Of("readout") with { Body = Hostile + "\n\n<script>x</script>\n\n" + Hostile },
        ["readout-full"] = Full("readout") with { Body = Readout },
        ["announcement"] = Of("announcement") with { DeadlineAt = Some.Monday.AddDays(14) },
        ["announcement-full"] = Full("announcement"),
        ["event"] = Of("event") with { StartsAt = Some.Monday.AddDays(10), EndsAt = Some.Monday.AddDays(10).AddHours(2), Location = "Corn Hall, Hollin" },
        ["event-online"] = Of("event") with { StartsAt = Some.Monday.AddDays(10), Location = "https://meet.example.org/winter_levels", CalendarUrl = "https://news.example.org/i/7.ics" },
        ["event-full"] = Full("event"),
        ["of-another-kind"] = Of("obituary"),
    };

    public static Post Of(string kind) => new()
    {
        Kind = kind,
        Title = "Harbour patrols begin",
        Url = "https://news.example.org/harbour",
        Summary = "Two boats patrol the harbour from Monday.",
        Topics = ["Law Enforcement Partnerships"],
        PublishedAt = Some.Monday,
    };

    private static Post Full(string kind) => Of(kind) with
    {
        Author = "Ministry of the Interior",
        Body = Readout,
        Image = "https://news.example.org/boats.jpg",
        ImageAlt = "Two grey boats in the morning mist",
        ImageCredit = "Ingrid Solvang",
        Topics = ["Law Enforcement Partnerships", "Water"],
        StartsAt = Some.Monday.AddDays(10),
        EndsAt = Some.Monday.AddDays(10).AddHours(2),
        Location = "Corn Hall, Hollin",
        CalendarUrl = "https://news.example.org/i/7.ics",
        DeadlineAt = Some.Monday.AddDays(14),
        Correction = "The patrols begin on Tuesday, not on Monday.",
        Edited = true,
        Colour = 0x1f5fa8,
        Mention = Role,
    };
}
