namespace NewsBot.Newsroom.Store;

/// <summary>What was last told to somebody, as a hash: what has not changed need not be told again after a restart.</summary>
public static class Fingerprint
{
    /// <param name="scope">Whom and what, such as <c>commands/guild:123</c>.</param>
    /// <returns>Null: nothing was told yet.</returns>
    public static Task<string?> ReadAsync(Tx tx, string scope) =>
        tx.FirstAsync<string>("select hash from fingerprints where scope = @scope", new { scope });

    public static Task PutAsync(Tx tx, string scope, string hash) =>
        tx.ExecuteAsync(
            """
            insert into fingerprints (scope, hash, at) values (@scope, @hash, @now)
            on conflict (scope) do update set hash = excluded.hash, at = excluded.at
            """,
            new { scope, hash, now = tx.Now });
}
