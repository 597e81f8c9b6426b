using System.Collections.Concurrent;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Chat;

/// <summary>What kind each address is: only Discord knows, and it seldom changes.</summary>
internal sealed class ChannelKinds(DiscordRest rest, TimeProvider time)
{
    /// <summary>A forum's tags change more often than a channel's kind; who has just added one will not wait longer.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>Threads come by the thousand; routes lead to tens of channels. Above it everything is asked anew.</summary>
    private const int Most = 5_000;

    private readonly ConcurrentDictionary<Snowflake, (Channel Channel, DateTimeOffset At)> known = new();

    /// <exception cref="DiscordException">There is no such channel, or the bot cannot see it.</exception>
    public async Task<Channel> OfAsync(Snowflake id, CancellationToken ct)
    {
        if (known.TryGetValue(id, out var found) && time.GetUtcNow() - found.At < Lasts)
        {
            return found.Channel;
        }

        var asked = await rest.GetChannelAsync(id, ct);
        if (known.Count >= Most)
        {
            known.Clear();
        }

        known[id] = (asked, time.GetUtcNow());
        return asked;
    }

    /// <summary>What is known without asking, however old.</summary>
    public ChannelType? Known(string address) => Snowflake.TryParse(address, out var id) && known.TryGetValue(id, out var found) ? found.Channel.Type : null;

    /// <summary>Something was not as expected: ask anew the next time.</summary>
    public void Forget(Snowflake id) => known.TryRemove(id, out _);
}
