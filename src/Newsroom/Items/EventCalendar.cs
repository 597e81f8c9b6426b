using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>
/// Slice: an item of kind <c>event</c> stands in the calendar of the chat system whose channels it is posted in, as long as it is posted there.
/// What stands in a calendar is a delivery of the item like its posts: an edit or a withdrawal reaches it the same way.
/// </summary>
public static class EventCalendar
{
    /// <summary>The lane of calendar entries.</summary>
    public const string Lane = "events";

    /// <summary>How long an event takes whose end is not known: calendars want one.</summary>
    public static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    private const string Kind = "event";

    /// <summary>Entries taken away in one transaction; the next round takes the rest.</summary>
    private const int Batch = 100;

    public static bool IsEvent(string kind, DateTimeOffset? startsAt) => kind == Kind && startsAt is not null;

    /// <summary>An end that is missing, or not after the start, is <see cref="DefaultLength"/> after the start. Null: there is no start.</summary>
    public static DateTimeOffset? EndOf(Item item) => item.EndsAt > item.StartsAt ? item.EndsAt : item.StartsAt + DefaultLength;

    /// <summary>From now on, events that are posted by <paramref name="lane"/> stand in this calendar too.</summary>
    /// <param name="address">Null: in none. What stands in one stays there, and is still changed with its item.</param>
    public static Task PutAsync(Tx tx, string lane, string? address) => address is null
        ? tx.ExecuteAsync("delete from calendars where lane = @lane", new { lane })
        : tx.ExecuteAsync("insert into calendars (lane, address) values (@lane, @address) on conflict (lane) do update set address = excluded.address", new { lane, address });

    /// <summary>Pure: an entry that the item is owed for the first time. An event that has begun comes too late for a calendar.</summary>
    /// <param name="places">Where the item stands or is owed.</param>
    internal static DeliveryDraft? Draft(Item item, string lane, string address, IReadOnlyList<Place> places, DateTimeOffset now)
    {
        var posts = places.Where(place => place.Lane == lane && IsWanted(place)).ToList();
        return item is { Kind: Kind, StartsAt: { } starts } && starts > now && item.IsPublic(now) && posts.Count > 0
            ? new(Lane, address, Cause.Item(item.Id), item.Revision, posts.TrueForAll(post => post.State == DeliveryState.Held) ? posts[0].HeldFor : HeldFor.None)
            : null;
    }

    /// <summary>Pure: is the item no event any more, or posted nowhere in that chat system?</summary>
    internal static bool Leaves(Item item, string lane, IReadOnlyList<Place> places) =>
        !IsEvent(item.Kind, item.StartsAt) || !places.Any(place => place.Lane == lane && IsWanted(place));

    /// <summary>Call it after everything else that is owed for the item was written.</summary>
    /// <param name="ordered">Staff want it posted at this instant: what was held or dropped is owed again.</param>
    internal static async Task OweAsync(Tx tx, Item item, DateTimeOffset? ordered = null)
    {
        var calendars = await tx.QueryAsync<(string Lane, string Address)>("select lane, address from calendars order by lane");
        if (calendars.Count == 0)
        {
            return;
        }

        var places = await Place.OfItemAsync(tx, item.Id);
        foreach (var (lane, address) in calendars)
        {
            var entry = places.FirstOrDefault(place => place.Lane == Lane && place.Address == address);
            var draft = Draft(item, lane, address, places, tx.Now);
            if (draft is not null && ordered is { } due)
            {
                await Outbox.OrderAsync(tx, draft, due, byStaff: false);
            }
            else if (draft is not null && entry is null)
            {
                await Outbox.EnqueueAsync(tx, [draft]);
            }
            else if (entry is { Wanted: Wanted.Present } && Leaves(item, lane, places))
            {
                await Outbox.RestateAsync(tx, Cause.Item(item.Id), item.Revision, Wanted.Absent, Lane, address);
            }
        }
    }

    /// <summary>Remote ids of the other entries at the address of <paramref name="delivery"/>, the newest thousand of them.</summary>
    public static Task<IReadOnlyList<string>> TakenAsync(Tx tx, Delivery delivery) =>
        tx.QueryAsync<string>(
            "select remote_id from deliveries where lane = @Lane and address = @Address and id <> @Id and remote_id is not null order by id desc limit 1000",
            new { delivery.Lane, delivery.Address, delivery.Id });

    /// <summary>Takes the entries of items away that have expired before they began; the next change of the item may bring them back.</summary>
    internal static async Task ExpireAsync(Tx tx)
    {
        var expired = await ExpiredAsync(tx, Batch);
        foreach (var (itemId, revision, address) in expired)
        {
            await Outbox.RestateAsync(tx, Cause.Item(itemId), revision, Wanted.Absent, Lane, address);
        }
    }

    /// <summary>Is there anything for <see cref="ExpireAsync"/>?</summary>
    internal static async Task<bool> HasExpiredAsync(Tx tx) => (await ExpiredAsync(tx, 1)).Count > 0;

    // A row that waits needs nothing: its sender asks whether the item is public.
    private static Task<IReadOnlyList<(long ItemId, int Revision, string Address)>> ExpiredAsync(Tx tx, int limit) =>
        tx.QueryAsync<(long ItemId, int Revision, string Address)>(
            """
            select i.id, i.revision, d.address from deliveries d join items i on i.id = d.cause_id
            where d.lane = @Lane and d.cause_kind = 'item' and d.state = 'sent' and d.wanted = 'present' and d.remote_id is not null
                and i.expires_at <= @now and i.starts_at > @now
            order by d.id limit @limit
            """,
            new { Lane, now = tx.Now, limit });

    private static bool IsWanted(Place place) => place.Wanted == Wanted.Present && place.State != DeliveryState.Cancelled;
}
