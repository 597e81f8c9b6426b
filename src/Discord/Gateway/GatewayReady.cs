using NewsBot.Discord.Model;

namespace NewsBot.Discord.Gateway;

/// <summary>The first event of a session.</summary>
/// <param name="Guilds">All of the bot's; each is unavailable until its GUILD_CREATE.</param>
public sealed record GatewayReady(CurrentUser User, ReadyApplication Application, IReadOnlyList<ReadyGuild> Guilds);

public sealed record ReadyApplication(Snowflake Id);

public sealed record ReadyGuild(Snowflake Id, bool Unavailable = false);
