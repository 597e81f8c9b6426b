using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Sandbox.Faults;
using NewsBot.Sandbox.LocalDiscord.Events;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using NewsBot.Sandbox.LocalDiscord.Interactions;
using NewsBot.Sandbox.LocalDiscord.Webhooks;
using NewsBot.Sandbox.Page;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The one guild "NewsBot demo" with its channels, roles and messages, as the bot left them. Thread-safe.</summary>
public sealed partial class Discord
{
    /// <summary>Messages kept for each channel; the oldest are forgotten first, as nobody reads a demo back that far.</summary>
    private const int MaxMessages = 20_000;

    private readonly Lock gate = new();
    private readonly Signal changed = new();
    private readonly Dictionary<ulong, (Channel Channel, List<Message> Messages)> channels = [];
    private readonly Dictionary<ulong, Role> roles = [];
    private readonly FileStore files = new();
    private readonly Nonces nonces;
    private readonly Snowflakes snowflakes;
    private readonly RequestLog log;
    private readonly LiveEvents live;
    private readonly TimeProvider time;

    internal Discord(SandboxOptions options, RequestLog log, LiveEvents live, TimeProvider time)
    {
        this.log = log;
        this.live = live;
        this.time = time;
        snowflakes = new Snowflakes(time);
        nonces = new Nonces(options.NonceWindow, time);
        Limits = new RateLimits(options.Limits, time);
        GuildId = snowflakes.Next();
        BotId = snowflakes.Next();
        Founded = time.GetUtcNow();
        Gateway = new LocalGateway(options, this, time);
        Interactions = new LocalInteractions(this, live, time);
        Webhooks = new LocalWebhooks(this);
        Events = new LocalEvents(this, time);
        Populate();
    }

    public ulong GuildId { get; }

    public string GuildName { get; } = "NewsBot demo";

    /// <summary>The bot's user id, which is its application's id too.</summary>
    public ulong BotId { get; }

    public string BotName { get; } = "NewsBot";

    /// <summary>The account that owns the guild; nobody uses it.</summary>
    public ulong OwnerId { get; private set; }

    /// <summary>The WebSocket side: sessions, events, and what goes wrong with them.</summary>
    public LocalGateway Gateway { get; }

    public LocalWebhooks Webhooks { get; }

    public LocalEvents Events { get; }

    /// <summary>What goes wrong with API requests; empty at first.</summary>
    public FaultBook<DiscordFault> Faults { get; } = new();

    /// <summary>The last 20,000 API requests, oldest first.</summary>
    public IReadOnlyList<ApiRequest> Requests => log.Kept;

    /// <summary>Answers 401, 403 and 429 (not shared) in the current ten minutes: what leads to a ban at the real Discord.</summary>
    public int InvalidRequests => Limits.Invalid;

    public IReadOnlyList<Channel> Channels
    {
        get
        {
            lock (gate)
            {
                return channels.Values.Select(room => room.Channel).OrderBy(channel => channel.Position).ToList();
            }
        }
    }

    /// <summary>The roles that people hold: neither @everyone nor the bot's own.</summary>
    public IReadOnlyList<Role> Roles
    {
        get
        {
            lock (gate)
            {
                return [.. roles.Values.Where(role => role.Id != GuildId && !role.Managed)];
            }
        }
    }

    internal RateLimits Limits { get; }

    internal RequestLog Log => log;

    /// <summary>What signs interactions that go out over HTTP.</summary>
    internal ApplicationKey Key { get; } = new();

    /// <summary>Where <c>interactions_endpoint_url</c> points; null while interactions come by the gateway.</summary>
    internal Uri? InteractionsEndpoint { get; set; }

    /// <summary>When everybody joined.</summary>
    internal DateTimeOffset Founded { get; }

    /// <summary>Where attachments are served; ends in a slash.</summary>
    internal Uri Files { get; set; } = new("http://127.0.0.1/attachments/");

    internal JsonObject Bot => MessageJson.User(BotId, BotName);

    /// <exception cref="ArgumentException">The id is 0 or taken.</exception>
    public void AddChannel(ulong id, string name, string? topic = null, ChannelType type = ChannelType.Text)
    {
        ArgumentOutOfRangeException.ThrowIfZero(id);
        lock (gate)
        {
            Add(new Channel(id, name, topic, channels.Count) { Type = type });
        }
    }

    /// <summary>Adds a role that may be mentioned, or gives it a new name and colour (0xRRGGBB).</summary>
    public void AddRole(ulong id, string name, int colour, Permissions permissions = Permissions.None)
    {
        lock (gate)
        {
            var kind = roles.ContainsKey(id) ? "GUILD_ROLE_UPDATE" : "GUILD_ROLE_CREATE";
            var role = roles[id] = new Role(id, name, colour) { Permissions = permissions };
            Gateway.Dispatch(kind, new JsonObject { ["guild_id"] = Snowflakes.Text(GuildId), ["role"] = GuildJson.Role(role, this) });
            live.Publish("role", () => PageState.Role(role));
        }
    }

    /// <summary>The messages that stand in a channel now, oldest first; none for an unknown channel.</summary>
    public IReadOnlyList<Message> Messages(ulong channelId)
    {
        lock (gate)
        {
            return channels.TryGetValue(channelId, out var room) ? [.. room.Messages] : [];
        }
    }

    /// <summary>Every message that stands now, in the order of creation: an array of {"channel", "channelName", "id", "content", "embeds", …}.</summary>
    public string ExportJson()
    {
        lock (gate)
        {
            var all = channels.Values.SelectMany(room => room.Messages.Select(message => (room.Channel, message))).OrderBy(pair => pair.message.Id);
            var json = new JsonArray();
            foreach (var (channel, message) in all)
            {
                var item = new JsonObject { ["channel"] = Snowflakes.Text(channel.Id), ["channelName"] = channel.Name };
                foreach (var (name, value) in MessageJson.Message(message, Bot).ToList())
                {
                    item[name] = value?.DeepClone();
                }

                json.Add((JsonNode)item);
            }

            return json.ToJsonString(ReadableJson);
        }
    }

    /// <summary>Waits until such a message stands somewhere.</summary>
    public Task<Message> WaitForMessageAsync(Func<Message, bool> wanted, CancellationToken ct)
        => changed.UntilAsync(() => Channels.SelectMany(channel => Messages(channel.Id)).FirstOrDefault(wanted), ct);

    /// <summary>Waits until the channel is as wanted, for example has five messages or none.</summary>
    public Task<IReadOnlyList<Message>> WaitForChannelAsync(ulong channelId, Func<IReadOnlyList<Message>, bool> wanted, CancellationToken ct)
        => changed.UntilAsync(() => Messages(channelId) is var messages && wanted(messages) ? messages : null, ct);

    /// <summary>Deletes a message as a moderator would; false when it does not stand.</summary>
    public bool Delete(ulong channelId, ulong messageId)
    {
        lock (gate)
        {
            if (!channels.TryGetValue(channelId, out var room) || room.Messages.RemoveAll(message => message.Id == messageId) == 0)
            {
                return false;
            }

            live.Publish("gone", () => new JsonObject { ["channel_id"] = Snowflakes.Text(channelId), ["id"] = Snowflakes.Text(messageId) });
        }

        changed.Pulse();
        return true;
    }

    internal byte[]? FindFile(ulong id) => files.Find(id);

    /// <exception cref="Refusal">Empty, an unknown file, or (10008) the first message of an enforced nonce was deleted.</exception>
    internal Message Create(ulong channelId, MessageForm form, IReadOnlyList<UploadedFile> uploads)
    {
        lock (gate)
        {
            if (form is { EnforceNonce: true, Nonce: { } nonce } && nonces.Find(nonce) is { } first)
            {
                return Find(first.Channel, first.Message) ?? throw Refusal.UnknownMessage;
            }

            var blank = new Message { Id = snowflakes.Next(), ChannelId = channelId, Timestamp = time.GetUtcNow(), Content = "", Nonce = form.Nonce };
            var message = Write(blank, form, uploads);
            var messages = channels[channelId].Messages;
            messages.Add(message);
            if (messages.Count > MaxMessages)
            {
                messages.RemoveAt(0);
            }

            if (message.Nonce is not null)
            {
                nonces.Add(message.Nonce, channelId, message.Id);
            }

            return message;
        }
    }

    internal Message Edit(ulong channelId, ulong messageId, MessageForm form, IReadOnlyList<UploadedFile> uploads)
    {
        lock (gate)
        {
            var messages = channels[channelId].Messages;
            var index = messages.FindIndex(message => message.Id == messageId);
            if (index < 0)
            {
                throw Refusal.UnknownMessage;
            }

            return messages[index] = Write(messages[index] with { EditedTimestamp = time.GetUtcNow() }, form, uploads);
        }
    }

    internal Channel? FindChannel(ulong id)
    {
        lock (gate)
        {
            return channels.TryGetValue(id, out var room) ? room.Channel : null;
        }
    }

    internal Message? Find(ulong channelId, ulong messageId)
    {
        lock (gate)
        {
            return channels.TryGetValue(channelId, out var room) ? room.Messages.Find(message => message.Id == messageId) : null;
        }
    }

    private void Add(Channel channel)
    {
        if (!channels.TryAdd(channel.Id, (channel, [])))
        {
            throw new ArgumentException($"The local Discord has a channel {channel.Id} already.", nameof(channel));
        }

        Gateway.Dispatch(channel.IsThread ? "THREAD_CREATE" : "CHANNEL_CREATE", MessageJson.Channel(channel, GuildId, lastMessage: null));
        live.Publish("channel", () => MessageJson.Channel(channel, GuildId, lastMessage: null));
        changed.Pulse();
    }

    private Message Write(Message before, MessageForm form, IReadOnlyList<UploadedFile> uploads)
    {
        var message = Draft.Apply(before, form, uploads, this, snowflakes.Next, files.Add);
        live.Publish("message", () => MessageJson.Message(message, Bot));
        changed.Pulse();
        return message;
    }

    private static readonly JsonSerializerOptions ReadableJson = new() { WriteIndented = true };
}
