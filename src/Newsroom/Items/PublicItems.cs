namespace NewsBot.Newsroom.Items;

/// <summary>What may leave the house now, as SQL over <c>items i</c> with the value <c>@now</c>: the twin of <see cref="Item.IsPublic"/>.</summary>
public static class PublicItems
{
    public const string Condition =
        "i.state = 'public' and (i.publish_at is null or i.publish_at <= @now) and (i.expires_at is null or i.expires_at > @now)";

    /// <summary>No answer of staff is awaited whether it is news at all. A post that waits for approval (2) is news already.</summary>
    public const string Undoubted =
        "not exists (select 1 from deliveries h where h.cause_kind = 'item' and h.cause_id = i.id and h.state = 'held' and h.held_for <> 2)";
}
