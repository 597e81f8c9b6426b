using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Chat;

/// <summary>What the bot needs in a channel to post there, in the words of Discord's own settings.</summary>
internal static class PostPermissions
{
    public const string EmbedLinks = "Embed Links";

    private static readonly (Permissions Permission, string Name)[] Needed =
    [
        (Permissions.ViewChannel, "View Channel"),
        (Permissions.SendMessages, "Send Messages"),
        (Permissions.EmbedLinks, EmbedLinks),
        (Permissions.AttachFiles, "Attach Files"),
        (Permissions.ReadMessageHistory, "Read Message History"),
    ];

    /// <summary>The names of those that <paramref name="may"/> lacks.</summary>
    public static IReadOnlyList<string> Missing(Permissions may) =>
        may.HasFlag(Permissions.Administrator) ? [] : [.. Needed.Where(need => !may.HasFlag(need.Permission)).Select(need => need.Name)];

    /// <summary>Asks Discord what the bot lacks in a channel.</summary>
    /// <returns>Empty: nothing, or Discord does not say.</returns>
    public static async Task<IReadOnlyList<string>> MissingAsync(DiscordRest rest, Snowflake channel, CancellationToken ct)
    {
        try
        {
            var asked = await rest.GetChannelAsync(channel, ct);
            if (asked.GuildId is not { } guild)
            {
                return [];
            }

            var me = await rest.GetCurrentUserAsync(ct);
            return Missing(ChannelPermissions.Of(await rest.GetGuildAsync(guild, ct), await rest.GetMemberAsync(guild, me.Id, ct), asked));
        }
        catch (Exception failure) when (failure is DiscordException or RateLimitedException or HttpRequestException or TimeoutException)
        {
            return [];
        }
    }
}
