using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>
/// Slice: what one read found becomes items and what is owed for them, in the caller's transaction.
/// 1. Known: by its id, by an id that it had before, or by its link or title under a new id.
/// 2. New: store; public now, scheduled, or archive of a first read.
/// 3. Changed: store, restate what stands, route to topics that it gained, withdraw from those it lost.
/// 4. Gone from a complete page, or withdrawn by its source: withdraw.
/// 5. The fuse: too many at once are held, or left standing.
/// </summary>
internal sealed class TakePage(Tx tx, string source, SourceOptions options, ILogger logger)
{
    private readonly Fuse fuse = new(options.Fuse);
    private IReadOnlyList<Topic> topics = [];
    private IReadOnlyList<Route> routes = [];
    private int added;
    private int changed;

    public async Task RunAsync(ContentPage page)
    {
        topics = await TopicTable.AllAsync(tx);
        routes = await TopicTable.RoutesAsync(tx);
        var first = await IsFirstAsync(page);
        var archive = page.Archive ?? first;
        var known = await KnownPage.ReadAsync(tx, source, page, logger);
        if (archive)
        {
            await TakeFirstAsync(known.Fresh);
            await IdentityTable.AddFirstRefusalsAsync(tx, source, page.Refusals.Where(refusal => refusal.Fatal).Select(refusal => refusal.ExternalId).OfType<string>());
        }
        else
        {
            await TakeNewAsync(known.Fresh);
        }

        await TakeAgainAsync(known.Again);
        var gone = await new TakeGone(tx, source, fuse, logger).RunAsync(page, known);
        await HeldPosts.SettleAsync(tx, source);
        if (added + changed + gone > 0)
        {
            tx.AfterCommit(() => Telemetry.Read(logger, source, added, changed, gone));
        }
    }

    // A feed without any item has lost them more often than it has none; a folder that is empty is empty, and its first file is news.
    // What was refused altogether tells nothing of what is there.
    private async Task<bool> IsFirstAsync(ContentPage page) =>
        (page.Records.Count > 0 || (page.Complete && page.Refusals.Count == 0))
        && await tx.ExecuteAsync("insert into sources (name, first_read_at) values (@source, @now) on conflict (name) do nothing", new { source, now = tx.Now }) == 1;

    // The archive keeps its own dates, so that digests do not take it for this week's news.
    private async Task TakeFirstAsync(IReadOnlyList<Record> fresh)
    {
        var newest = fresh.OrderByDescending(record => record.PublishedAt ?? DateTimeOffset.MinValue).Take(options.PostFirst).ToHashSet();
        var byAge = fresh.OrderBy(record => record.PublishedAt ?? DateTimeOffset.MinValue).ThenBy(record => record.ExternalId, StringComparer.Ordinal);
        foreach (var record in byAge)
        {
            await InsertAsync(record, archive: !newest.Contains(record), held: false);
        }

        tx.AfterCommit(() => Telemetry.FirstRead(logger, source, fresh.Count, newest.Count));
    }

    private async Task TakeNewAsync(IReadOnlyList<Record> fresh)
    {
        var late = await IdentityTable.FirstRefusalsAsync(tx, source, [.. fresh.Select(record => record.ExternalId)]);
        var news = fresh.Count - late.Count;
        var held = fuse.Blows(news);
        if (held)
        {
            tx.AfterCommit(() => Telemetry.FuseHeld(logger, source, news, fuse.Limit));
        }

        foreach (var record in fresh)
        {
            var archive = late.Contains(record.ExternalId);
            await InsertAsync(record, archive, held);
            if (archive)
            {
                await IdentityTable.RemoveFirstRefusalAsync(tx, source, record.ExternalId);
            }
        }

        if (held && await HeldPosts.CountAsync(tx, source) > 0)
        {
            await HeldPosts.HeldAsync(tx, source, $"{news} new items at once are more than {fuse.Limit}: their posts are held");
        }
    }

    private async Task InsertAsync(Record record, bool archive, bool held)
    {
        added++;
        var state = record.PublishAt > tx.Now ? ItemState.Scheduled : ItemState.Public;
        var archived = archive && state == ItemState.Public;
        var publicAt = archived && record.PublishedAt < tx.Now ? record.PublishedAt : tx.Now;
        var item = await ItemTable.InsertAsync(tx, source, record, state, state == ItemState.Public ? publicAt : null, archived);
        var topicIds = TopicIdsOf(record);
        await ItemTable.SetTopicsAsync(tx, item.Id, topicIds);
        if (item.IsPublic(tx.Now))
        {
            await OweItem.RunAsync(tx, Routing.Route(item, topicIds, topics, routes, held));
            await EventCalendar.OweAsync(tx, item);
        }
    }

    // An edit may gain an item a topic, or let it pass a filter: of many at once that is as suspicious as many new ones.
    private async Task TakeAgainAsync(IReadOnlyList<(KnownItem Item, Record Record)> again)
    {
        var topicIds = await IdentityTable.TopicIdsAsync(tx, source, [.. again.Select(pair => pair.Item.Id)]);
        var taken = new List<(Item Item, IReadOnlyList<DeliveryDraft> Owed)>();
        foreach (var (item, record) in again)
        {
            if (await TakeKnownAsync(item, record, [.. topicIds[item.Id]]) is { } changed)
            {
                taken.Add(changed);
            }
        }

        var gaining = taken.Count(pair => pair.Owed.Count > 0);
        var held = fuse.Blows(gaining);
        foreach (var (item, owed) in taken)
        {
            await OweItem.RunAsync(tx, [.. owed.Select(draft => held ? draft with { HeldFor = draft.HeldFor | HeldFor.Fuse } : draft)]);
            await EventCalendar.OweAsync(tx, item);
        }

        if (held && await HeldPosts.CountAsync(tx, source) > 0)
        {
            tx.AfterCommit(() => Telemetry.FuseHeld(logger, source, gaining, fuse.Limit));
            await HeldPosts.HeldAsync(tx, source, $"{gaining} edits at once that make new posts are more than {fuse.Limit}: their posts are held");
        }
    }

    /// <returns>The item and where it is owed for the first time; null: nothing has changed.</returns>
    private async Task<(Item Item, IReadOnlyList<DeliveryDraft> Owed)?> TakeKnownAsync(KnownItem known, Record record, long[] topicsBefore)
    {
        var topicsNow = TopicIdsOf(record);
        var sameTopics = topicsNow.ToHashSet().SetEquals(topicsBefore);
        var stands = known.State != ItemState.Withdrawn || (known.Retracted && !known.Gone);
        if (known.ContentHash == record.ContentHash && stands && sameTopics)
        {
            if (known.Gone)
            {
                await ItemTable.MarkBackAsync(tx, known.Id);
            }

            return null;
        }

        changed++;
        await ItemTable.LockAsync(tx, known.Id);
        var before = (await ItemTable.FindAsync(tx, known.Id))!;
        var (orders, wanted) = (await OrderTable.OfItemAsync(tx, known.Id)).Over(record);
        await OrderTable.PutAsync(tx, orders);
        record = wanted;
        var state = orders.StateOf(record, tx.Now);
        var publicAt = state == ItemState.Public ? before.PublicAt ?? tx.Now : before.PublicAt;
        var after = await ItemTable.UpdateAsync(tx, before, record, state, publicAt);
        await ItemTable.SetTopicsAsync(tx, after.Id, topicsNow);

        await RestateItem.RunAsync(tx, after, topicsNow, topics, routes);
        return (after, !after.IsPublic(tx.Now) ? []
            : before.IsPublic(tx.Now) ? Routing.Gained((before, topicsBefore), (after, topicsNow), topics, routes, held: false)
            : Routing.Route(after, topicsNow, topics, routes, held: false));
    }

    private long[] TopicIdsOf(Record record)
    {
        var ids = new List<long>();
        foreach (var slug in record.Topics.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var topic = topics.FirstOrDefault(topic => topic.Slug.Equals(slug, StringComparison.OrdinalIgnoreCase));
            if (topic is not null)
            {
                ids.Add(topic.Id);
            }
        }

        return [.. ids];
    }
}
