using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: may the bot post into a channel that somebody chose? Discord says with the interaction what the bot may do there.</summary>
internal static class ChannelCheck
{
    /// <exception cref="Refusal">The channel is of a type that takes no posts, or a permission is missing; the sentence names it.</exception>
    public static void Demand(CommandContext context, Snowflake channel)
    {
        if (!context.Interaction.Data.Resolved.Channels.TryGetValue(channel.ToString(), out var chosen))
        {
            throw new Refusal("I cannot see that channel. Give me View Channel there, then try again.");
        }

        if (chosen.Type is not (ChannelType.Text or ChannelType.Announcement or ChannelType.AnnouncementThread or ChannelType.PublicThread or ChannelType.PrivateThread or ChannelType.Forum))
        {
            throw new Refusal($"<#{channel}> takes no posts: choose a text or announcement channel, a forum or a thread.");
        }

        var missing = chosen.AppPermissions is { } may ? PostPermissions.Missing(may, chosen.Type).Select(name => $"**{name}**").ToList() : [];
        if (missing.Count > 0)
        {
            throw new Refusal($"I may not post in <#{channel}>. Give me {string.Join(", ", missing)} there (channel settings, Permissions), then try again.");
        }
    }
}
