using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>Webhooks, by their own token. Its limits count per webhook and token.</content>
internal static partial class Endpoints
{
    private const string OneWebhookMessage = "/webhooks/{webhook}/{token}/messages/{message}";

    public static Endpoint CreateWebhook(Snowflake channel) =>
        new(HttpMethod.Post, "/channels/{channel}/webhooks", channel.ToString(), $"channels/{channel}/webhooks");

    public static Endpoint GetWebhook(Webhook webhook) =>
        OfWebhook(HttpMethod.Get, "/webhooks/{webhook}/{token}", webhook, "");

    public static Endpoint ExecuteWebhook(Webhook webhook, Snowflake? thread) =>
        OfWebhook(HttpMethod.Post, "/webhooks/{webhook}/{token}", webhook, $"?wait=true{(thread is { } id ? $"&thread_id={id}" : "")}");

    public static Endpoint WebhookMessage(HttpMethod method, Webhook webhook, Snowflake message, Snowflake? thread) =>
        OfWebhook(method, OneWebhookMessage, webhook, $"/messages/{message}{(thread is { } id ? $"?thread_id={id}" : "")}");

    private static Endpoint OfWebhook(HttpMethod method, string template, Webhook webhook, string rest) =>
        new(method, template, $"{webhook.Id}/{webhook.Token}", $"webhooks/{webhook.Id}/{Uri.EscapeDataString(webhook.Token)}{rest}") { Access = Access.Webhook };
}
