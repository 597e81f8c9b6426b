namespace NewsBot.Discord.Model;

/// <summary>The bot's application.</summary>
/// <param name="VerifyKey">Ed25519 key of signed interactions, in hex.</param>
/// <param name="InteractionsEndpointUrl">While it is set, the gateway gets no interactions.</param>
public sealed record Application(Snowflake Id, string VerifyKey, string? Name = null, string? InteractionsEndpointUrl = null);
