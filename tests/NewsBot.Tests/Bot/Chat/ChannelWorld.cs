using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using Webhook = NewsBot.Discord.Model.Webhook;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>A source, a store, every sender, and the local Discord over real HTTP, all by one clock. Topic <c>water</c> leads where a test says.</summary>
internal sealed class ChannelWorld : IAsyncDisposable
{
    public const ulong Text = 1_210_000_000_000_000_001;
    public const ulong News = 1_210_000_000_000_000_002;
    public const ulong Forum = 1_210_000_000_000_000_003;
    public const ulong Ports = 1_210_000_000_000_000_011;
    public const ulong Story = 1_210_000_000_000_000_012;
    public const string Hook = "partners";

    private readonly HandSource source = new();
    private readonly Watcher watcher;
    private readonly Dictionary<string, NewsBot.Newsroom.Items.Record> records = new(StringComparer.Ordinal);
    private readonly List<DiscordRest> clients = [];
    private IReadOnlyList<Lane> lanes = [];

    private ChannelWorld(TestStore store, SandboxServer sandbox)
    {
        (Store, Sandbox) = (store, sandbox);
        Address = Sandbox.Discord.Webhooks.AddressOf(Sandbox.Discord.Webhooks.Add(Text, "Partners"));
        watcher = new Watcher(store.Db, source, new SourceOptions { Fuse = 1000 }, "test", store.Time, NullLogger.Instance);
        Restart();
    }

    public TestStore Store { get; }

    public SandboxServer Sandbox { get; }

    public NewsBot.Sandbox.LocalDiscord.Discord Discord => Sandbox.Discord;

    public DiscordRest Rest => clients[^1];

    /// <summary>Known to whoever is started next.</summary>
    public MailButton? MailButton { get; set; }

    /// <summary>The secret address of the webhook <see cref="Hook"/>.</summary>
    public Uri Address { get; }

    /// <param name="routes">Lane, address and settings.</param>
    public static async Task<ChannelWorld> CreateAsync(string dialect, params (string Lane, ulong Address, RouteSettings Settings)[] routes)
    {
        var store = await TestStore.CreateAsync(dialect);
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 1000, Global = 1000, Threads = null } }, store.Time, TestContext.Current.CancellationToken);
        sandbox.Discord.AddChannel(Text, "text");
        sandbox.Discord.AddChannel(News, "news", type: ChannelType.Announcement);
        sandbox.Discord.AddForum(Forum, "forum", [new ForumTag(Ports, "ports"), new ForumTag(Story, "Story")]);
        var world = new ChannelWorld(store, sandbox);
        await world.RouteAsync(routes);
        await world.watcher.RunOnceAsync(CancellationToken.None);
        return world;
    }

    public static (string, ulong, RouteSettings) To(ulong channel, RouteSettings? settings = null) => ("discord", channel, settings ?? new());

    public static (string, ulong, RouteSettings) ToHook() => (WebhookChat.Lane, 0, new());

    public Task RouteAsync(params (string Lane, ulong Address, RouteSettings Settings)[] routes) => Store.Db.WriteAsync(async tx =>
    {
        var topic = await TopicTable.PutAsync(tx, "water", "Water");
        foreach (var (lane, address, settings) in routes)
        {
            await TopicTable.PutRouteAsync(tx, topic, lane, lane == WebhookChat.Lane ? Hook : address.ToString(CultureInfo.InvariantCulture), new RouteTerms(settings.ToJson()), RouteOrigin.Staff);
        }
    });

    /// <summary>Another process takes over: what this one knew beside the store is gone.</summary>
    public void Restart()
    {
        var rest = new DiscordRest(new DiscordOptions { Token = "sandbox-token", Api = Sandbox.DiscordApi }, Store.Time);
        clients.Add(rest);
        var messages = new ChannelMessages(rest, Store.Time);
        Assert.True(Webhook.TryParse(Address.AbsoluteUri, out var webhook));
        var senders = new SendByCause(new Dictionary<string, SendDelivery>(new DeskSender(Store.Db, messages).Senders, StringComparer.Ordinal)
        {
            ["item"] = new ChatSender(Store.Db, new DiscordChat(messages) { MailButton = MailButton }, Store.Time) { Kinds = messages.Kinds }.SendAsync,
            ["reply"] = new ThreadReply(Store.Db, rest, messages).SendAsync,
        });
        var hooks = new WebhookChat(rest, new Dictionary<string, Webhook>(StringComparer.Ordinal) { [Hook] = webhook }, looks: true);
        lanes =
        [
            new Lane("discord", 8, senders.SendAsync),
            new Lane(PublishQueue.Lane, 8, new Crosspost(Store.Db, rest).SendAsync),
            new Lane(WebhookChat.Lane, 8, new ChatSender(Store.Db, hooks, Store.Time).SendAsync),
        ];
    }

    /// <summary>The source has this item, or has it in another version, and is read.</summary>
    public async Task<Item> PutAsync(string id, string title = "Harbour patrols begin", string? correction = null, Notify notify = Notify.Normal)
    {
        await PutAllAsync([Of(id, title, correction, notify)]);
        return (await Store.Db.ReadAsync(tx => ItemTable.NewestAsync(tx, 1000))).Single(item => item.ExternalId == id);
    }

    public Task PutAllAsync(IEnumerable<NewsBot.Newsroom.Items.Record> changed)
    {
        foreach (var record in changed)
        {
            records[record.ExternalId] = record;
        }

        return ReadAsync();
    }

    public static NewsBot.Newsroom.Items.Record Of(string id, string title = "Harbour patrols begin", string? correction = null, Notify notify = Notify.Normal) =>
        Some.Record(id, title, correction ?? "1", "water") with { Correction = correction, Notify = notify };

    /// <summary>The source has it no more, and is read. Something else stays, so that the source is not empty.</summary>
    public Task WithdrawAsync(string id)
    {
        records["anchor"] = Some.Record("anchor", "An anchor of no topic");
        records.Remove(id);
        return ReadAsync();
    }

    /// <summary>Sends all that is due, lane by lane, until nothing is, or a lane is down.</summary>
    /// <returns>What came of each attempt.</returns>
    public async Task<IReadOnlyList<SendOutcome>> DeliverAsync()
    {
        var outcomes = new List<SendOutcome>();
        for (var found = true; found && outcomes is not [.., SendOutcome.LaneDown];)
        {
            found = false;
            foreach (var lane in lanes)
            {
                foreach (var row in await Store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, lane.Concurrency, "test")))
                {
                    found = true;
                    var outcome = await TryAsync(lane, row);
                    outcomes.Add(outcome);
                    await Store.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, outcome, 0.5));
                }
            }
        }

        return outcomes;
    }

    /// <summary>The process dies after it has sent what is due in a lane and before it can write that down.</summary>
    public async Task DieAfterSendingAsync(string name)
    {
        var lane = lanes.Single(lane => lane.Name == name);
        foreach (var row in await Store.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, lane.Concurrency, "test")))
        {
            await TryAsync(lane, row);
        }

        await Store.Db.WriteAsync(Outbox.EndClaimsAsync);
        Restart();
    }

    public Task<IReadOnlyList<Delivery>> RowsAsync(string lane) =>
        Store.Db.ReadAsync(async tx => (IReadOnlyList<Delivery>)[.. (await DeliveryList.FindAsync(tx, new DeliveryQuery(lane, Limit: 1000))).Reverse()]);

    public async Task<Delivery> RowAsync(string lane, string kind) => Assert.Single(await RowsAsync(lane), row => row.CauseKind == kind);

    /// <summary>Methods and paths of what Discord was asked since, ids by their names; reading left out.</summary>
    public IReadOnlyList<string> Writes(int since = 0) =>
        [.. Discord.Requests.Skip(since).Where(request => request.Method != "GET").Select(request => $"{request.Method} {request.Path}")];

    public Message Only(ulong channel) => Assert.Single(Discord.Messages(channel));

    /// <summary>The one thread of the forum.</summary>
    public Channel Thread => Assert.Single(Discord.Channels, channel => channel.Parent == Forum);

    public static string? TitleOf(Message message) => message.Embeds is [var embed, ..] ? embed.GetProperty("title").GetString() : null;

    public static string? DescriptionOf(Message message) =>
        message.Embeds is [var embed, ..] && embed.TryGetProperty("description", out JsonElement text) ? text.GetString() : null;

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await Sandbox.DisposeAsync();
        await Store.DisposeAsync();
    }

    private Task ReadAsync()
    {
        source.Records = [.. records.Values];
        return watcher.RunOnceAsync(CancellationToken.None);
    }

    private async Task<SendOutcome> TryAsync(Lane lane, Delivery row)
    {
        try
        {
            return await Store.Time.PushedAsync(() => lane.Send(row, TestContext.Current.CancellationToken));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new SendOutcome.Retry(failure.Message);
        }
    }
}
