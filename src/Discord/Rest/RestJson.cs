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
[JsonSerializable(typeof(Channel[]))]
[JsonSerializable(typeof(ActiveThreads))]
[JsonSerializable(typeof(ThreadBody))]
[JsonSerializable(typeof(ThreadChange))]
[JsonSerializable(typeof(ForumPost))]
[JsonSerializable(typeof(Guild))]
[JsonSerializable(typeof(Role[]))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(ScheduledEvent))]
[JsonSerializable(typeof(ScheduledEvent[]))]
internal sealed partial class RestJson : JsonSerializerContext;

/// <summary>The body of a create or an edit.</summary>
internal sealed record MessageBody
{
    public string? Content { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }

    /// <summary>Rows. The declared type is the one that has the discriminator: without it nobody would write which kind each is.</summary>
    public IReadOnlyList<Component>? Components { get; init; }

    public required AllowedMentions AllowedMentions { get; init; }

    public string? Nonce { get; init; }

    public bool? EnforceNonce { get; init; }

    public MessageFlags? Flags { get; init; }

    public IReadOnlyList<AttachmentBody>? Attachments { get; init; }
}

/// <param name="Id">Of a kept attachment its id, of a new file its number n in the part <c>files[n]</c>.</param>
internal sealed record AttachmentBody(string Id, string? Filename = null, string? Description = null);
