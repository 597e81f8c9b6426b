namespace NewsBot.Newsroom.Items;

/// <summary>
/// What staff want of one item, over what its source says. Of each text it keeps the source's own that it replaced: as soon as
/// the source changes that one, the source is right again.
/// </summary>
public sealed record StaffOrders
{
    public required long ItemId { get; init; }

    /// <summary>Null: the source's.</summary>
    public string? Title { get; init; }
    public string? SourceTitle { get; init; }

    /// <summary>Counts only with <see cref="HasSummary"/>: null is then no summary.</summary>
    public string? Summary { get; init; }
    public string? SourceSummary { get; init; }
    public bool HasSummary { get; init; }

    /// <summary>Counts only with <see cref="HasCorrection"/>.</summary>
    public string? Correction { get; init; }
    public string? SourceCorrection { get; init; }
    public bool HasCorrection { get; init; }

    /// <summary>Null: the source's.</summary>
    public DateTimeOffset? PublishAt { get; init; }
    public DateTimeOffset? SourcePublishAt { get; init; }
    public DateTimeOffset? HeldAt { get; init; }
    public DateTimeOffset? RetractedAt { get; init; }

    /// <summary>It was held when staff ordered the post that can still be undone.</summary>
    public bool HeldBefore { get; init; }

    /// <summary>Pure: the record as staff want it, and what of their orders still counts.</summary>
    public (StaffOrders Orders, Record Record) Over(Record record)
    {
        var orders = this;
        if (Title is not null && record.Title != SourceTitle)
        {
            orders = orders with { Title = null, SourceTitle = null };
        }

        if (HasSummary && record.Summary != SourceSummary)
        {
            orders = orders with { HasSummary = false, Summary = null, SourceSummary = null };
        }

        if (HasCorrection && record.Correction != SourceCorrection)
        {
            orders = orders with { HasCorrection = false, Correction = null, SourceCorrection = null };
        }

        if (PublishAt is not null && record.PublishAt != SourcePublishAt)
        {
            orders = orders with { PublishAt = null, SourcePublishAt = null };
        }

        return (orders, record with
        {
            Title = orders.Title ?? record.Title,
            Summary = orders.HasSummary ? orders.Summary : record.Summary,
            Correction = orders.HasCorrection ? orders.Correction : record.Correction,
            PublishAt = orders.PublishAt ?? record.PublishAt,
        });
    }

    /// <summary>Where an item stands whose source has it.</summary>
    public ItemState StateOf(Record record, DateTimeOffset now) => StateAt(record.PublishAt, now);

    /// <param name="publishAt">Its hour, as staff or the source want it.</param>
    internal ItemState StateAt(DateTimeOffset? publishAt, DateTimeOffset now) =>
        RetractedAt is not null ? ItemState.Withdrawn
        : HeldAt is not null ? ItemState.Held
        : publishAt > now ? ItemState.Scheduled
        : ItemState.Public;

    /// <summary>The embargo of the source itself, which no order of staff breaks.</summary>
    internal DateTimeOffset? Embargo(Item item) => PublishAt is null ? item.PublishAt : SourcePublishAt;
}
