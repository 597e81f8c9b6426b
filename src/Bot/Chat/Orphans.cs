using System.Collections.Concurrent;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Messages of ours that the store knows nothing of: the store is an older copy than Discord, as after a backup was restored. A
/// post that looks the same is that message, and is not made again. Looked for once a channel and process, before its first post.
/// </summary>
internal sealed class Orphans(Db db, DiscordRest rest, TimeProvider time)
{
    /// <summary>An older copy than this brings back more items than the fuse lets through.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(7);

    /// <summary>Pages of a hundred messages that are newer than the newest that the store knows.</summary>
    private const int MostPages = 5;

    /// <summary>Messages of the store that are compared: each page may be full of ours.</summary>
    private const int MostKnown = MostPages * Limits.MessagesPerPage;

    private readonly ConcurrentDictionary<Snowflake, List<Message>> found = new();

    /// <returns>The message that this content stands in already, once; null: there is none.</returns>
    public async Task<Snowflake?> TakeAsync(Snowflake channel, Snowflake author, ChannelContent content, CancellationToken ct)
    {
        if (!found.TryGetValue(channel, out var orphans))
        {
            orphans = found.GetOrAdd(channel, await LookAsync(channel, author, ct));
        }

        lock (orphans)
        {
            var same = orphans.FirstOrDefault(message => content.Recognise(message) == Likeness.Same);
            return same is not null && orphans.Remove(same) ? same.Id : null;
        }
    }

    private async Task<List<Message>> LookAsync(Snowflake channel, Snowflake author, CancellationToken ct)
    {
        var known = (await db.ReadAsync(tx => DeliveryList.RemoteIdsAsync(tx, "discord", channel.ToString(), MostKnown), ct))
            .Where(id => Snowflake.TryParse(id, out _)).Select(Snowflake.Parse).ToHashSet();
        var orphans = new List<Message>();
        var after = Snowflake.FromInstant(time.GetUtcNow() - Farthest);
        after = known.Append(after).MaxBy(id => id.Value);
        for (var page = 0; page < MostPages; page++)
        {
            var messages = await PageAsync(channel, after, ct);
            orphans.AddRange(messages.Where(message => message.Author.Id == author && !known.Contains(message.Id)));
            if (messages.Count < Limits.MessagesPerPage)
            {
                break;
            }

            after = messages.MaxBy(message => message.Id.Value)!.Id;
        }

        return orphans;
    }

    // Whoever may not read the channel may still post there.
    private async Task<IReadOnlyList<Message>> PageAsync(Snowflake channel, Snowflake after, CancellationToken ct)
    {
        try
        {
            return await rest.GetMessagesAsync(channel, after, Limits.MessagesPerPage, ct);
        }
        catch (DiscordException refused) when (refused.Code is ErrorCode.MissingPermission or ErrorCode.MissingAccess)
        {
            return [];
        }
    }
}
