using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <param name="Data">A message, or what a choice list or a form needs.</param>
internal sealed record CallbackBody(InteractionReplyType Type, CallbackData? Data);

/// <summary>The members of all kinds of first answers in one body: which are set depends on the kind.</summary>
internal sealed record CallbackData
{
    public string? Content { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }

    public AllowedMentions? AllowedMentions { get; init; }

    public MessageFlags? Flags { get; init; }

    /// <summary>Rows of a message, or labels of a form.</summary>
    public IReadOnlyList<Component>? Components { get; init; }

    public IReadOnlyList<AttachmentBody>? Attachments { get; init; }

    public IReadOnlyList<Choice>? Choices { get; init; }

    public string? CustomId { get; init; }

    public string? Title { get; init; }
}
