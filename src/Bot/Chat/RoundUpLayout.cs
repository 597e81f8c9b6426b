using System.Globalization;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: how many items look in one message. A line each: its title as a link, and what became of it since.</summary>
internal static class RoundUpLayout
{
    /// <summary>Code points of a title; a list is read at a glance.</summary>
    private const int LongestTitle = 150;

    /// <summary>UTF-16 units of an address in a line; Discord breaks longer ones, and they would leave no room for the others.</summary>
    private const int LongestLink = 512;

    /// <summary>Code points of a correction in a line.</summary>
    private const int LongestCorrection = 200;

    /// <summary>What the last line, "and 7 more", may need.</summary>
    private const int RoomForMore = 40;

    private const int Colour = 0x3b5bdb;

    /// <returns>Null: nothing of it may be shown now.</returns>
    public static MessageDraft? Draft(RoundUp roundUp, DateTimeOffset now)
    {
        var shown = roundUp.Items.Where(item => item.IsPublic(now)).ToList();
        var lines = roundUp.Items.Where(item => item.IsPublic(now) || item.State == ItemState.Withdrawn).Select(Line).ToList();
        return lines.Count == 0 ? null : new MessageDraft
        {
            Content = "",
            AllowedMentions = AllowedMentions.None,
            Embeds =
            [
                new Embed
                {
                    Title = string.Create(CultureInfo.InvariantCulture, $"{shown.Count} new {(shown.Count == 1 ? "item" : "items")}"),
                    Description = Fit(lines),
                    Color = Colour,
                    Footer = new EmbedFooter(Mark(roundUp.Id)),
                },
            ],
        };
    }

    /// <summary>Every line of it was taken back before anybody saw one.</summary>
    public static bool IsEmpty(RoundUp roundUp, DateTimeOffset now) => !roundUp.Items.Any(item => item.IsPublic(now));

    /// <summary>The foot of the message, by which it is known again.</summary>
    public static string Mark(long id) => string.Create(CultureInfo.InvariantCulture, $"Round-up {id}");

    private static string Line(Item item)
    {
        var title = Limits.Cut(Markdown.Escape(Single(item.Title)), LongestTitle);
        if (item.State == ItemState.Withdrawn)
        {
            return $"• ~~{title}~~ (taken back)";
        }

        var correction = string.IsNullOrWhiteSpace(item.Correction) ? "" : $" **Correction:** {Limits.Cut(Markdown.Escape(Single(item.Correction)), LongestCorrection)}";
        return item.Url is { } url && Link(url) is { } link ? $"• [{title}]({link}){correction}" : $"• {title}{correction}";
    }

    private static string Fit(List<string> lines)
    {
        var kept = new List<string>();
        var used = 0;
        foreach (var line in lines)
        {
            if (used + Limits.Length(line) + 1 > Limits.EmbedDescription - RoomForMore)
            {
                break;
            }

            kept.Add(line);
            used += Limits.Length(line) + 1;
        }

        return string.Join('\n', kept.Count < lines.Count ? [.. kept, $"… and {lines.Count - kept.Count} more"] : kept);
    }

    // An address inside the text of a link would end the link; Discord makes none of two.
    private static string Single(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("://", ":\u200B//", StringComparison.Ordinal);

    // What would end the address inside the parentheses is written as RFC 3986, section 2.1, has it.
    private static string? Link(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.AbsoluteUri is { Length: <= LongestLink } whole
            ? whole.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
            : null;
}
