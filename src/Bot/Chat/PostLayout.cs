using System.Globalization;
using NewsBot.Bot.Chat.Rich;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: how a post looks on Discord, by its kind. Everything that somebody else wrote is escaped, cut to Discord's limits, and may ping nobody.</summary>
internal static class PostLayout
{
    /// <summary>Code points of a teaser, which is not the article: longer texts end at a word with an ellipsis.</summary>
    private const int MaxTeaser = 700;

    /// <summary>Code points of a readout, which people read where it stands: about a page.</summary>
    private const int MaxReadout = 2000;

    private const int MaxName = 200;
    private const int MaxTopics = 300;
    private const int DefaultColour = 0x3b5bdb;

    /// <summary>Breaking news is red on every route.</summary>
    private const int BreakingColour = 0xe03131;

    /// <param name="image">What the embed shows: an http(s) URL, or <c>attachment://name</c>.</param>
    public static MessageDraft Draft(Post post, string? image) => new()
    {
        Content = Mention(post) is { } role ? $"<@&{role}>" : "",
        AllowedMentions = AllowedMentions.None,
        Flags = post.Notify == Notify.Silent ? MessageFlags.SuppressNotifications : null,
        Embeds = Cards(post, image),
    };

    /// <summary>The role that a new post pings; null when the route names none or no role at all, or nobody is to be disturbed.</summary>
    public static Snowflake? Mention(Post post) => post.Notify != Notify.Silent && Snowflake.TryParse(post.Mention, out var role) ? role : null;

    private const string Withdrawn = "**Withdrawn:** ";

    /// <summary>One line in place of the post.</summary>
    public static MessageDraft Retraction(Post post) => new()
    {
        Content = $"{Withdrawn}~~{Limits.Cut(Markdown.Escape(post.Title), Limits.EmbedTitle)}~~ (taken back by the publisher{Mark(post)})",
        Embeds = [],
        KeptAttachments = [],
    };

    /// <summary>Is this message what <see cref="Retraction"/> left, whatever the title was by then?</summary>
    public static bool IsRetraction(Message message, Post post) =>
        post.Number is not null && message.Embeds.Count == 0
        && message.Content.StartsWith(Withdrawn, StringComparison.Ordinal) && message.Content.EndsWith($"{Mark(post)})", StringComparison.Ordinal);

    // The item as staff know it: nothing else in the line stays the same when the item is edited.
    private static string Mark(Post post) => post.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $", #{number}") : "";

    public static string KindLabel(string kind) => kind switch
    {
        "photo" => "Photo of the week",
        "readout" => "Readout",
        "announcement" => "Announcement",
        "event" => "Event",
        "story" => "News",
        _ => Limits.Cut(Markdown.Clean(char.ToUpperInvariant(kind[0]) + kind[1..]), 40),
    };

    private static IReadOnlyList<Embed> Cards(Post post, string? image)
    {
        var isBreaking = post.Notify == Notify.Breaking;
        var card = new Embed
        {
            Author = new EmbedAuthor(isBreaking ? $"Breaking · {KindLabel(post.Kind)}" : KindLabel(post.Kind)),
            Title = Limits.Cut(Markdown.Escape(post.Title), Limits.EmbedTitle),
            Url = post.Url is { Length: <= Limits.Url } ? post.Url : null,
            Color = isBreaking ? BreakingColour : post.Colour ?? DefaultColour,
            Fields = Fields(post),
            Image = image is null ? null : new EmbedImage(image, Alt(post)),
            Footer = Footer(post),
            Timestamp = post.PublishedAt,
        };
        card = card with { Description = Description(post, Math.Min(Limits.EmbedDescription, Limits.EmbedTotal - Limits.Length(card))) };

        // Discord puts an embed's picture below its text. A photo comes first and its caption below it, in a card of its own.
        var captioned = card.Description is not null || card.Footer is not null || card.Fields is not null;
        return post.Kind == "photo" && image is not null && captioned
            ? [card with { Description = null, Fields = null, Footer = null, Timestamp = null }, card with { Author = null, Title = null, Url = null, Image = null }]
            : [card];
    }

    private static string? Alt(Post post) =>
        string.IsNullOrWhiteSpace(post.ImageAlt) ? null : Limits.Cut(Markdown.Clean(post.ImageAlt), Limits.FileDescription);

    /// <param name="room">Code points that Discord has left for it. The correction is never what is cut off.</param>
    private static string? Description(Post post, int room)
    {
        var correction = RichText.Plain(post.Correction ?? "", MaxTeaser);
        correction = correction.Length == 0 ? "" : $"**Correction:** {correction}";
        var text = Text(post, room - Limits.Length(correction) - 2);
        return text.Length == 0 && correction.Length == 0 ? null
            : text.Length == 0 || correction.Length == 0 ? text + correction
            : $"{text}\n\n{correction}";
    }

    private static string Text(Post post, int room)
    {
        var readout = Math.Min(MaxReadout, room);
        var teaser = Math.Min(MaxTeaser, room);
        return post.Kind == "readout" && Body(post, readout) is { Length: > 0 } whole ? whole
            : RichText.Plain(post.Summary ?? "", teaser) is { Length: > 0 } summary ? summary
            : Body(post, teaser);
    }

    private static string Body(Post post, int limit) => string.IsNullOrWhiteSpace(post.Body) ? "" : RichText.Discord(post.Body, post.BodyFormat, limit);

    private static List<EmbedField>? Fields(Post post)
    {
        var fields = new List<EmbedField>(5);
        if (post.StartsAt is { } starts)
        {
            fields.Add(new("Starts", $"{Stamp(starts, 'F')} ({Stamp(starts, 'R')})"));
        }

        if (post.EndsAt is { } ends)
        {
            fields.Add(new("Ends", Stamp(ends, 'F')));
        }

        if (RichText.Plain(post.Location ?? "", MaxTopics) is { Length: > 0 } place)
        {
            fields.Add(new("Where", place));
        }

        if (post.DeadlineAt is { } deadline)
        {
            fields.Add(new("Deadline", $"{Stamp(deadline, 'D')} ({Stamp(deadline, 'R')})"));
        }

        if (post.CalendarUrl is { } calendar && SafeLink.Address(calendar) is { } address)
        {
            fields.Add(new("Calendar", $"[Add it to your calendar]({address})"));
        }

        return fields.Count > 0 ? fields : null;
    }

    // No Markdown is rendered here.
    private static EmbedFooter? Footer(Post post)
    {
        var parts = new List<string>(4);
        if (!string.IsNullOrWhiteSpace(post.ImageCredit) && post.Image is not null)
        {
            parts.Add($"Photo: {Limits.Cut(Markdown.Clean(post.ImageCredit), MaxName)}");
        }

        if (!string.IsNullOrWhiteSpace(post.Author))
        {
            parts.Add(Limits.Cut(Markdown.Clean(post.Author), MaxName));
        }

        if (post.Topics.Count > 0)
        {
            parts.Add(Limits.Cut(Markdown.Clean(string.Join(", ", post.Topics)), MaxTopics));
        }

        if (Uri.TryCreate(post.Url, UriKind.Absolute, out var source) && source.Host.Length > 0)
        {
            parts.Add(source.IdnHost);
        }

        return parts.Count > 0 ? new EmbedFooter(string.Join(" · ", parts)) : null;
    }

    // Each reader's own Discord shows it in their language and zone.
    private static string Stamp(DateTimeOffset instant, char style) =>
        string.Create(CultureInfo.InvariantCulture, $"<t:{instant.ToUnixTimeSeconds()}:{style}>");
}
