using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <param name="Counts">Mails by the state of their deliveries.</param>
/// <param name="Rows">The newest first. An address is a reader's number, never a mail address.</param>
public sealed record WhoResult(Edition Edition, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<Delivery> Rows);

/// <summary>Slice: who gets an edition, and who has it.</summary>
public static class WhoGot
{
    /// <param name="state">Null: all of them.</param>
    /// <returns>Null: there is no such edition.</returns>
    public static async Task<WhoResult?> RunAsync(Tx tx, long editionId, DeliveryState? state, int limit) =>
        await EditionTable.FindAsync(tx, editionId) is not { } edition ? null : new(
            edition,
            await EditionTable.CountsAsync(tx, editionId),
            await DeliveryList.FindAsync(tx, new DeliveryQuery(State: state, Cause: Cause.Edition(editionId), Limit: limit)));
}
