using System.Text.Json.Serialization;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>What goes over the wire: names in snake case, nulls left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Message[]))]
[JsonSerializable(typeof(CurrentUser))]
[JsonSerializable(typeof(Channel))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(CommandDefinition[]))]
[JsonSerializable(typeof(CallbackBody))]
[JsonSerializable(typeof(Application))]
[JsonSerializable(typeof(GatewayAddress))]
internal sealed partial class RestJson : JsonSerializerContext;

/// <summary>The body of a create or an edit.</summary>
internal sealed record MessageBody
{
    public string? Content { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }

    public IReadOnlyList<ActionRow>? Components { get; init; }

    public required AllowedMentions AllowedMentions { get; init; }

    public string? Nonce { get; init; }

    public bool? EnforceNonce { get; init; }

    public MessageFlags? Flags { get; init; }

    public IReadOnlyList<AttachmentBody>? Attachments { get; init; }
}

/// <param name="Id">Of a kept attachment its id, of a new file its number n in the part <c>files[n]</c>.</param>
internal sealed record AttachmentBody(string Id, string? Filename = null, string? Description = null);

/// <param name="Data">A <see cref="MessageBody"/>, or what a choice list or a form needs.</param>
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

    public IReadOnlyList<Choice>? Choices { get; init; }

    public string? CustomId { get; init; }

    public string? Title { get; init; }
}
