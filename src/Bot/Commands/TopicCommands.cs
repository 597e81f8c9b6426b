using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary>Topics and the channels they lead to.</summary>
internal static class TopicCommands
{
    private const string Lane = "discord";

    private const string TestName = "test-post";

    private const string RemoveName = "remove-test";

    public static IReadOnlyList<Command> All { get; } =
    [
        new() { Path = "topic list", Description = "All topics, where they lead and how, and which are muted", Who = WhoMay.Staff, Run = ListAsync },
        .. TopicNames.Commands,
        RouteCommand.Command,
        new() { Path = "topic unroute", Description = "Stop posting a topic somewhere; what stands there stays", Who = WhoMay.Staff, Inputs = [Arguments.Topic, RoutePlace.Channel, RoutePlace.Webhook], Run = UnrouteAsync },
        new() { Path = "topic mute", Description = "Post nothing new of a topic anywhere", Who = WhoMay.Staff, Inputs = [Arguments.Topic, new("off", "True: post it again", Required: false, CommandOptionType.Boolean)], Run = MuteAsync },
        new() { Path = "topic test", Description = "Show a test post of a topic in a channel; asks first, and takes it away again", Who = WhoMay.Staff, Inputs = [Arguments.Topic, Arguments.Channel], Run = AskForTestAsync },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(TestName, WhoMay.Staff, Answer.Update, TestAsync),
        new(RemoveName, WhoMay.Staff, Answer.Update, RemoveTestAsync),
    ];

    private static async Task<Reply> ListAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var routes = (await TopicTable.RoutesAsync(tx)).ToLookup(route => route.TopicId);
            var topics = await TopicTable.AllAsync(tx);
            return new Reply(topics.Count == 0
                ? "There are no topics: `/topic add` makes one."
                : Words.List(topics.Select(topic => $"**{Words.Quote(topic.Name)}** (`{topic.Slug}`){(topic.MutedAt is { } since ? $", muted {TimeText.Relative(since)}" : "")}: "
                    + (routes[topic.Id].Any() ? string.Join(", ", routes[topic.Id].Select(RouteWords.Line)) : "leads to no channel"))));
        },
        ct);

    private static Task<Reply> UnrouteAsync(CommandContext context, CancellationToken ct)
    {
        var place = RoutePlace.Of(context, mustPost: false);
        return Orders.RunAsync(
            context,
            async tx =>
            {
                var topic = await Arguments.TopicAsync(tx, context);
                var (removal, cancelled) = await UnrouteTopic.RunAsync(tx, topic.Slug, place.Lane, place.Address);
                return removal switch
                {
                    RouteRemoval.Removed => new Reply($"**{Words.Quote(topic.Name)}** is not posted in {place.Words} any more.{(cancelled > 0 ? $" {Words.Count(cancelled, "post")} that waited for it will not go out." : "")} What stands there stays."),
                    RouteRemoval.NotThere => throw new Refusal($"**{Words.Quote(topic.Name)}** does not lead to {place.Words}. `/topic list` shows where it leads."),
                    _ => throw new Refusal("There is no such topic any more."),
                };
            },
            ct);
    }

    private static Task<Reply> MuteAsync(CommandContext context, CancellationToken ct)
    {
        var muted = !context.Flag("off");
        return Orders.RunAsync(
            context,
            async tx =>
            {
                var topic = await Arguments.TopicAsync(tx, context);
                return new Reply(await MuteTopic.RunAsync(tx, topic.Slug, muted) switch
                {
                    MuteResult.Changed when muted => $"**{Words.Quote(topic.Name)}** is muted: nothing new of it is posted, and nothing is kept for later. The digests still have it.",
                    MuteResult.Changed => $"**{Words.Quote(topic.Name)}** is posted again from now on.",
                    MuteResult.Same => $"**{Words.Quote(topic.Name)}** is {(muted ? "muted" : "posted")} already.",
                    _ => throw new Refusal("There is no such topic any more."),
                });
            },
            ct);
    }

    private static async Task<Reply> AskForTestAsync(CommandContext context, CancellationToken ct)
    {
        var channel = context.Id("channel") ?? throw new Refusal("Choose a channel.");
        ChannelCheck.Demand(context, channel);
        var topic = await context.ReadAsync(tx => Arguments.TopicAsync(tx, context), ct);
        return new Reply($"Show a test post of **{Words.Quote(topic.Name)}** in <#{channel}>? People there will see it, marked as a test and without a ping, until you take it away.")
        {
            Rows = [Buttons.Confirm(context, context.Own(TestName, topic.Slug, channel.ToString()), "Show the test")],
        };
    }

    private static Task<Reply> TestAsync(CommandContext context, CancellationToken ct)
    {
        var (slug, address) = (context.ActionText(0), context.ActionText(1));
        return Orders.RunAsync(
            context,
            async tx => await TestPosts.AddAsync(tx, slug, Lane, address, context.Invoker.ToString()) is { } id
                ? new Reply($"The test is on its way to <#{address}>. `/status` says if the channel refuses it.")
                {
                    Rows = [new ActionRow(Buttons.Of(new ActionId(RemoveName, null, null, id.ToString(System.Globalization.CultureInfo.InvariantCulture)), "Remove it", ButtonStyle.Danger))],
                }
                : throw new Refusal("There is no such topic any more."),
            ct);
    }

    private static Task<Reply> RemoveTestAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx => new Reply(await TestPosts.RemoveAsync(tx, context.ActionNumber(0)) ? "The test goes away in a moment." : "The test is gone already."),
        ct);
}
