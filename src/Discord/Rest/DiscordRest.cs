using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>
/// Discord's REST API, version 10: one method, one request. Limits are kept by waiting before a request, at most
/// <see cref="WaitBudget.Most"/> for a call. Failures are not retried here; the caller owns that.
/// <para>
/// Every method throws <see cref="RateLimitedException"/> (nothing was done, come back later),
/// <see cref="TokenRejectedException"/> (401, now or earlier), <see cref="DiscordException"/> (refused, or 5xx), and when
/// it is unknown whether the request was carried out <see cref="HttpRequestException"/> (no connection, or it broke) or
/// <see cref="TimeoutException"/> (no answer within <see cref="Exchange.RequestTimeout"/>).
/// </para>
/// </summary>
public sealed partial class DiscordRest : IDisposable
{
    private readonly Exchange exchange;

    /// <param name="options">The bot's token and addresses.</param>
    /// <param name="time">Measures waits and time-outs.</param>
    /// <param name="handler">Sends the requests in place of the network; stays the caller's to dispose.</param>
    /// <exception cref="ArgumentException">The token or the address cannot be right.</exception>
    public DiscordRest(DiscordOptions options, TimeProvider time, HttpMessageHandler? handler = null) =>
        exchange = new Exchange(options, time, handler);

    /// <summary>
    /// By how much this machine's clock is ahead of Discord's, by the last answer's <c>Date</c> (whole seconds, and the way here
    /// counts too); null before an answer. Nothing in the client depends on it: limits are measured on the monotonic clock.
    /// </summary>
    public TimeSpan? ClockDifference => exchange.Clock;

    /// <summary>The bot's own account; also the cheapest way to learn whether the token is good.</summary>
    public Task<CurrentUser> GetCurrentUserAsync(CancellationToken ct) =>
        AskAsync(Endpoints.CurrentUser, null, RestJson.Default.CurrentUser, ct);

    public Task<Channel> GetChannelAsync(Snowflake channel, CancellationToken ct) =>
        AskAsync(Endpoints.Channel(channel), null, RestJson.Default.Channel, ct);

    /// <summary>
    /// Posts a message. With a <see cref="MessageDraft.Nonce"/> it may be repeated within two minutes after an unknown
    /// outcome; <see cref="ErrorCode.UnknownMessage"/> then means that the first message was posted and has been removed.
    /// </summary>
    public Task<Message> CreateMessageAsync(Snowflake channel, MessageDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.CreateMessage(channel), () => MessageContent.Create(draft), RestJson.Default.Message, ct);

    /// <summary>Changes a message of the bot's own; what the draft leaves null stays, attachments included.</summary>
    public Task<Message> EditMessageAsync(Snowflake channel, Snowflake message, MessageDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.EditMessage(channel, message), () => MessageContent.Edit(draft), RestJson.Default.Message, ct);

    /// <summary>Removes a message. One that is gone already is a success, so the call may be repeated.</summary>
    public async Task DeleteMessageAsync(Snowflake channel, Snowflake message, CancellationToken ct)
    {
        try
        {
            await exchange.SendAsync(Endpoints.DeleteMessage(channel, message), null, ct);
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
        }
    }

    /// <summary>
    /// At most <paramref name="limit"/> (1 to <see cref="Limits.MessagesPerPage"/>) messages, newest first.
    /// Without the permission READ_MESSAGE_HISTORY the list is empty, which proves nothing.
    /// </summary>
    /// <param name="channel">The channel to read.</param>
    /// <param name="after">Only younger messages; for a time see <see cref="Snowflake.FromInstant"/>.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<IReadOnlyList<Message>> GetMessagesAsync(Snowflake channel, Snowflake? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Limits.MessagesPerPage);
        return await AskAsync(Endpoints.ListMessages(channel, after, limit), null, RestJson.Default.MessageArray, ct);
    }

    public void Dispose() => exchange.Dispose();

    private async Task<T> AskAsync<T>(Endpoint endpoint, Func<HttpContent>? body, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        var answer = await exchange.SendAsync(endpoint, body, ct);
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException e)
        {
            throw new DiscordException(answer.Status, 0, endpoint.ToString(), "the body is not the JSON that Discord documents", inner: e);
        }
    }
}
