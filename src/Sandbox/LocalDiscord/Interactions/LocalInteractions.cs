using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NewsBot.Sandbox.Page;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Turns what people do into interactions and keeps what the bot answers. Thread-safe.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding.</remarks>
public sealed partial class LocalInteractions : IDisposable
{
    /// <summary>How long the bot may take for its first answer.</summary>
    public static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(3);

    /// <summary>How long a token works after that.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(15);

    /// <summary>Interactions whose token may still be used; beyond them the oldest are forgotten, which only a flood of a test reaches.</summary>
    private const int MaxOpen = 20_000;

    /// <summary>Replies that one person alone sees; nobody scrolls back further.</summary>
    private const int MaxEphemeral = 500;

    /// <summary>Bytes of a token: long enough that nobody guesses it.</summary>
    private const int TokenBytes = 48;

    private readonly Lock gate = new();
    private readonly Signal changed = new();
    private readonly Dictionary<ulong, Interaction> open = [];
    private readonly Dictionary<string, Interaction> byToken = new(StringComparer.Ordinal);
    private readonly Queue<Interaction> order = new();
    private readonly OrderedDictionary<ulong, Message> ephemeral = [];
    private readonly InteractionsEndpoint endpoint;
    private readonly Discord discord;
    private readonly LiveEvents live;
    private readonly TimeProvider time;

    internal LocalInteractions(Discord discord, LiveEvents live, TimeProvider time)
    {
        (this.discord, this.live, this.time) = (discord, live, time);
        Book = new CommandBook(discord, time);
        endpoint = new InteractionsEndpoint(discord, time);
    }

    /// <summary>The commands that the bot registered; those of the guild come first.</summary>
    public IReadOnlyList<RegisteredCommand> Commands => Book.All;

    internal CommandBook Book { get; }

    /// <summary>The replies that one person alone sees, oldest first.</summary>
    public IReadOnlyList<Message> EphemeralMessages
    {
        get
        {
            lock (gate)
            {
                return [.. ephemeral.Values];
            }
        }
    }

    /// <summary>Waits until the bot has registered such a command, by its name, such as <c>news</c>.</summary>
    public Task<RegisteredCommand> WaitForCommandAsync(string name, CancellationToken ct)
        => changed.UntilAsync(() => Book.All.FirstOrDefault(command => command.Name == name), ct);

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var interaction in open.Values)
            {
                interaction.Deadline?.Dispose();
            }
        }

        endpoint.Dispose();
    }

    /// <summary>Whether an address answers PINGs and refuses wrong signatures, so that interactions may be sent there.</summary>
    internal Task<bool> IsSoundAsync(Uri url, CancellationToken ct) => endpoint.IsSoundAsync(url, ct);

    internal void CommandsChanged()
    {
        var all = CommandsJson();
        live.Publish("commands", () => all);
        changed.Pulse();
    }

    internal JsonArray CommandsJson() => new([.. Book.All.Select(command => JsonObject.Create(command.Definition))]);

    internal Task<T> WaitAsync<T>(Interaction interaction, Func<Interaction, InteractionReply?, T?> look, CancellationToken ct)
        where T : class
        => changed.UntilAsync(() => look(interaction, ReplyTo(interaction)), ct);

    internal IReadOnlyList<Message> MessagesOf(Interaction interaction)
    {
        lock (gate)
        {
            return [.. interaction.Later.Select(id => FindMessage(interaction.ChannelId, id)).OfType<Message>()];
        }
    }

    /// <summary>A message that stands: in its channel, or for one person alone.</summary>
    internal Message? FindMessage(ulong channel, ulong id)
    {
        lock (gate)
        {
            return ephemeral.TryGetValue(id, out var message) ? message : discord.Find(channel, id);
        }
    }

    /// <summary>Null while the bot is expected to say more.</summary>
    private InteractionReply? ReplyTo(Interaction interaction)
    {
        lock (gate)
        {
            if (interaction.Failed)
            {
                return new InteractionReply(Failed: true, null, null, null);
            }

            var message = interaction.Original is { } original ? FindMessage(interaction.ChannelId, original) : null;
            return interaction.Callback switch
            {
                null => null,
                CallbackForm.LaterUpdate when !interaction.Shown => null,
                _ when message?.IsThinking is true => null,
                _ => new InteractionReply(Failed: false, message, interaction.Modal, interaction.Choices),
            };
        }
    }

    private static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes)).Replace('+', '-').Replace('/', '_');

    /// <summary>Tells the bot, by the gateway or over HTTP, and starts the three seconds.</summary>
    private async Task<Interaction> SendAsync(Interaction interaction, JsonObject data, CancellationToken ct)
    {
        interaction.Payload = InteractionJson.Payload(interaction, data, discord, SourceOf(interaction));
        lock (gate)
        {
            Forget();
            open[interaction.Id] = interaction;
            byToken[interaction.Token] = interaction;
            order.Enqueue(interaction);
            interaction.Deadline = time.CreateTimer(_ => Fail(interaction), state: null, FirstAnswer, Timeout.InfiniteTimeSpan);
        }

        await DeliverAsync(interaction, ct);
        return interaction;
    }

    private Message? SourceOf(Interaction interaction)
        => interaction.SourceMessage is { } source ? FindMessage(interaction.ChannelId, source) : null;

    private async Task DeliverAsync(Interaction interaction, CancellationToken ct)
    {
        if (discord.InteractionsEndpoint is not { } url)
        {
            discord.Gateway.Dispatch("INTERACTION_CREATE", (JsonObject)interaction.Payload.DeepClone());
            return;
        }

        switch (await endpoint.SendAsync(url, interaction.Payload, ct))
        {
            case { Status: 200, Json: { } inline }:
                try
                {
                    Callback(interaction, new ApiBody(inline, []));
                }
                catch (Refusal)
                {
                    Fail(interaction); // Discord shows "did not respond" and tells nobody why.
                }

                break;
            case { Status: 202 }:
                break; // The answer comes as a callback.
            default:
                Fail(interaction);
                break;
        }
    }

    private void Fail(Interaction interaction)
    {
        lock (gate)
        {
            if (interaction.Callback is not null || interaction.Failed)
            {
                return;
            }

            interaction.Failed = true;
            Tell(interaction, "failed");
        }

        changed.Pulse();
    }

    /// <summary>Tells pages how an interaction stands.</summary>
    private void Tell(Interaction interaction, string state) => live.Publish("interaction", () =>
    {
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(interaction.Id),
            ["nonce"] = interaction.Nonce,
            ["person"] = Snowflakes.Text(interaction.PersonId),
            ["channel_id"] = Snowflakes.Text(interaction.ChannelId),
            ["state"] = state,
        };
        if (interaction.Modal is { } modal)
        {
            json["modal"] = new JsonObject { ["custom_id"] = modal.CustomId, ["title"] = modal.Title, ["components"] = JsonArray.Create(modal.Components) };
        }

        if (interaction.Choices is { } choices)
        {
            json["choices"] = new JsonArray([.. choices.Select(choice => new JsonObject { ["name"] = choice.Name, ["value"] = choice.Value })]);
        }

        return json;
    });

    private void Forget()
    {
        while (order.TryPeek(out var oldest) && (order.Count >= MaxOpen || time.GetElapsedTime(oldest.Sent) > TokenLife))
        {
            order.Dequeue();
            open.Remove(oldest.Id);
            byToken.Remove(oldest.Token);
            oldest.Deadline?.Dispose();
        }
    }
}
