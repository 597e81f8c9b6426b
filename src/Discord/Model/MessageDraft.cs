namespace NewsBot.Discord.Model;

/// <summary>
/// What a message should say. On a create, null means "none". On an edit, null means "leave as it stands", and an
/// empty text or list removes.
/// </summary>
public sealed record MessageDraft
{
    /// <summary>Renders markdown; at most <see cref="Limits.Content"/> code points.</summary>
    public string? Content { get; init; }

    /// <summary>At most <see cref="Limits.Embeds"/>, whose texts sum to at most <see cref="Limits.EmbedTotal"/>.</summary>
    public IReadOnlyList<Embed>? Embeds { get; init; }

    /// <summary>At most <see cref="Limits.Rows"/>.</summary>
    public IReadOnlyList<ActionRow>? Components { get; init; }

    public AllowedMentions AllowedMentions { get; init; } = AllowedMentions.None;

    /// <summary>
    /// Create only: within a few minutes a second create with the same nonce by this bot makes nothing and answers with
    /// the first message (<c>enforce_nonce</c>). At most <see cref="Limits.Nonce"/> characters; it must name the channel
    /// too, since its scope is the author, not the channel. Edits do not send it: they are repeatable as they are.
    /// </summary>
    public string? Nonce { get; init; }

    /// <summary>
    /// New files, at most <see cref="Limits.Files"/>. On an edit without files and without
    /// <see cref="KeptAttachments"/> Discord keeps what is attached, so a change of the text keeps the photo.
    /// On an edit with files, only they and the kept ones remain.
    /// </summary>
    public IReadOnlyList<FileUpload>? Files { get; init; }

    /// <summary>Edit only: ids of the attachments that stay (<see cref="Message.Attachments"/>); an empty list removes all.</summary>
    public IReadOnlyList<Snowflake>? KeptAttachments { get; init; }

    /// <summary>An edit changes <see cref="MessageFlags.SuppressEmbeds"/> alone; Discord refuses the others.</summary>
    public MessageFlags? Flags { get; init; }
}
