using System.Globalization;

namespace NewsBot.Digest.Languages;

/// <summary>Pure: a day with its weekday, as a language writes it; English as in Britain, as everywhere in the house.</summary>
internal static class LongDate
{
    public static string Of(string language, DateTimeOffset day)
    {
        var culture = CultureInfo.GetCultureInfo(language == Phrases.English ? "en-GB" : language);
        return day.ToString("D", culture);
    }

    /// <summary>With the hour and minute.</summary>
    public static string WithTime(string language, DateTimeOffset instant)
    {
        var culture = CultureInfo.GetCultureInfo(language == Phrases.English ? "en-GB" : language);
        return $"{instant.ToString("D", culture)}, {instant.ToString("t", culture)}";
    }
}
