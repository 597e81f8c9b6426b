using System.Globalization;

namespace NewsBot.Digest.Editions;

/// <summary>A recurring digest.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; stands in addresses and in <c>List-Id</c>, so it never changes.</param>
/// <param name="Zone">Whose wall clock the schedule means.</param>
public sealed record DigestPlan(string Name, Schedule Schedule, TimeZoneInfo Zone)
{
    /// <summary>Heads the mail.</summary>
    public string Title { get; init; } = $"Your {Name} digest";

    /// <summary>Heads the page for everybody.</summary>
    public string PageTitle { get; init; } = $"{char.ToUpperInvariant(Name[0])}{Name[1..]} digest";

    /// <summary>Names <c>digest/{Template}.sbn-html</c> and <c>.sbn-txt</c>.</summary>
    public string Template { get; init; } = "weekly";
}

/// <summary>Once a week, at a wall-clock time.</summary>
public sealed record Schedule(DayOfWeek Day, TimeOnly Time)
{
    /// <summary>Reads <c>Monday 07:00</c>: the English name of a day and a time of 24 hours.</summary>
    /// <param name="problem">What is wrong and what it should look like.</param>
    public static bool TryParse(string text, out Schedule schedule, out string problem)
    {
        schedule = new(DayOfWeek.Monday, default);
        problem = "";
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2)
        {
            problem = $"\"{text}\" is not a day and a time, such as \"Monday 07:00\"";
        }
        else if (!Enum.GetNames<DayOfWeek>().Contains(parts[0], StringComparer.OrdinalIgnoreCase))
        {
            problem = $"\"{parts[0]}\" is not a day of the week; write one of {string.Join(", ", Enum.GetNames<DayOfWeek>())}";
        }
        else if (!TimeOnly.TryParseExact(parts[1], ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            problem = $"\"{parts[1]}\" is not a time of 24 hours, such as 07:00 or 18:30";
        }
        else
        {
            schedule = new(Enum.Parse<DayOfWeek>(parts[0], ignoreCase: true), time);
        }

        return problem.Length == 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day} {Time:HH:mm}");
}
