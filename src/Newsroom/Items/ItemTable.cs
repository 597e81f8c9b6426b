using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>The SQL of items.</summary>
public static class ItemTable
{
    private const string Columns =
        """
        i.id, i.source, i.external_id, i.where_found, i.kind, i.title, i.url, i.summary, i.body, i.image_url, i.image_alt, i.image_credit, i.author, i.correction,
        i.published_at, i.publish_at, i.expires_at, i.deadline_at, i.starts_at, i.state, i.revision, i.content_hash, i.seen_at, i.public_at,
        i.notify, i.retraction, i.gone_at, i.body_format, i.ends_at, i.location, i.updated_at, i.archived
        """;

    public static Task<Item?> FindAsync(Tx tx, long id) =>
        tx.FirstAsync<Item>($"select {Columns} from items i where i.id = @id", new { id });

    /// <summary>When the item became what it is.</summary>
    public static Task<DateTimeOffset?> RevisedAtAsync(Tx tx, long id) =>
        tx.FirstAsync<DateTimeOffset?>("select at from item_revisions where item_id = @id order by revision desc limit 1", new { id });

    /// <summary>The newest items, by id.</summary>
    public static Task<IReadOnlyList<Item>> NewestAsync(Tx tx, int limit) =>
        tx.QueryAsync<Item>($"select {Columns} from items i order by i.id desc limit @limit", new { limit });

    /// <summary>The newest items of a topic, by id.</summary>
    public static Task<IReadOnlyList<Item>> OfTopicAsync(Tx tx, long topicId, int limit) =>
        tx.QueryAsync<Item>(
            $"select {Columns} from items i join item_topics it on it.item_id = i.id where it.topic_id = @topicId order by it.item_id desc limit @limit", new { topicId, limit });

    /// <summary>Until the end of the transaction nobody else changes this item: what is read of it from now on is still so when it is written.</summary>
    internal static Task LockAsync(Tx tx, long id) =>
        tx.ExecuteAsync("update items set revision = revision where id = @id", new { id });

    internal static Task MarkGoneAsync(Tx tx, long id) =>
        tx.ExecuteAsync("update items set gone_at = @now where id = @id and gone_at is null", new { id, now = tx.Now });

    /// <summary>Its source has it again, as it was.</summary>
    internal static Task MarkBackAsync(Tx tx, long id) =>
        tx.ExecuteAsync("update items set gone_at = null where id = @id and gone_at is not null", new { id });

    internal static Task SetNotifyAsync(Tx tx, long id, Notify notify) =>
        tx.ExecuteAsync("update items set notify = @notify where id = @id", new { id, notify = notify.ToString().ToLowerInvariant() });

    /// <summary>Scheduled items whose hour has come, oldest first.</summary>
    public static Task<IReadOnlyList<Item>> DueAsync(Tx tx, int limit) =>
        tx.QueryAsync<Item>($"select {Columns} from items i where i.state = 'scheduled' and i.publish_at <= @now order by i.publish_at, i.id limit @limit", new { now = tx.Now, limit });

    public static async Task<Item> InsertAsync(Tx tx, string source, Record record, ItemState state, DateTimeOffset? publicAt, bool archived = false)
    {
        var id = await tx.FirstAsync<long>(
            """
            insert into items (source, external_id, where_found, kind, title, url, summary, body, image_url, image_alt, image_credit, author, correction,
                published_at, publish_at, expires_at, deadline_at, starts_at, state, revision, content_hash, seen_at, public_at,
                body_format, ends_at, location, updated_at, notify, archived)
            values (@source, @ExternalId, @Where, @Kind, @Title, @Url, @Summary, @Body, @ImageUrl, @ImageAlt, @ImageCredit, @Author, @Correction,
                @PublishedAt, @PublishAt, @ExpiresAt, @DeadlineAt, @StartsAt, @state, 1, @ContentHash, @now, @publicAt,
                @bodyFormat, @EndsAt, @Location, @UpdatedAt, @notify, @archived)
            returning id
            """,
            Values(tx, record, source, state, publicAt, archived));
        await ReviseAsync(tx, id, 1, "new", null, record.Correction);
        return (await FindAsync(tx, id))!;
    }

    public static async Task<Item> UpdateAsync(Tx tx, Item before, Record record, ItemState state, DateTimeOffset? publicAt)
    {
        await tx.ExecuteAsync(
            """
            update items set where_found = @Where, kind = @Kind, title = @Title, url = @Url, summary = @Summary, body = @Body,
                image_url = @ImageUrl, image_alt = @ImageAlt, image_credit = @ImageCredit, author = @Author, correction = @Correction,
                published_at = @PublishedAt, publish_at = @PublishAt, expires_at = @ExpiresAt, deadline_at = @DeadlineAt, starts_at = @StartsAt,
                body_format = @bodyFormat, ends_at = @EndsAt, location = @Location, updated_at = @UpdatedAt,
                state = @state, revision = revision + 1, content_hash = @ContentHash, public_at = @publicAt, gone_at = null
            where source = @source and external_id = @ExternalId
            """,
            Values(tx, record, before.Source, state, publicAt, before.Archived));
        var after = (await FindAsync(tx, before.Id))!;
        await ReviseAsync(tx, after.Id, after.Revision, Changed(before, after), Weighing.Of(before, after), record.Correction == before.Correction ? null : record.Correction);
        return after;
    }

    /// <summary>Writes what an order of staff changes of an item: texts, where it stands, its hour. That is a revision.</summary>
    /// <param name="changed">In one word; null: the names of what differs.</param>
    internal static async Task<Item> ReviseAsync(Tx tx, Item before, Item wanted, string? changed = null)
    {
        await tx.ExecuteAsync(
            """
            update items set title = @Title, summary = @Summary, correction = @Correction, publish_at = @PublishAt, public_at = @PublicAt,
                state = @state, retraction = @Retraction, revision = revision + 1
            where id = @Id
            """,
            new { before.Id, wanted.Title, wanted.Summary, wanted.Correction, wanted.PublishAt, wanted.PublicAt, state = Text(wanted.State), wanted.Retraction });
        var after = (await FindAsync(tx, before.Id))!;
        await ReviseAsync(tx, after.Id, after.Revision, changed ?? Changed(before, after), changed is null ? Weighing.Of(before, after) : null, after.Correction == before.Correction ? null : after.Correction);
        return after;
    }

    /// <summary>Changes only where an item stands; that is a revision too.</summary>
    public static async Task<Item> SetStateAsync(Tx tx, long id, ItemState state, DateTimeOffset? publicAt)
    {
        await tx.ExecuteAsync(
            "update items set state = @state, public_at = coalesce(@publicAt, public_at), revision = revision + 1 where id = @id",
            new { id, state = Text(state), publicAt });
        var item = (await FindAsync(tx, id))!;
        await ReviseAsync(tx, id, item.Revision, Text(state), null, null);
        return item;
    }

    public static async Task SetTopicsAsync(Tx tx, long itemId, IEnumerable<long> topicIds)
    {
        await tx.ExecuteAsync("delete from item_topics where item_id = @itemId", new { itemId });
        foreach (var topicId in topicIds)
        {
            await tx.ExecuteAsync("insert into item_topics (item_id, topic_id) values (@itemId, @topicId)", new { itemId, topicId });
        }
    }

    private static Task<int> ReviseAsync(Tx tx, long itemId, int revision, string changed, Weight? weight, string? correction) =>
        tx.ExecuteAsync(
            "insert into item_revisions (item_id, revision, at, changed, weight, correction) values (@itemId, @revision, @now, @changed, @weight, @correction)",
            new { itemId, revision, changed, weight = weight?.ToString().ToLowerInvariant(), correction, now = tx.Now });

    private static string Changed(Item before, Item after)
    {
        (string Name, bool Same)[] parts =
        [
            ("title", before.Title == after.Title),
            ("link", before.Url == after.Url),
            ("summary", before.Summary == after.Summary),
            ("body", before.Body == after.Body),
            ("image", (before.ImageUrl, before.ImageAlt, before.ImageCredit) == (after.ImageUrl, after.ImageAlt, after.ImageCredit)),
            ("dates", (before.PublishedAt, before.DeadlineAt, before.StartsAt, before.EndsAt, before.ExpiresAt) == (after.PublishedAt, after.DeadlineAt, after.StartsAt, after.EndsAt, after.ExpiresAt)),
            ("location", before.Location == after.Location),
            ("correction", before.Correction == after.Correction),
            ("state", before.State == after.State),
        ];
        var names = parts.Where(part => !part.Same).Select(part => part.Name).ToList();
        return names.Count > 0 ? string.Join(' ', names) : "other";
    }

    private static object Values(Tx tx, Record record, string source, ItemState state, DateTimeOffset? publicAt, bool archived) => new
    {
        source,
        record.ExternalId,
        record.Where,
        record.Kind,
        record.Title,
        record.Url,
        record.Summary,
        record.Body,
        ImageUrl = record.Image?.Address,
        ImageAlt = record.Image?.Alt,
        ImageCredit = record.Image?.Credit,
        record.Author,
        record.Correction,
        record.PublishedAt,
        record.PublishAt,
        record.ExpiresAt,
        record.DeadlineAt,
        record.StartsAt,
        record.EndsAt,
        record.Location,
        record.UpdatedAt,
        bodyFormat = record.BodyFormat.ToString().ToLowerInvariant(),
        notify = record.Notify.ToString().ToLowerInvariant(),
        state = Text(state),
        record.ContentHash,
        now = tx.Now,
        publicAt,
        archived = archived ? 1 : 0,
    };

    private static string Text(ItemState state) => state switch
    {
        ItemState.Scheduled => "scheduled",
        ItemState.Public => "public",
        ItemState.Held => "held",
        _ => "withdrawn",
    };
}
