using System.Collections;
using System.Globalization;
using System.Text.Json;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Named;

/// <summary>
/// Typed access to values by name: columns of a query, members of a JSON object. Names are compared without case and underscores,
/// so that <c>publish_at</c> and <c>publishAt</c> are one. An empty text is no value.
/// </summary>
internal sealed class NamedValues(IReadOnlyDictionary<string, object?> values, TimeZoneInfo zone)
{
    /// <summary>Numbers below are Unix seconds (until the year 5138), those from here on milliseconds (since 1973).</summary>
    private const decimal FirstMilliseconds = 100_000_000_000;

    /// <summary>The name in the form in which names are compared.</summary>
    public static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    /// <exception cref="FieldException">The value is neither text nor a number.</exception>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number and (long or int or short or decimal or double or float or Guid) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw Wrong(name, "expected text"),
    };

    /// <exception cref="FieldException">It is neither true nor false: to guess could publish what was taken back.</exception>
    public bool? Flag(string name) => Value(name) switch
    {
        null => null,
        bool flag => flag,
        long and (0 or 1) or int and (0 or 1) or short and (0 or 1) => Text(name) == "1",
        string text when text.Trim() is var word && (word is "1" || word.Equals("true", StringComparison.OrdinalIgnoreCase)) => true,
        string text when text.Trim() is var word && (word is "0" || word.Equals("false", StringComparison.OrdinalIgnoreCase)) => false,
        _ => throw Wrong(name, "expected true or false"),
    };

    /// <summary>
    /// Takes instants, dates, ISO 8601, dates in English words, Unix seconds and Unix milliseconds. What has no offset is wall time in
    /// the source's zone; PostgreSQL's infinity is no instant.
    /// </summary>
    /// <exception cref="FieldException">It is no date: to go without could end an embargo early.</exception>
    public DateTimeOffset? Instant(string name) => Value(name) switch
    {
        null => null,
        DateTimeOffset instant => instant,
        DateTime moment when moment == DateTime.MaxValue || moment == DateTime.MinValue => null,
        DateTime { Kind: DateTimeKind.Utc } moment => new DateTimeOffset(moment),
        DateTime wall => Parsed(name, wall.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)),
        DateOnly day when day == DateOnly.MaxValue || day == DateOnly.MinValue => null,
        DateOnly day => Parsed(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        string text when decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => Unix(name, number),
        string text => Parsed(name, text),
        long or int or short or decimal => Unix(name, Convert.ToDecimal(Value(name), CultureInfo.InvariantCulture)),
        double number when Math.Abs(number) < 1e15 => Unix(name, (decimal)number),
        _ => throw Wrong(name, "expected a date such as 2026-11-24T09:00:00+01:00"),
    };

    /// <summary>A list, a JSON array in a text, or words parted by commas.</summary>
    /// <exception cref="FieldException">It is none of these.</exception>
    public IReadOnlyList<string> Words(string name) => Value(name) switch
    {
        null => [],
        string text when text.TrimStart().StartsWith('[') => Array(name, text),
        string text => text.Split(','),
        IEnumerable list => [.. list.OfType<string>()],
        _ => throw Wrong(name, "expected words parted by commas, or a list"),
    };

    private object? Value(string name) => values.GetValueOrDefault(Plain(name)) switch
    {
        DBNull => null,
        string text when string.IsNullOrWhiteSpace(text) => null,
        TooLarge large => throw new FieldException($"{name}: longer than {large.Limit / 1024} KiB"),
        var value => value,
    };

    private DateTimeOffset Parsed(string name, string text) =>
        DateText.TryParse(text, zone, out var instant)
            ? instant
            : throw new FieldException($"{name}: \"{PlainText.Line(text, 60)}\" is no date; expected one such as 2026-11-24T09:00:00+01:00");

    private static DateTimeOffset Unix(string name, decimal number)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(Math.Abs(number) < FirstMilliseconds ? number * 1000 : number));
        }
        catch (Exception beyond) when (beyond is ArgumentOutOfRangeException or OverflowException)
        {
            throw new FieldException($"{name}: {number.ToString(CultureInfo.InvariantCulture)} is no Unix time in seconds or milliseconds");
        }
    }

    private static List<string> Array(string name, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<List<string>>(text) ?? [];
        }
        catch (JsonException)
        {
            throw Wrong(name, "begins with [ and is no JSON array of texts");
        }
    }

    private static FieldException Wrong(string name, string what) => new($"{name}: {what}");
}
