using System.Globalization;
using System.Text;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Items;

namespace NewsBot.Digest.Pages;

/// <summary>
/// Pure: an event as a calendar of one entry (RFC 5545). Written by hand, because libraries escape no backslash and fold by
/// characters: both would let a hostile title reach the lines after it.
/// </summary>
internal static class CalendarFile
{
    /// <summary>Octets of a line without its line break (RFC 5545, 3.1).</summary>
    private const int MostOctets = 75;

    private const int LongestTitle = 200;
    private const int LongestPlace = 300;
    private const int LongestText = 2000;

    /// <param name="item">One with <see cref="Item.StartsAt"/>; a withdrawn one says that it is cancelled, and no more than when it was and its title.</param>
    /// <param name="revised">When the item became what it is.</param>
    /// <param name="host">The site's, so that entries of two newsrooms are never the same.</param>
    public static string Of(Item item, DateTimeOffset revised, string host)
    {
        var withdrawn = item.State == ItemState.Withdrawn;
        var file = new StringBuilder();
        void Line(string name, string? value)
        {
            if (value is not null)
            {
                Fold(file, $"{name}:{value}");
            }
        }

        Line("BEGIN", "VCALENDAR");
        Line("VERSION", "2.0");
        Line("PRODID", "-//NewsBot//Events//EN");
        Line("CALSCALE", "GREGORIAN");
        Line("BEGIN", "VEVENT");
        Line("UID", string.Create(CultureInfo.InvariantCulture, $"item-{item.Id}@{host}"));
        Line("SEQUENCE", item.Revision.ToString(CultureInfo.InvariantCulture));
        Line("DTSTAMP", Instant(revised));
        Line("LAST-MODIFIED", Instant(revised));
        Line("DTSTART", Instant(item.StartsAt!.Value));
        Line("DTEND", Instant(EventCalendar.EndOf(item)!.Value));
        Line("SUMMARY", Text(OneLine.Of(item.Title, LongestTitle) ?? "Event"));
        Line("STATUS", withdrawn ? "CANCELLED" : "CONFIRMED");
        if (!withdrawn)
        {
            Line("DESCRIPTION", Description(item));
            Line("LOCATION", Text(OneLine.Of(item.Location, LongestPlace)));
            Line("URL", WebAddress.Of(item.Url));
        }

        Line("END", "VEVENT");
        Line("END", "VCALENDAR");
        return file.ToString();
    }

    private static string? Description(Item item)
    {
        string?[] parts =
        [
            OneLine.Of(item.Correction, LongestText) is { } correction ? $"Correction: {correction}" : null,
            OneLine.Of(item.Summary, LongestText),
        ];
        return Text(string.Join('\n', parts.OfType<string>())) is { Length: > 0 } text ? text : null;
    }

    // RFC 5545, 3.3.11. The texts have no other control characters left.
    private static string? Text(string? text) =>
        text?.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal)
            .Replace(",", @"\,", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // A line goes on behind a line break and a space, which counts; no character is torn.
    private static void Fold(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
