using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>What we asked of a hub, and what it said.</summary>
internal sealed record WebSubRow
{
    public required string Source { get; init; }

    /// <summary>Last part of the callback's address; nobody but the hub knows it.</summary>
    public required string Path { get; init; }

    public required string Secret { get; init; }

    public required string Hub { get; init; }

    public required string Topic { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? DeniedAt { get; init; }

    /// <summary>Null: the hub has not confirmed it.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A record would print its secret.</summary>
    public override string ToString() => $"{nameof(WebSubRow)} {Source}";
}

/// <summary>The SQL of WebSub subscriptions.</summary>
internal static class WebSubTable
{
    private const string Columns = "source, path, secret, hub, topic, asked_at, denied_at, verified_at, expires_at";

    public static Task<IReadOnlyList<WebSubRow>> AllAsync(Tx tx) => tx.QueryAsync<WebSubRow>($"select {Columns} from websub order by source");

    public static Task<WebSubRow?> FindAsync(Tx tx, string path) => tx.FirstAsync<WebSubRow>($"select {Columns} from websub where path = @path", new { path });

    public static Task PutAsync(Tx tx, WebSubRow row) => tx.ExecuteAsync(
        $"""
        insert into websub ({Columns}) values (@Source, @Path, @Secret, @Hub, @Topic, @AskedAt, @DeniedAt, @VerifiedAt, @ExpiresAt)
        on conflict (source) do update set
            path = excluded.path, secret = excluded.secret, hub = excluded.hub, topic = excluded.topic, asked_at = excluded.asked_at,
            denied_at = excluded.denied_at, verified_at = excluded.verified_at, expires_at = excluded.expires_at
        """,
        row);

    public static Task VerifiedAsync(Tx tx, string path, DateTimeOffset expiresAt) => tx.ExecuteAsync(
        "update websub set verified_at = @now, expires_at = @expiresAt, denied_at = null where path = @path", new { path, expiresAt, now = tx.Now });

    public static Task DeniedAsync(Tx tx, string path) => tx.ExecuteAsync(
        "update websub set denied_at = @now, verified_at = null, expires_at = null where path = @path", new { path, now = tx.Now });
}
