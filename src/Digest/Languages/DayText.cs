namespace NewsBot.Digest.Languages;

/// <summary>Pure: days of the week and hours as a language writes them. The patterns are phrases: the order differs, and so do the commas.</summary>
internal sealed class DayText(Phrases phrases, string language)
{
    /// <summary>Such as <c>Monday 16 November</c>.</summary>
    public string Weekday(DateOnly day) => Text(day.ToDateTime(TimeOnly.MinValue), "digest.date.weekday");

    /// <summary>Such as <c>Monday 16 November, 18:00</c>.</summary>
    public string Moment(DateTime wall) => Text(wall, "digest.date.moment");

    /// <summary>Such as <c>Monday 16 November 2026</c>.</summary>
    public string InFull(DateOnly day) => Text(day.ToDateTime(TimeOnly.MinValue), "page.date.day");

    /// <summary>Such as <c>Monday 16 November 2026, 18:00</c>.</summary>
    public string InFull(DateTime wall) => Text(wall, "page.date.time");

    /// <summary>Such as <c>18:00</c>.</summary>
    public string Hour(DateTime wall) => Text(wall, "digest.date.hour");

    private string Text(DateTime wall, string pattern) => wall.ToString(phrases.Say(language, pattern), Dates.Culture(language));
}
