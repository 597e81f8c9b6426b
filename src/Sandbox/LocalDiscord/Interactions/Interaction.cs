using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type.</remarks>
public enum InteractionType
{
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// <summary>A suggestion of the bot for an option. Numbers are written as text.</summary>
public sealed record Choice(string Name, string Value);

/// <summary>A form that the bot opened for one person.</summary>
/// <param name="Interaction">The interaction that it answers.</param>
/// <param name="Components">Labels with their inputs, in Discord's own form.</param>
public sealed record Modal(ulong Interaction, string CustomId, string Title, JsonElement Components);

/// <summary>What came of an interaction. All null: the bot took notice and showed nothing, or took its answer back.</summary>
/// <param name="Failed">Nothing came within three seconds, or the endpoint's answer was none.</param>
public sealed record InteractionReply(bool Failed, Message? Message, Modal? Modal, IReadOnlyList<Choice>? Choices);

/// <summary>One act of a person that the bot was told of.</summary>
public sealed class Interaction
{
    private readonly LocalInteractions owner;

    internal Interaction(LocalInteractions owner, ulong id, string token, InteractionType type, ulong person, ulong channel, long sent)
    {
        this.owner = owner;
        (Id, Token, Type, PersonId, ChannelId, Sent) = (id, token, type, person, channel, sent);
    }

    public ulong Id { get; }

    /// <summary>What the bot answers with, for 15 minutes.</summary>
    public string Token { get; }

    public InteractionType Type { get; }

    public ulong PersonId { get; }

    public ulong ChannelId { get; }

    /// <summary>The type of the bot's first answer: 4 reply, 5 thinking, 6 later update, 7 update, 8 choices, 9 modal; null before it came.</summary>
    public int? Callback { get; internal set; }

    public bool Failed { get; internal set; }

    /// <summary>The messages after the first answer, oldest first.</summary>
    public IReadOnlyList<Message> FollowUps => owner.MessagesOf(this);

    /// <summary>As the monotonic clock stood.</summary>
    internal long Sent { get; }

    /// <summary>What a page calls it, to know its answer again.</summary>
    internal string? Nonce { get; init; }

    /// <summary>Such as <c>news post</c>; null when it is no command.</summary>
    internal string? CommandName { get; init; }

    /// <summary>1 typed, 3 menu of a message; null when it is no command.</summary>
    internal int? CommandType { get; init; }

    /// <summary>The message whose component was used, or that a form was opened from.</summary>
    internal ulong? SourceMessage { get; init; }

    internal ulong? TargetMessage { get; init; }

    /// <summary>The kind of the option that is being completed.</summary>
    internal int FocusedType { get; init; }

    internal JsonObject Payload { get; set; } = [];

    /// <summary>The message that <c>@original</c> names.</summary>
    internal ulong? Original { get; set; }

    internal List<ulong> Later { get; } = [];

    /// <summary>Something was shown since a later update was announced.</summary>
    internal bool Shown { get; set; }

    internal Modal? Modal { get; set; }

    internal IReadOnlyList<Choice>? Choices { get; set; }

    /// <summary>Strikes when three seconds are over.</summary>
    internal ITimer? Deadline { get; set; }

    /// <summary>Waits until the bot has answered for good: a message that is no longer "thinking", a modal, choices, an update; or until it failed.</summary>
    public Task<InteractionReply> WaitForReplyAsync(CancellationToken ct) => owner.WaitAsync(this, (_, reply) => reply, ct);

    /// <summary>Waits until its reply is such a message, for example after a second edit.</summary>
    public Task<InteractionReply> WaitForReplyAsync(Func<Message, bool> wanted, CancellationToken ct)
        => owner.WaitAsync(this, (_, reply) => reply?.Message is { } message && wanted(message) ? reply : null, ct);

    /// <summary>Waits for so many messages after the first answer.</summary>
    public Task<IReadOnlyList<Message>> WaitForFollowUpsAsync(int count, CancellationToken ct)
        => owner.WaitAsync(this, (interaction, _) => interaction.FollowUps is var messages && messages.Count >= count ? messages : null, ct);

    /// <summary>Waits for the first answer, "thinking" included, or for the failure to give one.</summary>
    public Task<Interaction> WaitForCallbackAsync(CancellationToken ct)
        => owner.WaitAsync(this, (interaction, _) => interaction.Callback is not null || interaction.Failed ? interaction : null, ct);
}
