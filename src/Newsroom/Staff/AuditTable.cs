using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Staff;

/// <summary>What a member of staff did.</summary>
/// <param name="InteractionId">Names the act itself: it is written once, however often it arrives. Null: not from an interaction.</param>
/// <param name="Options">What was typed, as JSON.</param>
/// <param name="Result">What came of it, in a sentence.</param>
public sealed record AuditEntry(string? InteractionId, string StaffId, string? StaffName, string Command, string Options, string Result);

/// <summary>An entry as it was written down.</summary>
public sealed record AuditLine
{
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? InteractionId { get; init; }
    public required string StaffId { get; init; }
    public string? StaffName { get; init; }
    public required string Command { get; init; }
    public required string Options { get; init; }
    public required string Result { get; init; }
}

/// <summary>The SQL of what staff did. It is only ever added to.</summary>
public static class AuditTable
{
    /// <summary>Characters that are kept; a form of Discord holds 4,000 in one field.</summary>
    internal const int LongestOptions = 8000;
    internal const int LongestResult = 1000;
    private const int LongestName = 100;

    /// <returns>False: this interaction was written before, so whoever acts again must roll back.</returns>
    public static async Task<bool> AddAsync(Tx tx, AuditEntry entry) =>
        await tx.ExecuteAsync(
            """
            insert into audit (at, interaction_id, staff_id, staff_name, command, options, result) values (@now, @InteractionId, @StaffId, @name, @command, @options, @result)
            on conflict (interaction_id) do nothing
            """,
            new
            {
                now = tx.Now,
                entry.InteractionId,
                entry.StaffId,
                name = StaffText.Of(entry.StaffName, LongestName),
                command = StaffText.Of(entry.Command, LongestName) ?? "",
                options = StaffText.Of(entry.Options, LongestOptions) ?? "",
                result = StaffText.Of(entry.Result, LongestResult) ?? "",
            }) == 1;

    /// <summary>Was this interaction carried out?</summary>
    public static async Task<bool> HasAsync(Tx tx, string interactionId) =>
        await tx.FirstAsync<long?>("select id from audit where interaction_id = @interactionId", new { interactionId }) is not null;

    /// <summary>The newest first.</summary>
    /// <param name="staffId">Null: of everybody.</param>
    public static Task<IReadOnlyList<AuditLine>> ListAsync(Tx tx, int limit, string? staffId = null) =>
        tx.QueryAsync<AuditLine>(
            """
            select id, at, interaction_id, staff_id, staff_name, command, options, result from audit
            where @staffId is null or staff_id = @staffId order by id desc limit @limit
            """,
            new { limit, staffId });
}
