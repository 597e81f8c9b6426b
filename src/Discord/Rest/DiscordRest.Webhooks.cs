using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>Webhooks. They are called by their own token, without the bot's.</content>
public sealed partial class DiscordRest
{
    /// <summary>Makes a webhook; it needs MANAGE_WEBHOOKS.</summary>
    /// <param name="channel">Where its messages will stand.</param>
    /// <param name="name">1 to <see cref="Limits.WebhookName"/> code points, without "discord" and "clyde".</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="DiscordException"><see cref="ErrorCode.TooManyWebhooks"/>, <see cref="ErrorCode.TooManyGuildWebhooks"/>: use one that is there.</exception>
    public Task<Webhook> CreateWebhookAsync(Snowflake channel, string name, CancellationToken ct) =>
        AskAsync(Endpoints.CreateWebhook(channel), () => Json(new WebhookBody(name), RestJson.Default.WebhookBody), RestJson.Default.Webhook, ct);

    /// <summary>Asks which channel a webhook writes into.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownWebhook"/>, <see cref="ErrorCode.BadWebhookToken"/>: gone for good.</exception>
    public Task<Webhook> GetWebhookAsync(Webhook webhook, CancellationToken ct) =>
        AskAsync(Endpoints.GetWebhook(webhook), null, RestJson.Default.Webhook, ct);

    /// <summary>
    /// Posts by a webhook and waits until the message is saved. There is no nonce: after an unknown outcome a repeat may post twice.
    /// </summary>
    /// <param name="webhook">A webhook that answered <see cref="ErrorCode.UnknownWebhook"/> must never be called again.</param>
    /// <param name="draft">Its nonce is not sent.</param>
    /// <param name="thread">A thread of the webhook's channel.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownWebhook"/>, <see cref="ErrorCode.BadWebhookToken"/>: gone for good. <see cref="ErrorCode.WebhookNeedsThread"/>: a forum without a thread.</exception>
    public Task<Message> ExecuteWebhookAsync(Webhook webhook, MessageDraft draft, Snowflake? thread, CancellationToken ct) =>
        AskAsync(Endpoints.ExecuteWebhook(webhook, thread), () => MessageContent.Create(draft with { Nonce = null }), RestJson.Default.Message, ct);

    /// <summary>Changes a message of the webhook's own; what the draft leaves null stays.</summary>
    /// <exception cref="DiscordException">As <see cref="ExecuteWebhookAsync"/>; <see cref="ErrorCode.UnknownMessage"/>: removed.</exception>
    public Task<Message> EditWebhookMessageAsync(Webhook webhook, Snowflake message, MessageDraft draft, Snowflake? thread, CancellationToken ct) =>
        AskAsync(Endpoints.WebhookMessage(HttpMethod.Patch, webhook, message, thread), () => MessageContent.Edit(draft), RestJson.Default.Message, ct);

    /// <summary>Removes a message of the webhook's own. One that is gone already is a success.</summary>
    /// <exception cref="DiscordException">As <see cref="ExecuteWebhookAsync"/>.</exception>
    public async Task DeleteWebhookMessageAsync(Webhook webhook, Snowflake message, Snowflake? thread, CancellationToken ct)
    {
        try
        {
            await exchange.SendAsync(Endpoints.WebhookMessage(HttpMethod.Delete, webhook, message, thread), null, ct);
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
        }
    }
}
