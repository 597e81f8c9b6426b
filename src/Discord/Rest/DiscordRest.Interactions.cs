using System.Net.Http.Headers;
using System.Text.Json;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>Commands and the answers to interactions.</content>
public sealed partial class DiscordRest
{
    public Task<Application> GetApplicationAsync(CancellationToken ct) =>
        AskAsync(Endpoints.CurrentApplication, null, RestJson.Default.Application, ct);

    public Task<GatewayAddress> GetGatewayAsync(CancellationToken ct) =>
        AskAsync(Endpoints.Gateway, null, RestJson.Default.GatewayAddress, ct);

    /// <summary>Replaces all commands of a guild, or without one the global ones. Names that were there before do not count as new ones (200 a day).</summary>
    public async Task PutCommandsAsync(Snowflake application, Snowflake? guild, IReadOnlyList<CommandDefinition> commands, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.PutCommands(application, guild), () => Json(JsonSerializer.SerializeToUtf8Bytes([.. commands], RestJson.Default.CommandDefinitionArray)), ct);

    /// <summary>Gives a role; one that the member has already is a success.</summary>
    public async Task AddRoleAsync(Snowflake guild, Snowflake user, Snowflake role, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.MemberRole(HttpMethod.Put, guild, user, role), null, ct);

    /// <summary>Takes a role; one that the member has not is a success.</summary>
    public async Task RemoveRoleAsync(Snowflake guild, Snowflake user, Snowflake role, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.MemberRole(HttpMethod.Delete, guild, user, role), null, ct);

    /// <summary>The first answer, within 3 seconds; it waits for no limit and for no other request.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownInteraction"/>: too late. <see cref="ErrorCode.AlreadyAcknowledged"/>: answered before, or by another process.</exception>
    public async Task RespondAsync(Interaction interaction, InteractionReply reply, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.Respond(interaction), () => Json(JsonSerializer.SerializeToUtf8Bytes(CallbackOf(reply), RestJson.Default.CallbackBody)), ct);

    /// <summary>Writes what a deferral promised, or changes the first answer; within 15 minutes.</summary>
    public Task<Message> EditReplyAsync(Interaction interaction, MessageDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.Reply(HttpMethod.Patch, interaction), () => MessageContent.Edit(draft), RestJson.Default.Message, ct);

    /// <summary>Another message to the same person; within 15 minutes.</summary>
    public Task<Message> FollowUpAsync(Interaction interaction, MessageDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.FollowUp(interaction), () => MessageContent.Create(draft), RestJson.Default.Message, ct);

    private static ByteArrayContent Json(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>The body of a first answer; also what a signed endpoint writes into its HTTP answer.</summary>
    internal static CallbackBody CallbackOf(InteractionReply reply) => new(reply.Type, reply switch
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
        },
        _ => null,
    });
}
