namespace NewsBot.Discord.Model;

/// <summary>What a thread has and a channel has not. Source: Discord channel resource, "Thread Metadata Object".</summary>
/// <param name="Archived">Out of the list. A message opens it again; an edit is refused with <c>ThreadArchived</c> until somebody does.</param>
/// <param name="Locked">Only who has <see cref="Permissions.ManageThreads"/> may write there, or open it again.</param>
public sealed record ThreadMetadata(bool Archived, bool Locked = false);
