using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>A neutral view of an item for any chat system. Its texts are still as the source gave them: the transport escapes and cuts.</summary>
internal sealed record Post
{
    /// <summary>The item's number, as staff write it in commands; null: the post is of no item.</summary>
    public long? Number { get; init; }

    public required string Kind { get; init; }
    public required string Title { get; init; }
    public string? Url { get; init; }
    public string? Summary { get; init; }
    public string? Body { get; init; }
    public TextFormat BodyFormat { get; init; }
    public string? Author { get; init; }

    /// <summary>Absolute http(s) URL, or an absolute file path.</summary>
    public string? Image { get; init; }
    public string? ImageAlt { get; init; }
    public string? ImageCredit { get; init; }

    /// <summary>Names of the item's topics.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Number of the topic whose route leads here, to get it by mail; null: the post is of none.</summary>
    public long? TopicId { get; init; }

    /// <summary>Names of the tags that its route gives it in a forum.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? DeadlineAt { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Where an event takes place: plain text, or an http(s) address.</summary>
    public string? Location { get; init; }

    /// <summary>Http(s) address of an event's .ics file; null when no page serves it.</summary>
    public string? CalendarUrl { get; init; }
    public string? Correction { get; init; }

    /// <summary>The item has changed since it was first stored.</summary>
    public bool Edited { get; init; }

    /// <summary>The item was withdrawn: what stands is replaced by one line that says so.</summary>
    public bool Retracted { get; init; }

    /// <summary>0xRRGGBB of the topic.</summary>
    public int? Colour { get; init; }

    /// <summary>Id of the role to ping when the post is created; an edit pings nobody.</summary>
    public string? Mention { get; init; }

    /// <summary>Silent: without a ping and without a notification. Breaking: it says so.</summary>
    public Notify Notify { get; init; }

    public static Post From(Item item, IReadOnlyList<Topic> topics, RouteSettings settings, bool retracted) => new()
    {
        Number = item.Id,
        Kind = item.Kind,
        Title = item.Title,
        Url = item.Url,
        Summary = item.Summary,
        Body = item.Body,
        BodyFormat = item.BodyFormat,
        Author = item.Author,
        Image = item.ImageUrl,
        ImageAlt = item.ImageAlt,
        ImageCredit = item.ImageCredit,
        Topics = [.. topics.Select(topic => topic.Name)],
        Tags = settings.Tags ?? [],
        PublishedAt = item.PublishedAt ?? item.PublicAt,
        DeadlineAt = item.DeadlineAt,
        StartsAt = item.StartsAt,
        EndsAt = item.EndsAt,
        Location = item.Location,
        Correction = item.Correction,
        Edited = item.Revision > 1,
        Retracted = retracted,
        Colour = settings.Colour,
        Mention = settings.Mention,
        Notify = item.Notify,
    };
}
