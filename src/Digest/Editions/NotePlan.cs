using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

/// <summary>Slice: a word of the editors for the next edition of a plan that has items. It is frozen into that edition when it opens.</summary>
public static class NotePlan
{
    /// <summary>Characters; the mail has to stay below 90 KB.</summary>
    public const int LongestNote = 1000;

    /// <param name="note">Longer ones are cut; null or empty takes it away.</param>
    /// <returns>The note as it is kept.</returns>
    public static async Task<string?> RunAsync(Tx tx, string plan, string? note)
    {
        var text = note?.Trim() ?? "";
        if (text.Length > LongestNote)
        {
            text = text[..(char.IsHighSurrogate(text[LongestNote - 1]) ? LongestNote - 1 : LongestNote)].TrimEnd();
        }

        var kept = text.Length == 0 ? null : text;
        await PlanTable.PutAsync(tx, await PlanTable.FindAsync(tx, plan) with { Note = kept });
        return kept;
    }
}
