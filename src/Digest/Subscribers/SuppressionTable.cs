using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// The SQL of suppressions: addresses that get no mail, whatever else is written about them. Only a keyed hash is kept, so
/// that a suppression outlives the erasure of the person.
/// </summary>
public static class SuppressionTable
{
    /// <summary>The reason of an address whose own reader left everything. Only this one ends when the same reader confirms again.</summary>
    public const string Left = "left";

    /// <param name="reason">One word for counts, such as <c>complaint</c>.</param>
    /// <param name="evidence">What taught us, without an address.</param>
    public static Task AddAsync(Tx tx, LinkKeys keys, string address, string reason, string evidence) =>
        tx.ExecuteAsync(
            "insert into suppressions (address_hash, reason, since, evidence) values (@hash, @reason, @now, @evidence) on conflict (address_hash) do nothing",
            new { hash = keys.HashAddress(address), reason, evidence, now = tx.Now });

    /// <returns>The reason, or null: mail may go there.</returns>
    public static Task<string?> ReasonAsync(Tx tx, string addressHash) =>
        tx.FirstAsync<string>("select reason from suppressions where address_hash = @addressHash", new { addressHash });

    /// <summary>The reader who left has come back, and proved it by the mail.</summary>
    internal static Task ForgetLeavingAsync(Tx tx, string addressHash) =>
        tx.ExecuteAsync("delete from suppressions where address_hash = @addressHash and reason = @Left", new { addressHash, Left });
}
