using System.Globalization;
using NewsBot.Bot.Chat;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;

namespace NewsBot.Tests.Scenarios;

/// <summary>A local Discord with two topics' places of every kind, one of them shared; and what stands there.</summary>
internal sealed class TruthDiscord : IAsyncDisposable
{
    public const ulong Ports = 1_200_000_000_000_000_011;
    public const ulong Story = 1_200_000_000_000_000_012;
    public const string Hook = "partners";

    private const ulong First = 1_200_000_000_000_000_000;
    private const string CorrectionMark = "**Correction:** ";
    private const string Struck = "~~";

    private readonly SandboxServer sandbox;

    private TruthDiscord(SandboxServer sandbox)
    {
        this.sandbox = sandbox;
        var discord = sandbox.Discord;
        discord.AddChannel(First + 1, "text");
        discord.AddChannel(First + 2, "shared");
        discord.AddChannel(First + 3, "news", type: ChannelType.Announcement);
        discord.AddForum(First + 4, "forum", [new ForumTag(Ports, "ports"), new ForumTag(Story, "Story")]);
        discord.AddChannel(First + 5, "talk");
        discord.AddChannel(First + 6, "partners");
        var thread = discord.BeginThread(discord.Channels.Single(channel => channel.Id == First + 5), new ThreadForm("Crime", 1440, [], null), [], under: null).Thread;
        Webhook = discord.Webhooks.AddressOf(discord.Webhooks.Add(First + 6, "Partners"));
        var shared = Place(ChannelType.Text, First + 2);
        Leads = new Dictionary<string, TruthPlace[]>(StringComparer.Ordinal)
        {
            ["water"] = [Place(ChannelType.Text, First + 1), shared, Place(ChannelType.Announcement, First + 3), Place(ChannelType.Forum, First + 4)],
            ["crime"] = [shared, Place(ChannelType.PublicThread, thread.Id), new(ChannelType.Text, WebhookChat.Lane, Hook, First + 6)],
        };
        Places = [.. Leads.Values.SelectMany(places => places).Distinct()];
    }

    /// <summary>Where each topic leads.</summary>
    public IReadOnlyDictionary<string, TruthPlace[]> Leads { get; }

    public IReadOnlyList<TruthPlace> Places { get; }

    /// <summary>The secret address of the webhook.</summary>
    public Uri Webhook { get; }

    public Uri Api => sandbox.DiscordApi;

    public NewsBot.Sandbox.LocalDiscord.Discord Local => sandbox.Discord;

    /// <summary>The limits that headers tell of are far away; those that only announcement channels have are Discord's.</summary>
    public static async Task<TruthDiscord> StartAsync(TimeProvider time) => new(await SandboxServer.StartAsync(
        new SandboxOptions { Limits = new ChannelLimits { PerChannel = 100_000, Global = 100_000, Threads = null, Webhook = null } }, time, CancellationToken.None));

    public TruthPlace Place(string lane, string address) => Places.Single(place => place.Lane == lane && place.Address == address);

    /// <summary>Every post that stands; neither what is said about them nor what people say.</summary>
    public IEnumerable<TruthPost> Posts() => Places.SelectMany(place => place.Type == ChannelType.Forum
        ? Local.Channels.Where(channel => channel.Parent == place.Channel).SelectMany(thread => Local.Messages(thread.Id).Where(message => message.Id == thread.Id).Select(message => Read(place, message, thread)))
        : Local.Messages(place.Channel).Where(IsPost).Select(message => Read(place, message, thread: null)));

    /// <summary>What was said after posts, with the thread where it was.</summary>
    public IEnumerable<Message> Replies() => Local.Channels.Where(channel => channel.IsThread).SelectMany(thread => Local.Messages(thread.Id)).Where(message => !IsPost(message));

    /// <summary>What a moderator does to a post; of a forum's they take the whole or the first message alone.</summary>
    /// <returns>False: it did not stand.</returns>
    public bool Moderate(TruthPlace place, ulong remoteId, bool whole) =>
        place.Type != ChannelType.Forum ? Local.Delete(place.Channel, remoteId)
        : Local.Messages(remoteId).Any(message => message.Id == remoteId) && (whole ? Local.DeleteChannel(remoteId) : Local.Delete(remoteId, remoteId));

    /// <summary>Archives the thread that is an address of a route.</summary>
    public void Archive() => Local.SetThread(Places.Single(place => place.Type == ChannelType.PublicThread).Channel, archived: true);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    private static TruthPlace Place(ChannelType type, ulong channel) => new(type, "discord", channel.ToString(CultureInfo.InvariantCulture), channel);

    private static bool IsPost(Message message) => message.Embeds.Count > 0 || message.Content.Contains(Struck, StringComparison.Ordinal);

    private static TruthPost Read(TruthPlace place, Message message, Channel? thread)
    {
        if (message.Embeds is not [var embed, ..])
        {
            return new TruthPost(place, message.Id, message.Content.Split(Struck)[1], "", IsWithdrawn: true, message.IsCrossposted, thread);
        }

        var text = embed.TryGetProperty("description", out var description) ? description.GetString()! : "";
        var mark = text.IndexOf(CorrectionMark, StringComparison.Ordinal);
        return new TruthPost(
            place, message.Id, embed.GetProperty("title").GetString()!, mark < 0 ? "" : text[(mark + CorrectionMark.Length)..], IsWithdrawn: false, message.IsCrossposted, thread);
    }
}
