using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources;

/// <summary>
/// Slice: what one read found becomes items and what is owed for them, in the caller's transaction.
/// 1. New: store; public now, scheduled, or archive of a first read.
/// 2. Changed: store, restate what stands, route to topics that it gained, withdraw from those it lost.
/// 3. Gone from a complete page: withdraw.
/// 4. The fuse: too many at once are held, or left standing.
/// </summary>
internal sealed class TakePage(Tx tx, string source, SourceOptions options, ILogger logger)
{
    private readonly Fuse fuse = new(options.Fuse);
    private IReadOnlyList<Topic> topics = [];
    private IReadOnlyList<Route> routes = [];
    private int added;
    private int changed;
    private int gone;

    public async Task RunAsync(ContentPage page)
    {
        topics = await TopicTable.AllAsync(tx);
        routes = await TopicTable.RoutesAsync(tx);
        var first = await tx.ExecuteAsync("insert into sources (name, first_read_at) values (@source, @now) on conflict (name) do nothing", new { source, now = tx.Now }) == 1;
        var known = (await ItemTable.KnownAsync(tx, source)).ToDictionary(item => item.ExternalId, StringComparer.Ordinal);
        var topicIds = await ItemTable.TopicIdsAsync(tx, source);

        var fresh = page.Records.Where(record => !known.ContainsKey(record.ExternalId)).ToList();
        if (first)
        {
            await TakeFirstAsync(fresh);
        }
        else
        {
            await TakeNewAsync(fresh);
        }

        var again = page.Records.Where(record => known.ContainsKey(record.ExternalId)).Select(record => (Item: known[record.ExternalId], Record: record)).ToList();
        var gaining = again.Count(pair => TopicIdsOf(pair.Record).Except(topicIds[pair.Item.Id]).Any());
        foreach (var (item, record) in again)
        {
            await TakeKnownAsync(item, record, [.. topicIds[item.Id]], held: fuse.Blows(gaining));
        }

        if (page.Complete)
        {
            await TakeGoneAsync(page, known.Values);
        }

        await HeldPosts.SettleAsync(tx, source);

        if (added + changed + gone > 0)
        {
            Telemetry.Read(logger, source, added, changed, gone);
        }
    }

    // The archive keeps its own dates, so that digests do not take it for this week's news.
    private async Task TakeFirstAsync(List<Record> fresh)
    {
        var newest = fresh.OrderByDescending(record => record.PublishedAt ?? DateTimeOffset.MinValue).Take(options.PostFirst).ToHashSet();
        var byAge = fresh.OrderBy(record => record.PublishedAt ?? DateTimeOffset.MinValue).ThenBy(record => record.ExternalId, StringComparer.Ordinal);
        foreach (var record in byAge)
        {
            await InsertAsync(record, post: newest.Contains(record), held: false, archive: !newest.Contains(record));
        }

        Telemetry.FirstRead(logger, source, fresh.Count, newest.Count);
    }

    private async Task TakeNewAsync(List<Record> fresh)
    {
        var held = fuse.Blows(fresh.Count);
        if (held)
        {
            Telemetry.FuseHeld(logger, source, fresh.Count, fuse.Limit);
        }

        foreach (var record in fresh)
        {
            await InsertAsync(record, post: true, held, archive: false);
        }

        if (held && await HeldPosts.CountAsync(tx, source) > 0)
        {
            await HeldPosts.HeldAsync(tx, source, $"{fresh.Count} new items at once are more than {fuse.Limit}: their posts are held");
        }
    }

    private async Task InsertAsync(Record record, bool post, bool held, bool archive)
    {
        added++;
        var state = StateOf(record);
        DateTimeOffset? publicAt = state == ItemState.Public ? (archive ? record.PublishedAt ?? tx.Now : tx.Now) : null;
        var item = await ItemTable.InsertAsync(tx, source, record, state, publicAt);
        var topicIds = TopicIdsOf(record);
        await ItemTable.SetTopicsAsync(tx, item.Id, topicIds);
        if (post && item.IsPublic(tx.Now))
        {
            await OweItem.RunAsync(tx, Routing.Route(item, topicIds, topics, routes, held));
        }
    }

    private async Task TakeKnownAsync(KnownItem known, Record record, long[] topicsBefore, bool held)
    {
        var topicsNow = TopicIdsOf(record);
        var sameTopics = topicsNow.ToHashSet().SetEquals(topicsBefore);
        var stands = known.State != ItemState.Withdrawn || (known.Retracted && !known.Gone);
        if (known.ContentHash == record.ContentHash && stands && sameTopics)
        {
            return;
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
        if (after.IsPublic(tx.Now))
        {
            await OweItem.RunAsync(tx, before.IsPublic(tx.Now)
                ? Routing.Gained((before, topicsBefore), (after, topicsNow), topics, routes, held)
                : Routing.Route(after, topicsNow, topics, routes, held));
        }
    }

    private async Task TakeGoneAsync(ContentPage page, IEnumerable<KnownItem> known)
    {
        var there = page.Records.Select(record => record.ExternalId)
            .Concat(page.Refusals.Select(refusal => refusal.ExternalId).OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
        var missing = known.Where(item => !item.Gone && !there.Contains(item.ExternalId)).ToList();
        var vanished = missing.Where(item => item.State != ItemState.Withdrawn).ToList();
        // A folder with nothing in it at all is an unmounted disk more often than the end of the news.
        if (fuse.Blows(vanished.Count) || (vanished.Count > 1 && there.Count == 0))
        {
            Telemetry.FuseKept(logger, source, vanished.Count, fuse.Limit);
            return;
        }

        foreach (var item in missing)
        {
            await ItemTable.MarkGoneAsync(tx, item.Id);
        }

        foreach (var item in vanished)
        {
            gone++;
            var withdrawn = await ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, publicAt: null);
            await Outbox.RestateAsync(tx, Cause.Item(item.Id), withdrawn.Revision, Wanted.Absent);
            await Desk.TouchAsync(tx, Cause.Desk(item.Id));
        }
    }

    private ItemState StateOf(Record record) => record.PublishAt > tx.Now ? ItemState.Scheduled : ItemState.Public;

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
