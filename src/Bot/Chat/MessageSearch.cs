using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Chat;

/// <summary>Looks through a channel for what an attempt of unknown end may have left there.</summary>
internal static class MessageSearch
{
    /// <summary>Pages of a hundred messages to look through; a channel with more in between is not one for news.</summary>
    private const int MostPages = 10;

    /// <summary>How far Discord's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    /// <param name="author">The bot, or a webhook.</param>
    /// <param name="since">Nothing was created before this instant.</param>
    /// <exception cref="DiscordException">The channel cannot be read.</exception>
    public static async Task<Snowflake?> FindAsync(DiscordRest rest, Snowflake channel, Snowflake author, ChannelContent content, DateTimeOffset since, CancellationToken ct)
    {
        Snowflake? similar = null;
        var after = Snowflake.FromInstant(since - ClockDifference);
        for (var page = 0; page < MostPages; page++)
        {
            var messages = await rest.GetMessagesAsync(channel, after, Limits.MessagesPerPage, ct);
            foreach (var message in messages.Where(message => message.Author.Id == author))
            {
                switch (content.Recognise(message))
                {
                    case Likeness.Same:
                        return message.Id;
                    case Likeness.Similar:
                        similar = message.Id;
                        break;
                }
            }

            if (messages.Count < Limits.MessagesPerPage)
            {
                break;
            }

            after = messages.MaxBy(message => message.Id.Value)!.Id;
        }

        return similar;
    }
}
