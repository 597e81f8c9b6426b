namespace NewsBot.Discord.Rest;

/// <summary>What lets a request in.</summary>
internal enum Access
{
    /// <summary>The bot's token, in a header.</summary>
    Bot,

    /// <summary>A webhook's token in the path: no Authorization, and a 401 speaks of the webhook (code 50027), not of the bot.</summary>
    Webhook,

    /// <summary>
    /// As <see cref="Webhook"/> with an interaction's token: besides outside the global limit, and never held back by other
    /// requests. Source: Discord, "Receiving and Responding to Interactions", "Followup Messages".
    /// </summary>
    Interaction,
}
