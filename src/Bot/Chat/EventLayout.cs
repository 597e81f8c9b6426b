using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: how an event looks among the scheduled events of a server. Everything that somebody else wrote is made harmless and cut to Discord's limits.</summary>
internal static class EventLayout
{
    /// <summary>A longer link would leave too little room for words.</summary>
    private const int LongestLink = 400;

    private const string NoPlace = "See the description";

    /// <param name="item">One with <see cref="Item.StartsAt"/>.</param>
    public static ScheduledEventDraft Draft(Item item) => new()
    {
        Name = Line(item.Title, Limits.EventName) is { Length: > 0 } name ? name : "Event",
        Description = Description(item),
        StartsAt = item.StartsAt,
        EndsAt = EventCalendar.EndOf(item),
        Location = Place(item),
    };

    // A link is cut to its site, since half of it leads nowhere; the description has all of it.
    private static string Place(Item item)
    {
        var place = Line(item.Location ?? "", int.MaxValue);
        return place.Length == 0 ? (item.Url is { Length: <= Limits.EventLocation } url ? url : NoPlace)
            : place.Length > Limits.EventLocation && Web(place) is { } link ? Limits.Cut(link.Host, Limits.EventLocation)
            : Limits.Cut(place, Limits.EventLocation);
    }

    private static string Description(Item item)
    {
        var links = new List<string>(2);
        if (Web(item.Location) is { } place && item.Location!.Length is > Limits.EventLocation and <= LongestLink)
        {
            links.Add(place.AbsoluteUri);
        }

        if (item.Url is { Length: <= LongestLink })
        {
            links.Add(item.Url);
        }

        var correction = string.IsNullOrWhiteSpace(item.Correction) ? "" : $"**Correction:** {Markdown.Escape(item.Correction)}\n\n";
        var text = correction + Markdown.Escape(string.IsNullOrWhiteSpace(item.Summary) ? item.Title : item.Summary);
        var tail = string.Join('\n', links);
        return tail.Length == 0 ? Limits.Cut(text, Limits.EventDescription) : $"{Limits.Cut(text, Limits.EventDescription - tail.Length - 2)}\n\n{tail}";
    }

    private static Uri? Web(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps) ? link : null;

    private static string Line(string text, int longest) =>
        Limits.Cut(string.Join(' ', Markdown.Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), longest);
}
