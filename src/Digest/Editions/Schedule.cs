using System.Globalization;

namespace NewsBot.Digest.Editions;

/// <summary>How often a plan has an edition.</summary>
public enum Recurrence
{
    Daily,

    /// <summary>Monday to Friday.</summary>
    Weekdays,
    Weekly,
    Monthly,
}

/// <summary>Pure: on which days, and at which wall-clock time.</summary>
public sealed record Schedule
{
    /// <summary>Of a monthly one: the last day of each month.</summary>
    public const int LastDay = 31;

    /// <summary>The last date that every month has.</summary>
    private const int LastCommonDay = 28;

    /// <summary>Once a week.</summary>
    public Schedule(DayOfWeek day, TimeOnly time) => (Every, Day, Time) = (Recurrence.Weekly, day, time);

    private Schedule(Recurrence every, TimeOnly time) => (Every, Time) = (every, time);

    public Recurrence Every { get; }

    public TimeOnly Time { get; }

    /// <summary>Of a weekly one.</summary>
    public DayOfWeek Day { get; }

    /// <summary>Of a monthly one: 1 to 28, or <see cref="LastDay"/>.</summary>
    public int Date { get; private init; }

    public static Schedule Daily(TimeOnly time) => new(Recurrence.Daily, time);

    public static Schedule Weekdays(TimeOnly time) => new(Recurrence.Weekdays, time);

    public static Schedule Monthly(int date, TimeOnly time) => new(Recurrence.Monthly, time) { Date = date };

    /// <summary>Is there an edition on this day?</summary>
    public bool FallsOn(DateOnly day) => Every switch
    {
        Recurrence.Daily => true,
        Recurrence.Weekdays => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
        Recurrence.Weekly => day.DayOfWeek == Day,
        _ => day.Day == Math.Min(Date, DateTime.DaysInMonth(day.Year, day.Month)),
    };

    /// <summary>
    /// Reads <c>Monday 07:00</c>, <c>daily 07:00</c> or only <c>07:00</c>, <c>weekdays 07:00</c>, <c>1st 07:00</c> or <c>day 1 07:00</c>, and
    /// <c>last day 07:00</c>: English words and a time of 24 hours.
    /// </summary>
    /// <param name="problem">What is wrong and what it should look like.</param>
    public static bool TryParse(string text, out Schedule schedule, out string problem)
    {
        schedule = new(DayOfWeek.Monday, default);
        problem = "";
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var days = parts.SkipLast(1).Select(word => word.ToLowerInvariant()).ToList();
        var isTime = TimeOnly.TryParseExact(parts.LastOrDefault(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        if (parts.Length == 0 || (days.Count == 0 && !isTime) || (days.Count > 1 && days is not (["day", _] or ["last", "day"])))
        {
            problem = $"\"{text}\" is not a day and a time, such as \"Monday 07:00\", \"daily 07:00\" or \"1st 07:00\"";
        }
        else if (Read(days, time) is not { } read)
        {
            problem = days[0] is "day" || IsDate(days[0])
                ? $"\"{string.Join(' ', days)}\" is not a date that every month has; write 1st to {LastCommonDay}th, or last day"
                : $"\"{parts[0]}\" is not a day of the week; write one of {string.Join(", ", Enum.GetNames<DayOfWeek>())}, or daily, weekdays, 1st to {LastCommonDay}th, last day";
        }
        else if (!isTime)
        {
            problem = $"\"{parts[^1]}\" is not a time of 24 hours, such as 07:00 or 18:30";
        }
        else
        {
            schedule = read;
        }

        return problem.Length == 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Days()} {Time:HH:mm}");

    private static Schedule? Read(List<string> days, TimeOnly time) => days switch
    {
        [] or ["daily"] => Daily(time),
        ["weekdays"] => Weekdays(time),
        ["last", ..] => Monthly(LastDay, time),
        ["day", var date] => DateOf(date) is { } day ? Monthly(day, time) : null,
        [var date] when IsDate(date) => DateOf(date) is { } day ? Monthly(day, time) : null,
        [var name] when Enum.GetNames<DayOfWeek>().Contains(name, StringComparer.OrdinalIgnoreCase) => new(Enum.Parse<DayOfWeek>(name, ignoreCase: true), time),
        _ => null,
    };

    // "1st"; a number alone might be meant otherwise.
    private static bool IsDate(string text) => char.IsAsciiDigit(text[0]) && text.Length > 2;

    // "1", "1st", "22nd": the ending is not compared with the number.
    private static int? DateOf(string text)
    {
        var number = text.Length > 2 && text[^2..] is ("st" or "nd" or "rd" or "th") ? text[..^2] : text;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var date) && date is >= 1 and <= LastCommonDay ? date : null;
    }

    private string Days() => Every switch
    {
        Recurrence.Daily => "daily",
        Recurrence.Weekdays => "weekdays",
        Recurrence.Weekly => Day.ToString(),
        _ => Date == LastDay ? "last day" : $"day {Date.ToString(CultureInfo.InvariantCulture)}",
    };
}
