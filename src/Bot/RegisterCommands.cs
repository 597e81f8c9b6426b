using System.Net;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot;

/// <summary>
/// Tells Discord the commands of the server, when they are not what was told last: registering at each start spends the
/// day's 200 creates of a process that restarts in a loop.
/// </summary>
internal sealed class RegisterCommands(Db db, DiscordRest rest, Snowflake guild, IReadOnlyList<CommandDefinition> definitions, ILogger logger)
{
    /// <returns>What is wrong and would mend it; null: they are registered.</returns>
    public async Task<string?> RunAsync(Snowflake application, CancellationToken ct)
    {
        var scope = $"commands/{application}/{guild}";
        var hash = CommandDefinitions.Hash(definitions);
        if (await db.ReadAsync(tx => Fingerprint.ReadAsync(tx, scope), ct) == hash)
        {
            return null;
        }

        try
        {
            await rest.PutCommandsAsync(application, guild, definitions, ct);
        }
        catch (DiscordException refused) when (refused.Code is ErrorCode.MissingAccess or ErrorCode.UnknownGuild || refused.Status == HttpStatusCode.Forbidden)
        {
            return $"The commands cannot be registered in server {guild}: invite the bot there with https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions=17867332504576";
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.TooManyCommandCreates)
        {
            return "Discord takes no more new commands today (200 a day); those that are registered work, and tomorrow the others will.";
        }

        await db.WriteAsync(tx => Fingerprint.PutAsync(tx, scope, hash), ct);
        logger.LogInformation("{Count} commands are registered in server {Guild}", definitions.Count, guild);
        return null;
    }
}
