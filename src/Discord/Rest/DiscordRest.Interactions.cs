using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>
/// Commands and the answers to interactions. An answer waits for no other request: neither for the global limit nor for the breaker, and
/// it goes out even when the bot's token was rejected.
/// </content>
public sealed partial class DiscordRest
{
    public Task<Application> GetApplicationAsync(CancellationToken ct) =>
        AskAsync(Endpoints.CurrentApplication, null, RestJson.Default.Application, ct);

    public Task<GatewayAddress> GetGatewayAsync(CancellationToken ct) =>
        AskAsync(Endpoints.Gateway, null, RestJson.Default.GatewayAddress, ct);

    /// <summary>Replaces all commands of a guild, or without one the global ones. Names that were there before do not count as new ones.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.TooManyCommandCreates"/>: 200 new names a day and guild are used up. <see cref="ErrorCode.InvalidForm"/>. <see cref="ErrorCode.MissingAccess"/>: not in that guild.</exception>
    public async Task PutCommandsAsync(Snowflake application, Snowflake? guild, IReadOnlyList<CommandDefinition> commands, CancellationToken ct)
    {
        // Only a global command has to say where it is offered, and Discord's own default has surprised (discord-api-docs#6744, #7396).
        CommandDefinition[] body = guild is null ? [.. commands.Select(command => command with { Contexts = command.Contexts ?? [InteractionContext.Guild], IntegrationTypes = [0] })] : [.. commands];
        await exchange.SendAsync(Endpoints.PutCommands(application, guild), () => Json(body, RestJson.Default.CommandDefinitionArray), ct);
    }

    /// <summary>The first answer, within 3 seconds.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownInteraction"/>: too late. <see cref="ErrorCode.AlreadyAcknowledged"/>: answered before, or by another process.</exception>
    public async Task RespondAsync(Interaction interaction, InteractionReply reply, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.Respond(interaction), () => CallbackContent.Of(reply), ct);

    /// <summary>Writes what a deferral promised, or changes the first answer; within 15 minutes. Files may come with it.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownWebhook"/>, <see cref="ErrorCode.BadWebhookToken"/>: the 15 minutes are over. <see cref="ErrorCode.UnknownMessage"/>: nothing was answered yet, or it is gone.</exception>
    public Task<Message> EditReplyAsync(Interaction interaction, MessageDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.Reply(HttpMethod.Patch, interaction), () => MessageContent.Edit(draft), RestJson.Default.Message, ct);

    /// <summary>Removes the first answer; within 15 minutes. One that is gone already is a success.</summary>
    public async Task DeleteReplyAsync(Interaction interaction, CancellationToken ct)
    {
        try
        {
            await exchange.SendAsync(Endpoints.Reply(HttpMethod.Delete, interaction), null, ct);
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
        }
    }

    /// <summary>Another message to the same person; within 15 minutes. Its nonce is not sent: Discord keeps none here.</summary>
    /// <exception cref="DiscordException">As <see cref="EditReplyAsync"/>; <see cref="ErrorCode.TooManyFollowUps"/>: 5 where the bot is not in the guild.</exception>
    public Task<Message> FollowUpAsync(Interaction interaction, MessageDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.FollowUp(interaction), () => MessageContent.Create(draft with { Nonce = null }), RestJson.Default.Message, ct);

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
