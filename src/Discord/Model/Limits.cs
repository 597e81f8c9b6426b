using System.Globalization;

namespace NewsBot.Discord.Model;

/// <summary>
/// Discord's bounds on a message, and how to keep them. Texts are counted after trimming, in Unicode code points
/// (discord-api-docs#1315), where C# counts UTF-16 units. Source, unless noted: Discord message resource,
/// "Create Message" and "Embed Limits".
/// </summary>
public static class Limits
{
    public const int Content = 2000;
    public const int Embeds = 10;
    public const int EmbedTitle = 256;
    public const int EmbedDescription = 4096;
    public const int EmbedFields = 25;
    public const int EmbedFieldName = 256;
    public const int EmbedFieldValue = 1024;
    public const int EmbedFooter = 2048;
    public const int EmbedAuthor = 256;

    /// <summary>Sum over title, description, field names and values, footer and author of all embeds of a message.</summary>
    public const int EmbedTotal = 6000;

    /// <summary>Characters of an embed's or image's address. Source: Discord's OpenAPI description.</summary>
    public const int Url = 2048;

    public const int Nonce = 25;
    public const int Files = 10;

    /// <summary>Code points of a file's alternative text.</summary>
    public const int FileDescription = 1024;

    /// <summary>Bytes of one file, where the guild has no boosts. Source: Discord API reference, "Uploading Files".</summary>
    public const int FileBytes = 10 * 1024 * 1024;

    /// <summary>Bytes of a whole request. Source: as <see cref="FileBytes"/>.</summary>
    public const int RequestBytes = 25 * 1024 * 1024;

    public const int MentionedRoles = 100;

    /// <summary>Source of this and the next five: Discord, "Components" reference.</summary>
    public const int CustomId = 100;

    public const int Rows = 5;
    public const int RowButtons = 5;
    public const int ButtonLabel = 80;
    public const int SelectOptions = 25;
    public const int TextInput = 4000;

    /// <summary>Source of this and the next: Discord channel resource, "Start Thread in Forum or Media Channel".</summary>
    public const int ThreadName = 100;
    public const int ForumTags = 5;

    /// <summary>Scheduled or running events of a guild. Source: Discord, "Guild Scheduled Event", "Create Guild Scheduled Event".</summary>
    public const int Events = 100;

    /// <summary>Source of this and the next two: Discord, "Guild Scheduled Event".</summary>
    public const int EventName = 100;
    public const int EventDescription = 1000;
    public const int EventLocation = 100;

    /// <summary>1 to 80 code points, without "discord" and "clyde".</summary>
    public const int WebhookName = 80;

    /// <summary>Suggestions for an option that is being typed.</summary>
    public const int Choices = 25;

    /// <summary>Messages in one answer to "Get Channel Messages".</summary>
    public const int MessagesPerPage = 100;

    /// <summary>Threads in one answer to "List Public Archived Threads".</summary>
    public const int ThreadsPerPage = 100;

    private const string Ellipsis = "…";

    // A cut goes back to the last space if that gives up no more than this part of the room: a text without spaces
    // (Chinese, a long address) must not shrink to nothing.
    private const int WordBoundaryShare = 5;

    /// <summary>The length Discord counts.</summary>
    public static int Length(string text) => CodePoints(text.AsSpan().Trim());

    /// <summary>What counts towards <see cref="EmbedTotal"/>.</summary>
    public static int Length(Embed embed) =>
        Of(embed.Title) + Of(embed.Description) + Of(embed.Author?.Name) + Of(embed.Footer?.Text)
        + (embed.Fields?.Sum(field => Length(field.Name) + Length(field.Value)) ?? 0);

    /// <summary>
    /// The text, trimmed and, if it is longer than <paramref name="max"/> code points, shortened to end in "…": at a space
    /// if one is near, else between two graphemes, so that no character, accent or joined emoji is torn. A backslash that
    /// loses what it escapes goes too, so escaped markdown may be cut.
    /// </summary>
    public static string Cut(string text, int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        var trimmed = text.AsSpan().Trim();
        if (CodePoints(trimmed) <= max)
            return trimmed.ToString();
        if (max == 0)
            return "";
        var kept = trimmed[..Fitting(trimmed, max - Ellipsis.Length)];
        if (!char.IsWhiteSpace(trimmed[kept.Length]))
            kept = BackToSpace(kept);
        if ((kept.Length - kept.TrimEnd('\\').Length) % 2 == 1)
            kept = kept[..^1];
        return string.Concat(kept.TrimEnd(), Ellipsis);
    }

    private static int Of(string? text) => text is null ? 0 : Length(text);

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>UTF-16 units of the longest run of whole graphemes that has at most <paramref name="room"/> code points.</summary>
    private static int Fitting(ReadOnlySpan<char> text, int room)
    {
        var end = 0;
        while (end < text.Length)
        {
            var grapheme = StringInfo.GetNextTextElementLength(text[end..]);
            room -= CodePoints(text.Slice(end, grapheme));
            if (room < 0)
                break;
            end += grapheme;
        }
        return end;
    }

    private static ReadOnlySpan<char> BackToSpace(ReadOnlySpan<char> kept)
    {
        for (var end = kept.Length; end >= kept.Length - kept.Length / WordBoundaryShare && end > 0; end--)
        {
            if (char.IsWhiteSpace(kept[end - 1]))
                return kept[..end];
        }
        return kept;
    }
}
