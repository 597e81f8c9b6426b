namespace NewsBot.Digest.Languages;

/// <summary>Pure: days of the week and hours as a language writes them. The patterns are phrases: the order differs, and so do the commas.</summary>
internal sealed class DayText(Phrases phrases, string language)
{
    /// <summary>Such as <c>Monday 16 November</c>.</summary>
    public string Weekday(DateOnly day) => Text(day.ToDateTime(TimeOnly.MinValue), "date.weekday");

    /// <summary>Such as <c>Monday 16 November, 18:00</c>.</summary>
    public string Moment(DateTime wall) => Text(wall, "date.moment");

    /// <summary>Such as <c>Monday 16 November 2026</c>.</summary>
    public string Long(DateTime wall) => Text(wall, "date.long");

    /// <summary>Such as <c>Monday 16 November 2026, 18:00</c>.</summary>
    public string LongMoment(DateTime wall) => Text(wall, "date.long-moment");

    /// <summary>Such as <c>18:00</c>.</summary>
    public string Hour(DateTime wall) => Text(wall, "date.hour");

    private string Text(DateTime wall, string pattern) => wall.ToString(phrases.Say(language, pattern), Dates.Culture(language));
}
