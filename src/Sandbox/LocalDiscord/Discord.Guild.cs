using System.Text.Json.Nodes;
using NewsBot.Sandbox.LocalDiscord.Gateway;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The guild as a whole: whether the bot is in it, whether it can be reached, what its channels allow.</summary>
public sealed partial class Discord
{
    private volatile bool removed;
    private volatile bool away;

    /// <summary>False after a kick: the guild, its channels and its commands are out of the bot's reach.</summary>
    public bool InGuild => !removed;

    /// <summary>The bot is in the guild, and there is no outage.</summary>
    internal bool IsReachable => !removed && !away;

    /// <summary>Denies or allows things in a channel to a role or a person; both None removes what stood there.</summary>
    /// <param name="channel">A channel, not a thread: threads follow their channel.</param>
    /// <param name="deny">Taken away.</param>
    /// <param name="allow">Given, whatever the roles say.</param>
    /// <param name="holder">A role or a person; null is the bot.</param>
    /// <exception cref="ArgumentException">There is no such channel, role or person.</exception>
    public void SetPermissions(ulong channel, Permissions deny, Permissions allow = Permissions.None, ulong? holder = null)
    {
        lock (gate)
        {
            var who = holder ?? BotId;
            var isRole = roles.ContainsKey(who);
            if (!isRole && !people.ContainsKey(who))
            {
                throw new ArgumentException($"The local Discord has no role and no member {who}.", nameof(holder));
            }

            var before = Existing(channel);
            var overwrites = before.Overwrites.Where(over => over.Holder != who).ToList();
            if ((allow | deny) != Permissions.None)
            {
                overwrites.Add(new Overwrite(who, isRole, allow, deny));
            }

            Replace(before with { Overwrites = overwrites });
            Gateway.Dispatch("CHANNEL_UPDATE", Json(channels[channel].Channel));
        }
    }

    /// <summary>Deletes a channel with its threads and messages, as an administrator would; false when there is none.</summary>
    public bool DeleteChannel(ulong id)
    {
        lock (gate)
        {
            if (!channels.TryGetValue(id, out var room))
            {
                return false;
            }

            foreach (var gone in channels.Values.Select(other => other.Channel).Where(other => other.Id == id || other.Parent == id).ToList())
            {
                channels.Remove(gone.Id);
            }

            Gateway.Dispatch(room.Channel.IsThread ? "THREAD_DELETE" : "CHANNEL_DELETE", MessageJson.Channel(room.Channel, GuildId, lastMessage: null));
            live.Publish("channelGone", () => new JsonObject { ["id"] = Snowflakes.Text(id) });
        }

        changed.Pulse();
        return true;
    }

    /// <summary>An outage begins or ends. During one the bot gets no event of the guild; requests go on.</summary>
    public void SetOutage(bool outage)
    {
        lock (gate)
        {
            if (away == outage || removed)
            {
                return;
            }

            away = outage;
            Announce(outage ? GatewayEvents.Unavailable(this) : null);
        }
    }

    /// <summary>Removes the bot from the guild, or invites it again.</summary>
    public void SetMembership(bool inGuild)
    {
        lock (gate)
        {
            if (removed != inGuild)
            {
                return;
            }

            removed = !inGuild;
            if (removed)
            {
                Announce(new JsonObject { ["id"] = Snowflakes.Text(GuildId) });
            }
            else if (!away)
            {
                Announce(gone: null);
            }
        }
    }

    /// <summary>A channel as the API and events show it.</summary>
    internal JsonObject Json(Channel channel)
        => MessageJson.Channel(channel, GuildId, Messages(channel.Id) is [.., var last] ? last.Id : null);

    /// <summary>Does something while nothing of the guild can change.</summary>
    internal void Atomically(Action act)
    {
        lock (gate)
        {
            act();
        }
    }

    private void Announce(JsonObject? gone)
    {
        if (gone is not null)
        {
            Gateway.Dispatch("GUILD_DELETE", gone);
        }
        else
        {
            Gateway.Dispatch("GUILD_CREATE", GatewayEvents.GuildCreate(this, Gateway.Rules));
        }
    }

    private Channel Existing(ulong id)
        => channels.TryGetValue(id, out var room) ? room.Channel : throw new ArgumentException($"The local Discord has no channel {id}.", nameof(id));

    private void Replace(Channel channel)
    {
        channels[channel.Id] = (channel, channels[channel.Id].Messages);
        live.Publish("channel", () => MessageJson.Channel(channel, GuildId, lastMessage: null));
        changed.Pulse();
    }
}
