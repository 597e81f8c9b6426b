using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Editions;

public enum PickOutcome
{
    Done,
    Same,
    NoItem,

    /// <summary>It is withdrawn, held or has no hour yet.</summary>
    NotPublic,

    /// <summary>Readers follow topics: nobody would get it.</summary>
    NoTopic,

    /// <summary>An edition of the plan has it: every item is in exactly one.</summary>
    InEdition,
}

/// <param name="Edition">The one that has it, with <see cref="PickOutcome.InEdition"/>.</param>
public sealed record PickResult(PickOutcome Outcome, Edition? Edition = null);

/// <summary>Slice: staff put an item into the next edition of a plan, or keep it out of the plan's editions.</summary>
public static class PickItem
{
    public static async Task<PickResult> RunAsync(Tx tx, string plan, long itemId, Pick pick)
    {
        if (await ItemTable.FindAsync(tx, itemId) is not { } item)
        {
            return new(PickOutcome.NoItem);
        }

        if (await EditionTable.WithItemAsync(tx, plan, itemId) is { } edition)
        {
            return new(PickOutcome.InEdition, edition);
        }

        if (pick == Pick.Include && !item.IsPublic(tx.Now))
        {
            return new(PickOutcome.NotPublic);
        }

        if (pick == Pick.Include && (await TopicTable.OfItemAsync(tx, itemId)).Count == 0)
        {
            return new(PickOutcome.NoTopic);
        }

        if (await PlanTable.PickAsync(tx, plan, itemId) == pick)
        {
            return new(PickOutcome.Same);
        }

        await PlanTable.PutPickAsync(tx, plan, itemId, pick);
        return new(PickOutcome.Done);
    }
}
