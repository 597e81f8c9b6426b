using System.Globalization;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// Slice: forgets a reader. Address, settings, subscriptions with their consent, and what relays answered are gone. Of each mail
/// a row stays that counts in its edition and names nobody. What stays of the person is a suppression, when they left or asked for it: a
/// hash that an address can be compared with and not read from.
/// </summary>
internal static class Erase
{
    /// <summary>Stands where a reader's number stood.</summary>
    public const string Nobody = "erased";

    // A relay's answers quote addresses, so they go with everything that was tried.
    internal static readonly string[] Statements =
    [
        "delete from attempts where delivery_id in (select id from deliveries where lane = 'mail' and address = @address)",
        """
        update deliveries set
            state = case when state in ('sent', 'dead', 'cancelled') then state else 'cancelled' end,
            finished_at = coalesce(finished_at, @now), claimed_by = null, claimed_until = null, last_error = null, remote_id = null,
            address = @nobody, dedup_key = 'erased/' || cast(id as text)
        where lane = 'mail' and address = @address
        """,
        "delete from parked where lane = 'mail' and address = @address",
        "delete from digest_tests where subscriber_id = @id",
        "delete from reader_undos where subscriber_id = @id",
        "delete from reader_spans where subscriber_id = @id",
        "delete from reader_items where subscriber_id = @id",
        "delete from reader_misses where subscriber_id = @id",
        "delete from subscriptions where subscriber_id = @id",
        "delete from subscribers where id = @id",
    ];

    /// <param name="never">The reader wants no mail ever again.</param>
    public static async Task RunAsync(Tx tx, Subscriber reader, bool never)
    {
        await SubscriptionTable.LockAsync(tx, reader.Id);
        if (never || await SubscriptionTable.HasLeftAsync(tx, reader.Id))
        {
            await SuppressionTable.AddAsync(tx, reader.AddressHash, never ? SuppressionTable.Asked : SuppressionTable.Left, "erased by the reader");
        }

        await ForgetAsync(tx, reader.Id);
    }

    /// <summary>As <see cref="RunAsync"/>, without a suppression: of somebody who never said that they want anything, or nothing.</summary>
    public static async Task ForgetAsync(Tx tx, long subscriberId)
    {
        var values = new { id = subscriberId, address = subscriberId.ToString(CultureInfo.InvariantCulture), nobody = Nobody, now = tx.Now };
        foreach (var statement in Statements)
        {
            await tx.ExecuteAsync(statement, values);
        }
    }
}
