using System.Text.Json;
using NewsBot.Discord.Interactions;

namespace NewsBot.Discord.Rest;

/// <summary>The body of a first answer. Source: Discord, "Interaction Response Object".</summary>
internal static class CallbackContent
{
    public static HttpContent Of(InteractionReply reply) => MessageContent.WithFiles(Bytes(reply), reply.Message?.Files);

    /// <summary>The JSON alone, as a signed endpoint writes it; files cannot travel there.</summary>
    public static byte[] Bytes(InteractionReply reply) =>
        JsonSerializer.SerializeToUtf8Bytes(new CallbackBody(reply.Type, DataOf(reply)), RestJson.Default.CallbackBody);

    private static CallbackData? DataOf(InteractionReply reply) => reply switch
    {
        { Form: { } form } => new CallbackData { CustomId = form.CustomId, Title = form.Title, Components = form.Components },
        { Choices: { } choices } => new CallbackData { Choices = choices },
        { Type: InteractionReplyType.DeferMessage, Message: { } message } => new CallbackData { Flags = message.Flags },
        { Message: { } message } => new CallbackData
        {
            Content = message.Content,
            Embeds = message.Embeds,
            AllowedMentions = message.AllowedMentions,
            Components = message.Components,
            Flags = message.Flags,
            Attachments = MessageContent.Attachments(message),
        },
        _ => null,
    };
}
