using System.Globalization;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: how a post looks on Discord. Everything that somebody else wrote is escaped, cut to Discord's limits, and may ping nobody.</summary>
internal static class PostLayout
{
    /// <summary>A teaser, not the article: longer summaries end at a word with an ellipsis.</summary>
    private const int MaxSummary = 700;

    private const int DefaultColour = 0x3b5bdb;

    /// <param name="image">What the embed shows: an http(s) URL, or <c>attachment://name</c>.</param>
    public static MessageDraft Draft(Post post, string? image) => new()
    {
        Content = Mention(post) is { } role ? $"<@&{role}>" : "",
        AllowedMentions = AllowedMentions.None,
        Flags = post.Notify == Notify.Silent ? MessageFlags.SuppressNotifications : null,
        Embeds =
        [
            new Embed
            {
                Author = new EmbedAuthor(post.Notify == Notify.Breaking ? $"Breaking · {KindLabel(post.Kind)}" : KindLabel(post.Kind)),
                Title = Limits.Cut(Markdown.Escape(post.Title), Limits.EmbedTitle),
                Url = post.Url is { Length: <= Limits.Url } ? post.Url : null,
                Description = Description(post),
                Color = post.Colour ?? DefaultColour,
                Fields = Fields(post),
                Image = image is null ? null : new EmbedImage(image),
                Footer = Footer(post),
                Timestamp = post.PublishedAt,
            },
        ],
    };

    /// <summary>The role that a new post pings; null when the route names none or no role at all, or nobody is to be disturbed.</summary>
    public static Snowflake? Mention(Post post) => post.Notify != Notify.Silent && Snowflake.TryParse(post.Mention, out var role) ? role : null;

    /// <summary>One line in place of the post.</summary>
    public static MessageDraft Retraction(Post post) => new()
    {
        Content = $"**Withdrawn:** ~~{Limits.Cut(Markdown.Escape(post.Title), Limits.EmbedTitle)}~~ (taken back by the publisher)",
        Embeds = [],
        KeptAttachments = [],
    };

    public static string KindLabel(string kind) => kind switch
    {
        "photo" => "Photo of the week",
        "readout" => "Readout",
        "announcement" => "Announcement",
        "event" => "Event",
        "story" => "News",
        _ => Limits.Cut(Markdown.Clean(char.ToUpperInvariant(kind[0]) + kind[1..]), 40),
    };

    private static string? Description(Post post)
    {
        var parts = new List<string>(2);
        if (!string.IsNullOrWhiteSpace(post.Summary))
        {
            parts.Add(Limits.Cut(Markdown.Escape(post.Summary), MaxSummary));
        }

        if (!string.IsNullOrWhiteSpace(post.Correction))
        {
            parts.Add($"**Correction:** {Limits.Cut(Markdown.Escape(post.Correction), MaxSummary)}");
        }

        return parts.Count > 0 ? string.Join("\n\n", parts) : null;
    }

    private static List<EmbedField>? Fields(Post post)
    {
        var fields = new List<EmbedField>(2);
        if (post.StartsAt is { } starts)
        {
            fields.Add(new("Starts", $"{Stamp(starts, 'F')} ({Stamp(starts, 'R')})"));
        }

        if (post.DeadlineAt is { } deadline)
        {
            fields.Add(new("Deadline", $"{Stamp(deadline, 'D')} ({Stamp(deadline, 'R')})"));
        }

        return fields.Count > 0 ? fields : null;
    }

    private static EmbedFooter? Footer(Post post)
    {
        var parts = new List<string>(3);
        if (!string.IsNullOrWhiteSpace(post.ImageCredit) && post.Image is not null)
        {
            parts.Add($"Photo: {Limits.Cut(Markdown.Clean(post.ImageCredit), 200)}");
        }

        if (!string.IsNullOrWhiteSpace(post.Author))
        {
            parts.Add(Limits.Cut(Markdown.Clean(post.Author), 200));
        }

        if (post.Topics.Count > 0)
        {
            parts.Add(Limits.Cut(string.Join(", ", post.Topics), 300));
        }

        return parts.Count > 0 ? new EmbedFooter(string.Join(" · ", parts)) : null;
    }

    // Each reader's own Discord shows it in their language and zone.
    private static string Stamp(DateTimeOffset instant, char style) =>
        string.Create(CultureInfo.InvariantCulture, $"<t:{instant.ToUnixTimeSeconds()}:{style}>");
}
