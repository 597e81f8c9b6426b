using System.Collections.Concurrent;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Posts by webhooks: no bot need be in the server, and nothing but posting can be done. A route names the webhook; its address is a
/// secret, which stays in the options and in this object. There is no nonce: before a repeat the bot looks into the channel, where
/// it may; where it may not, an answer that was lost is asked for again, and a post may stand twice.
/// </summary>
/// <param name="webhooks">By their names.</param>
internal sealed class WebhookChat(DiscordRest rest, IReadOnlyDictionary<string, Webhook> webhooks) : IChatTransport
{
    public const string Lane = "webhook";

    /// <summary>Those that do not exist any more. Discord bans who calls them again and again; a new one comes with a new start.</summary>
    private readonly ConcurrentDictionary<string, SendOutcome.Park> gone = new(StringComparer.Ordinal);

    public string Name => Lane;

    public async Task<SendOutcome> ShowAsync(string address, Post post, Standing standing, CancellationToken ct)
    {
        if (!webhooks.TryGetValue(address, out var webhook))
        {
            return new SendOutcome.Park($"no webhook is called \"{Limits.Cut(Markdown.Clean(address), 80)}\": write its address into webhooks, or end the route");
        }

        if (gone.TryGetValue(address, out var before))
        {
            return before;
        }

        try
        {
            return await StandAsync(webhook, DiscordChat.Content(post), standing, ct);
        }
        catch (DiscordException removed) when (removed.Code is ErrorCode.UnknownWebhook or ErrorCode.BadWebhookToken)
        {
            return gone[address] = new SendOutcome.Park("the webhook does not exist any more: make a new one in the channel's settings, put its address into webhooks, and start again");
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return DiscordOutcome.Of(failure);
        }
    }

    private async Task<SendOutcome> StandAsync(Webhook webhook, ChannelContent content, Standing standing, CancellationToken ct)
    {
        var stands = Snowflake.TryParse(standing.RemoteId, out var known) ? known
            : standing.InDoubt ? await FindAsync(webhook, content, standing, ct)
            : null;
        if (stands is not { } message)
        {
            return content.Creates
                ? new SendOutcome.Sent((await content.SendAsync(draft => rest.ExecuteWebhookAsync(webhook, draft with { AllowedMentions = content.Ping }, null, ct))).Id.ToString())
                : new SendOutcome.Sent(null);
        }

        try
        {
            await content.SendAsync(draft => rest.EditWebhookMessageAsync(webhook, message, draft with { KeptAttachments = [] }, null, ct));
            return new SendOutcome.Sent(message.ToString());
        }
        catch (DiscordException missing) when (missing.Code == ErrorCode.UnknownMessage)
        {
            return new SendOutcome.Sent(message.ToString()) { Removed = true };
        }
    }

    /// <returns>Null: nothing is there, or nobody lets us look.</returns>
    private async Task<Snowflake?> FindAsync(Webhook webhook, ChannelContent content, Standing standing, CancellationToken ct)
    {
        if ((await rest.GetWebhookAsync(webhook, ct)).ChannelId is not { } channel)
        {
            return null;
        }

        try
        {
            return await MessageSearch.FindAsync(rest, channel, webhook.Id, content, standing.Since, ct);
        }
        catch (DiscordException closed) when (closed.Code is ErrorCode.UnknownChannel or ErrorCode.MissingAccess or ErrorCode.MissingPermission)
        {
            return null;
        }
    }
}
