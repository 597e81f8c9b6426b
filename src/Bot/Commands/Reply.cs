using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>What a person is told; nobody else sees it.</summary>
/// <param name="Text">Markdown; what somebody else wrote is escaped already. Cut at <see cref="Limits.Content"/>.</param>
internal sealed record Reply(string Text)
{
    /// <summary>At most <see cref="Limits.Embeds"/>.</summary>
    public IReadOnlyList<Embed> Embeds { get; init; } = [];

    /// <summary>At most <see cref="Limits.Rows"/>.</summary>
    public IReadOnlyList<ActionRow> Rows { get; init; } = [];

    /// <summary>Not in an answer that is given at once.</summary>
    public IReadOnlyList<FileUpload> Files { get; init; } = [];

    /// <summary>Opens instead of all else; only where the answer is given at once.</summary>
    public Form? Form { get; init; }

    /// <summary>As an edit too, where an empty list takes away what stood there before.</summary>
    public MessageDraft Draft() => new()
    {
        Content = Limits.Cut(Text, Limits.Content),
        Embeds = Embeds,
        Components = Rows,
        Files = Files.Count > 0 ? Files : null,
        Flags = MessageFlags.Ephemeral,
        AllowedMentions = AllowedMentions.None,
    };
}
