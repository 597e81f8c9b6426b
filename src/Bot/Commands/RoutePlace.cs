using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>Where a route leads: a channel, forum or thread of Discord, or a webhook that the configuration names.</summary>
internal sealed record RoutePlace(string Lane, string Address)
{
    public static readonly Input Channel = Arguments.Channel with
    {
        Description = "A channel, forum or thread",
        Required = false,
        ChannelTypes = [ChannelType.Text, ChannelType.Announcement, ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.Forum],
    };

    public static readonly Input Webhook = new("webhook", "Instead of a channel: a webhook that newsbot.json names", Required: false) { Complete = SuggestAsync };

    private const string Discord = "discord";

    private const string Webhooks = "webhook";

    public string Words => Commands.Words.Address(Lane, Address);

    /// <param name="mustPost">It is to be posted there: the bot must be allowed to, and the webhook be known.</param>
    /// <exception cref="Refusal">None is named, or both, or nothing can be posted there.</exception>
    public static RoutePlace Of(CommandContext context, bool mustPost) => (context.Id("channel"), context.Text("webhook")) switch
    {
        ({ } channel, null) => OfChannel(context, channel, mustPost),
        (null, { } webhook) => new(Webhooks, Known(context, webhook) ?? (mustPost ? throw Unknown(context, webhook) : webhook)),
        _ => throw new Refusal("Choose a `channel` or a `webhook`: one of the two."),
    };

    private static RoutePlace OfChannel(CommandContext context, Snowflake channel, bool mustPost)
    {
        if (mustPost)
        {
            ChannelCheck.Demand(context, channel);
        }

        return new(Discord, channel.ToString());
    }

    private static string? Known(CommandContext context, string typed) =>
        context.Tools.Webhooks.FirstOrDefault(name => name.Equals(typed, StringComparison.OrdinalIgnoreCase));

    private static Refusal Unknown(CommandContext context, string typed) => new(context.Tools.Webhooks.Count == 0
        ? "No webhook is set up: name one under `webhooks` in newsbot.json, with its address in a file."
        : $"There is no webhook \"{Commands.Words.Quote(typed)}\". newsbot.json names {string.Join(", ", context.Tools.Webhooks.Select(name => $"`{name}`"))}.");

    private static Task<IReadOnlyList<Choice>> SuggestAsync(Tx tx, CommandContext context, string typed) =>
        Task.FromResult<IReadOnlyList<Choice>>(
            [.. context.Tools.Webhooks.Where(name => name.Contains(typed, StringComparison.OrdinalIgnoreCase)).Select(name => new Choice(Commands.Words.Choice(name), name))]);
}
