using System.Security.Cryptography;

namespace NewsBot.Sandbox.LocalDiscord.Webhooks;

/// <summary>The webhooks of the guild's channels. Thread-safe.</summary>
public sealed class LocalWebhooks
{
    /// <summary>Webhooks of one channel: Discord's own bound (30007).</summary>
    private const int MaxInChannel = 15;

    private const int TokenBytes = 51;

    private readonly Lock gate = new();
    private readonly Discord discord;
    private readonly Dictionary<ulong, Webhook> webhooks = [];

    internal LocalWebhooks(Discord discord) => this.discord = discord;

    public IReadOnlyList<Webhook> All
    {
        get
        {
            lock (gate)
            {
                return [.. webhooks.Values];
            }
        }
    }

    /// <summary>Makes a webhook as a person would in the channel's settings.</summary>
    /// <exception cref="ArgumentException">There is no such channel, or it has 15 already.</exception>
    public Webhook Add(ulong channel, string name)
    {
        _ = discord.FindChannel(channel) ?? throw new ArgumentException($"The local Discord has no channel {channel}.", nameof(channel));
        return TryAdd(channel, name) ?? throw new ArgumentException($"The channel {channel} has {MaxInChannel} webhooks already.", nameof(channel));
    }

    /// <summary>Deletes a webhook: its address answers 10015 from now on.</summary>
    public bool Remove(ulong id)
    {
        lock (gate)
        {
            return webhooks.Remove(id);
        }
    }

    /// <summary>The address that is the webhook's secret.</summary>
    public Uri AddressOf(Webhook webhook) => new(discord.Files, $"/{DiscordRoutes.Root}/webhooks/{Snowflakes.Text(webhook.Id)}/{webhook.Token}");

    /// <returns>Null when the channel has as many as it may have.</returns>
    internal Webhook? TryAdd(ulong channel, string name)
    {
        lock (gate)
        {
            if (webhooks.Values.Count(one => one.Channel == channel) >= MaxInChannel)
            {
                return null;
            }

            var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes)).Replace('+', '-').Replace('/', '_');
            var webhook = new Webhook(discord.NewId(), channel, name, token);
            webhooks[webhook.Id] = webhook;
            return webhook;
        }
    }

    /// <exception cref="Refusal">10015: there is none, or its channel is gone; 50027: another token.</exception>
    internal Webhook Known(ulong id, string? token)
    {
        lock (gate)
        {
            if (!webhooks.TryGetValue(id, out var webhook) || discord.FindChannel(webhook.Channel) is null)
            {
                throw new Refusal(Answer.Error(404, 10015, "Unknown Webhook"));
            }

            return token is null || token == webhook.Token ? webhook : throw new Refusal(Answer.Error(401, 50027, "Invalid Webhook Token"));
        }
    }
}
