using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// The SQL of suppressions: addresses that get no mail, whatever else is written about them. Only a keyed hash is kept, so
/// that a suppression outlives the erasure of the person.
/// </summary>
public static class SuppressionTable
{
    /// <summary>The reader left everything. No import brings them back; they themselves may come back, by confirming a new opt-in.</summary>
    public const string Left = "left";

    /// <summary>The reader asked never to be written to again: not even an opt-in mail, whoever types the address into a form.</summary>
    public const string Asked = "asked";

    /// <param name="reason">One word for counts, such as <c>complaint</c>.</param>
    /// <param name="evidence">What taught us, without an address.</param>
    public static Task AddAsync(Tx tx, LinkKeys keys, string address, string reason, string evidence) => AddAsync(tx, keys.HashAddress(address), reason, evidence);

    /// <summary>A reader's own word counts more than an earlier one of theirs, and nothing counts more than a bounce or a complaint.</summary>
    internal static Task AddAsync(Tx tx, string addressHash, string reason, string evidence) =>
        tx.ExecuteAsync(
            """
            insert into suppressions (address_hash, reason, since, evidence) values (@addressHash, @reason, @now, @evidence)
            on conflict (address_hash) do update set reason = excluded.reason, since = excluded.since, evidence = excluded.evidence
            where suppressions.reason = 'left' and excluded.reason <> 'left'
            """,
            new { addressHash, reason, evidence, now = tx.Now });

    /// <returns>The reason, or null: mail may go there.</returns>
    public static Task<string?> ReasonAsync(Tx tx, string addressHash) =>
        tx.FirstAsync<string>("select reason from suppressions where address_hash = @addressHash", new { addressHash });

    /// <summary>A reader who left, or who asked for silence, has come back by a link that only their mailbox had. A bounce or a complaint stays.</summary>
    internal static Task LiftAsync(Tx tx, string addressHash) =>
        tx.ExecuteAsync("delete from suppressions where address_hash = @addressHash and reason in ('left', 'asked')", new { addressHash });
}
