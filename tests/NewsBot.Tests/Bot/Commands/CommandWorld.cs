using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Staff;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>A store, the real router with every command, and a door that keeps what people were told.</summary>
internal sealed class CommandWorld : IAsyncDisposable
{
    public static readonly Snowflake Guild = new(1_250_000_000_000_000_001);
    public static readonly Snowflake StaffRole = new(1_250_000_000_000_000_101);
    public static readonly Snowflake Nadia = new(1_250_000_000_000_000_011);
    public static readonly Snowflake Ruth = new(1_250_000_000_000_000_013);
    public static readonly Snowflake Milo = new(1_250_000_000_000_000_012);
    public static readonly Snowflake News = new(1_250_000_000_000_000_201);
    public static readonly Snowflake Water = new(1_250_000_000_000_000_202);
    public static readonly Snowflake Followers = new(1_250_000_000_000_000_301);
    public const Permissions Everything = Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks | Permissions.AttachFiles | Permissions.ReadMessageHistory;

    private ulong interactions;

    private CommandWorld(TestStore store) => Store = store;

    public TestStore Store { get; }

    public Db Db => Store.Db;

    public CommandTools Tools { get; private set; } = null!;

    public CommandRouter Router { get; private set; } = null!;

    /// <summary>First answers, in order.</summary>
    public ConcurrentQueue<(Snowflake Interaction, InteractionReply Reply)> First { get; } = new();

    /// <summary>What deferrals became, in order.</summary>
    public ConcurrentQueue<(Snowflake Interaction, MessageDraft Draft)> Edits { get; } = new();

    public ConcurrentQueue<(Snowflake Member, Snowflake Role, bool Has)> Roles { get; } = new();

    /// <summary>Thrown by the door instead of an answer.</summary>
    public Func<InteractionReply, Exception?> Refuse { get; set; } = _ => null;

    public static async Task<CommandWorld> CreateAsync(Func<CommandTools, CommandTools>? with = null, string dialect = "sqlite", ILogger? logger = null)
    {
        var world = new CommandWorld(await TestStore.CreateAsync(dialect));
        var tools = new CommandTools(world.Db, world.Store.Time, new StaffOptions(new HashSet<Snowflake> { StaffRole }, Guild))
        {
            SetRole = (_, member, role, has, _) =>
            {
                world.Roles.Enqueue((member, role, has));
                return Task.CompletedTask;
            },
        };
        world.Tools = with is null ? tools : with(tools);
        world.Router = world.NewRouter(logger);
        return world;
    }

    /// <summary>Another process: it remembers nothing but what is in the store.</summary>
    public CommandRouter NewRouter(ILogger? logger = null, IReadOnlyCollection<Command>? commands = null, IReadOnlyCollection<ComponentAction>? actions = null) =>
        new(Tools, commands ?? AllCommands.Commands, actions ?? AllCommands.Actions, new ReplyDoor(RespondAsync, EditAsync), logger ?? NullLogger.Instance);

    public async Task<Item> ItemAsync(string title = "Harbour patrols begin", ItemState state = ItemState.Public, params string[] topics)
    {
        return await Db.WriteAsync(async tx =>
        {
            var ids = new List<long>();
            foreach (var topic in topics)
            {
                ids.Add(await TopicTable.PutAsync(tx, topic, char.ToUpperInvariant(topic[0]) + topic[1..]));
            }

            var item = await ItemTable.InsertAsync(tx, "newsroom", Some.Record(title: title, topics: topics), state, state == ItemState.Public ? tx.Now : null);
            await ItemTable.SetTopicsAsync(tx, item.Id, ids);
            return item;
        });
    }

    /// <summary>Everything that is owed is sent; message ids count up from 9001.</summary>
    public async Task<IReadOnlyList<Delivery>> DeliverAsync(Func<Delivery, SendOutcome>? outcome = null)
    {
        var lane = new Lane("discord", 100, (_, _) => throw new NotSupportedException()) { InOrder = false };
        return await Db.WriteAsync(async tx =>
        {
            var claimed = await Outbox.ClaimAsync(tx, lane, 100, "test");
            foreach (var delivery in claimed)
            {
                await Outbox.FinishAsync(tx, lane, delivery, outcome?.Invoke(delivery) ?? new SendOutcome.Sent(delivery.Wanted == Wanted.Absent ? null : delivery.RemoteId ?? $"{9000 + delivery.Id}"), 1);
            }

            return claimed;
        });
    }

    public Task<Item> FindAsync(Item item) => Db.ReadAsync(async tx => (await ItemTable.FindAsync(tx, item.Id))!);

    public Task<IReadOnlyList<Place>> PlacesAsync(Item item) => Db.ReadAsync(tx => Place.OfItemAsync(tx, item.Id));

    public Task RouteAsync(string topic, Snowflake channel, RouteSettings? settings = null) =>
        Db.WriteAsync(tx => RouteTopic.RunAsync(tx, topic, "discord", channel.ToString(), (settings ?? new()).ToJson()));

    public async Task<IReadOnlyList<AuditLine>> AuditAsync() => await Db.ReadAsync(tx => AuditTable.ListAsync(tx, 100));

    public Task<long> TopicAsync(string slug) => Db.WriteAsync(tx => TopicTable.PutAsync(tx, slug, char.ToUpperInvariant(slug[0]) + slug[1..]));

    public Snowflake NextId() => new(Snowflake.FromInstant(Store.Time.GetUtcNow()).Value + Interlocked.Increment(ref interactions));

    public Interaction By(Snowflake person, InteractionType type, InteractionData data, params Snowflake[] roles) => new()
    {
        Id = NextId(),
        Type = type,
        ApplicationId = new(1_250_000_000_000_000_000),
        Token = "interaction-token",
        GuildId = Guild,
        ChannelId = News,
        Member = new Member(new User(person, "name-of-person"), roles, roles.Length > 0 ? Everything | Permissions.ManageMessages : Everything),
        Data = data,
    };

    public Interaction Staff(InteractionType type, InteractionData data) => By(Nadia, type, data, StaffRole);

    /// <summary>A command as Discord sends it.</summary>
    public static InteractionData Typed(string path, params (string Name, object Value)[] options)
    {
        var words = path.Split(' ');
        IReadOnlyList<InteractionOption> given = [.. options.Select(option => new InteractionOption { Name = option.Name, Type = Kind(option.Value), Value = JsonSerializer.SerializeToElement(option.Value is Snowflake id ? id.ToString() : option.Value) })];
        var channels = options.Where(option => option.Value is Snowflake).ToDictionary(
            option => option.Value.ToString()!, option => new ResolvedChannel((Snowflake)option.Value, ChannelType.Text, "channel", Everything), StringComparer.Ordinal);
        return new InteractionData
        {
            Name = words[0],
            Type = CommandType.Slash,
            Options = words.Length == 1 ? given : [new InteractionOption { Name = words[1], Type = CommandOptionType.SubCommand, Options = given }],
            Resolved = new ResolvedData { Channels = channels },
        };
    }

    /// <summary>Staff type a command; what they are told in the end.</summary>
    public Task<MessageDraft> RunAsync(string path, params (string Name, object Value)[] options) => HandleAsync(Staff(InteractionType.Command, Typed(path, options)));

    public Task<MessageDraft> PressAsync(string customId, Snowflake? person = null) =>
        HandleAsync(By(person ?? Nadia, InteractionType.Component, new InteractionData { CustomId = customId }, StaffRole));

    /// <summary>The form that a button opens.</summary>
    public async Task<Form> PressForFormAsync(string customId)
    {
        var interaction = Staff(InteractionType.Component, new InteractionData { CustomId = customId });
        await Router.HandleAsync(interaction, CancellationToken.None);
        return FirstOf(interaction).Form ?? throw new InvalidOperationException($"No form but: {FirstOf(interaction).Message?.Content}");
    }

    public static InteractionData Menu(string name, ulong message) => new() { Name = name, Type = CommandType.MessageMenu, TargetId = new Snowflake(message) };

    public Task<MessageDraft> SubmitAsync(Form form, params (string Name, string Value)[] fields) => HandleAsync(Staff(
        InteractionType.Form,
        new InteractionData { CustomId = form.CustomId, Components = [.. fields.Select(field => new FormRow(new FormField(field.Name, field.Value)))] }));

    /// <summary>The form that a command opens.</summary>
    public async Task<Form> FormAsync(InteractionData data)
    {
        var interaction = Staff(InteractionType.Command, data);
        await Router.HandleAsync(interaction, CancellationToken.None);
        return FirstOf(interaction).Form ?? throw new InvalidOperationException($"No form but: {FirstOf(interaction).Message?.Content}");
    }

    public async Task<IReadOnlyList<Choice>> SuggestAsync(string path, string option, string typed, Interaction? like = null)
    {
        var data = Typed(path, (option, typed));
        data = data with
        {
            Options = data.Options is [{ Type: CommandOptionType.SubCommand } sub]
                ? [sub with { Options = [sub.Options[0] with { Focused = true }] }]
                : [data.Options[0] with { Focused = true }],
        };
        var interaction = (like ?? Staff(InteractionType.Autocomplete, data)) with { Data = data, Type = InteractionType.Autocomplete };
        await Router.HandleAsync(interaction, CancellationToken.None);
        return FirstOf(interaction).Choices!;
    }

    /// <summary>Handles it; the last thing that the person was told.</summary>
    public async Task<MessageDraft> HandleAsync(Interaction interaction)
    {
        await Router.HandleAsync(interaction, CancellationToken.None);
        return Edits.Where(edit => edit.Interaction == interaction.Id).Select(edit => edit.Draft).LastOrDefault() ?? FirstOf(interaction).Message!;
    }

    public InteractionReply FirstOf(Interaction interaction) => First.First(answer => answer.Interaction == interaction.Id).Reply;

    /// <summary>The <c>custom_id</c> of a button of an answer, by its label.</summary>
    public static string Button(MessageDraft draft, string label) =>
        draft.Components!.SelectMany(row => row.Components).OfType<Button>().First(button => button.Label == label).CustomId!;

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static CommandOptionType Kind(object value) => value switch
    {
        bool => CommandOptionType.Boolean,
        Snowflake => CommandOptionType.Channel,
        _ => CommandOptionType.Text,
    };

    private Task RespondAsync(Interaction interaction, InteractionReply reply, CancellationToken ct)
    {
        if (Refuse(reply) is { } refused)
        {
            return Task.FromException(refused);
        }

        First.Enqueue((interaction.Id, reply));
        return Task.CompletedTask;
    }

    private Task EditAsync(Interaction interaction, MessageDraft draft, CancellationToken ct)
    {
        Edits.Enqueue((interaction.Id, draft));
        return Task.CompletedTask;
    }
}
