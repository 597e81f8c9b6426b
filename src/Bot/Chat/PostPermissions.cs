using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>What the bot needs in a channel to post there, in the words of Discord's own settings. docs/operations.md says what for.</summary>
internal static class PostPermissions
{
    public const string EmbedLinks = "Embed Links";

    private static readonly (Permissions Permission, string Name)[] Everywhere =
    [
        (Permissions.ViewChannel, "View Channel"),
        (Permissions.EmbedLinks, EmbedLinks),
        (Permissions.AttachFiles, "Attach Files"),
        (Permissions.ReadMessageHistory, "Read Message History"),
    ];

    private static readonly (Permissions Permission, string Name) Send = (Permissions.SendMessages, "Send Messages");

    private static readonly (Permissions Permission, string Name) SendInThreads = (Permissions.SendMessagesInThreads, "Send Messages in Threads");

    /// <summary>The names of those that <paramref name="may"/> lacks in a channel of this kind.</summary>
    public static IReadOnlyList<string> Missing(Permissions may, ChannelType type = ChannelType.Text)
    {
        (Permissions Permission, string Name)[] needed = type switch
        {
            ChannelType.AnnouncementThread or ChannelType.PublicThread or ChannelType.PrivateThread => [Everywhere[0], SendInThreads, .. Everywhere[1..]],
            ChannelType.Forum or ChannelType.Media => [Everywhere[0], Send, SendInThreads, .. Everywhere[1..]],
            _ => [Everywhere[0], Send, .. Everywhere[1..]],
        };
        return may.HasFlag(Permissions.Administrator) ? [] : [.. needed.Where(need => !may.HasFlag(need.Permission)).Select(need => need.Name)];
    }

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

            // A thread has no overwrites of its own: those of the channel that it hangs on count.
            var counts = asked is { IsThread: true, ParentId: { } parent } ? await rest.GetChannelAsync(parent, ct) : asked;
            var me = await rest.GetCurrentUserAsync(ct);
            var missing = Missing(ChannelPermissions.Of(await rest.GetGuildAsync(guild, ct), await rest.GetMemberAsync(guild, me.Id, ct), counts), asked.Type);
            return missing.Count == 0 && asked.ThreadMetadata is { Locked: true } ? ["Manage Threads (the thread is locked)"] : missing;
        }
        catch (Exception failure) when (failure is DiscordException or RateLimitedException or HttpRequestException or TimeoutException)
        {
            return [];
        }
    }

    public static SendOutcome.Park Lacks(IReadOnlyList<string> missing) =>
        new($"{(missing.Count == 1 ? "a permission is" : "permissions are")} missing: give the bot {string.Join(", ", missing)} in this channel");
}
