using NewsBot.Discord.Model;

namespace NewsBot.Discord.Interactions;

/// <summary>The first answer to an interaction. Source: Discord, "Interaction Callback Type".</summary>
public sealed record InteractionReply
{
    private InteractionReply(InteractionReplyType type) => Type = type;

    public InteractionReplyType Type { get; }

    /// <summary>Of a message or an update.</summary>
    public MessageDraft? Message { get; private init; }

    public IReadOnlyList<Choice>? Choices { get; private init; }

    public Form? Form { get; private init; }

    /// <summary>Answers a <see cref="InteractionType.Ping"/>.</summary>
    public static InteractionReply Pong { get; } = new(InteractionReplyType.Pong);

    /// <summary>Changes the component's message later, by <see cref="Rest.DiscordRest.EditReplyAsync(Interaction, MessageDraft, CancellationToken)"/>.</summary>
    public static InteractionReply DeferUpdate { get; } = new(InteractionReplyType.DeferUpdate);

    /// <summary>"Thinking…" until <see cref="Rest.DiscordRest.EditReplyAsync(Interaction, MessageDraft, CancellationToken)"/>.</summary>
    /// <param name="ephemeral">Only the invoker sees it; the answer cannot change that.</param>
    public static InteractionReply Defer(bool ephemeral) =>
        new(InteractionReplyType.DeferMessage) { Message = ephemeral ? new MessageDraft { Flags = MessageFlags.Ephemeral } : null };

    public static InteractionReply Say(MessageDraft message) => new(InteractionReplyType.Message) { Message = message };

    /// <summary>Changes the component's message now.</summary>
    public static InteractionReply Update(MessageDraft message) => new(InteractionReplyType.UpdateMessage) { Message = message };

    /// <summary>Answers an autocompletion; at most 25.</summary>
    public static InteractionReply Suggest(IReadOnlyList<Choice> choices) => new(InteractionReplyType.Choices) { Choices = choices };

    /// <summary>Opens a form; not after a deferral, and not as the answer to a form.</summary>
    public static InteractionReply Ask(Form form) => new(InteractionReplyType.Form) { Form = form };
}

public enum InteractionReplyType
{
    Pong = 1,
    Message = 4,
    DeferMessage = 5,
    DeferUpdate = 6,
    UpdateMessage = 7,
    Choices = 8,
    Form = 9,
}

/// <summary>A form over the screen ("modal").</summary>
/// <param name="Title">At most 45 code points.</param>
/// <param name="Components">1 to 5, each a <see cref="Label"/> or a <see cref="TextDisplay"/>.</param>
public sealed record Form(string CustomId, string Title, IReadOnlyList<Component> Components);
