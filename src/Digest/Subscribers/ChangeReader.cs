using System.Globalization;
using System.Text.RegularExpressions;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>Slices: a reader pauses, goes on, or chooses a language and a time zone.</summary>
internal static partial class ChangeReader
{
    /// <summary>A longer pause is leaving.</summary>
    public const int LongestPauseDays = 366;

    private const int LongestZone = 60;

    /// <param name="text">A day as a browser's date field writes it, <c>2026-12-24</c>: the first on which a digest may come again.</param>
    public static async Task<ChangeResult> PauseAsync(Tx tx, Subscriber reader, string? text, TimeZoneInfo zone)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return ChangeResult.Wrong("manage.wrong.date");
        }

        var today = Today(tx.Now, zone);
        if (day <= today || day > today.AddDays(LongestPauseDays))
        {
            return new([new("manage.wrong.range", (_, language) => [Dates.Day(today.AddDays(1), language), Dates.Day(today.AddDays(LongestPauseDays), language)])], Refused: true);
        }

        await SubscriptionTable.LockAsync(tx, reader.Id);
        var until = StartOf(day, zone);
        if (reader.PausedUntil == until)
        {
            return ChangeResult.Nothing;
        }

        var undo = await UndoTable.KeepAsync(tx, reader.Id);
        await SubscriptionTable.PauseAsync(tx, reader.Id, until);
        return new([new("manage.said.paused", (_, language) => [Dates.Day(day, language)])], undo);
    }

    public static async Task<ChangeResult> ResumeAsync(Tx tx, Subscriber reader)
    {
        await SubscriptionTable.LockAsync(tx, reader.Id);
        if (!(reader.PausedUntil > tx.Now))
        {
            return ChangeResult.Nothing;
        }

        var undo = await UndoTable.KeepAsync(tx, reader.Id);
        await SubscriptionTable.ResumeAsync(tx, reader.Id);
        return new([new("manage.said.resumed")], undo);
    }

    /// <param name="zone">An IANA name; null or empty: the digest's own.</param>
    public static async Task<ChangeResult> SettingsAsync(Tx tx, Subscriber reader, Phrases phrases, string? language, string? zone)
    {
        if (language is null || !phrases.Languages.Contains(language, StringComparer.Ordinal))
        {
            return ChangeResult.Wrong("manage.wrong.language");
        }

        if (zone is not null && zone != reader.Zone && !IsZone(zone))
        {
            return ChangeResult.Wrong("manage.wrong.zone");
        }

        if (reader.Zone == zone && reader.Language == language)
        {
            return ChangeResult.Nothing;
        }

        await SubscriptionTable.LockAsync(tx, reader.Id);
        var undo = await UndoTable.KeepAsync(tx, reader.Id);
        await SubscriptionTable.SettingsAsync(tx, reader.Id, language, zone);
        return new([new("manage.said.settings")], undo);
    }

    public static DateOnly Today(DateTimeOffset now, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    /// <summary>An IANA name and nothing that could be a path.</summary>
    public static bool IsZone(string zone) =>
        zone.Length <= LongestZone && ZoneName().IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;

    // A day may begin at one o'clock, where clocks go forward at midnight.
    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return zone.IsInvalidTime(midnight)
            ? new DateTimeOffset(midnight, zone.GetUtcOffset(midnight.AddHours(-1))).ToUniversalTime()
            : new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    [GeneratedRegex(@"\A[A-Za-z]+([/_+-][A-Za-z0-9]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ZoneName();
}
