using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>What every member may do: follow topics by taking the role that their posts ping.</summary>
internal static class ReaderCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new() { Path = "follow", Description = "Be pinged when a topic has news", Who = WhoMay.Everyone, Inputs = [Arguments.Topic], Run = (context, ct) => FollowAsync(context, true, ct) },
        new() { Path = "unfollow", Description = "Not be pinged for a topic any more", Who = WhoMay.Everyone, Inputs = [Arguments.Topic], Run = (context, ct) => FollowAsync(context, false, ct) },
        new() { Path = "topics", Description = "What there is to follow, and what you follow", Who = WhoMay.Everyone, Run = ListAsync },
    ];

    private static async Task<Reply> FollowAsync(CommandContext context, bool follow, CancellationToken ct)
    {
        var (topic, roles) = await context.ReadAsync(
            async tx =>
            {
                var topic = await Arguments.TopicAsync(tx, context);
                return (topic, Roles: (await RolesAsync(tx)).GetValueOrDefault(topic.Id, []));
            },
            ct);
        if (roles.Count == 0 || context.Tools.SetRole is not { } set)
        {
            throw new Refusal($"**{Words.Quote(topic.Name)}** has no role to follow it by. Its news is in {await ChannelsAsync(context, topic, ct)}.");
        }

        var held = context.Interaction.Member!.Roles;
        if (roles.All(role => held.Contains(role) == follow))
        {
            return new Reply(follow ? $"You follow **{Words.Quote(topic.Name)}** already." : $"You do not follow **{Words.Quote(topic.Name)}**.");
        }

        // The one thing that a command sends by itself: it is the member's own, and repeating it is harmless.
        try
        {
            foreach (var role in roles)
            {
                await set(context.Guild, context.Invoker, role, follow, ct);
            }
        }
        catch (Discord.Rest.DiscordException refused)
        {
            throw new Refusal(refused.Code == Discord.Rest.ErrorCode.MissingPermission || refused.Code == Discord.Rest.ErrorCode.MissingAccess
                ? "I may not give that role. Please tell the staff: I need **Manage Roles**, and my own role must stand above it."
                : "Discord did not do it. Please try again in a moment.");
        }

        return new Reply(follow
            ? $"You follow **{Words.Quote(topic.Name)}** now: its news pings you. `/unfollow` ends it."
            : $"You do not follow **{Words.Quote(topic.Name)}** any more.");
    }

    private static async Task<Reply> ListAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var roles = await RolesAsync(tx);
            var held = context.Interaction.Member!.Roles;
            var routes = (await TopicTable.RoutesAsync(tx)).Where(route => route.Lane == "discord").ToLookup(route => route.TopicId);
            var lines = (await TopicTable.AllAsync(tx)).Where(topic => routes[topic.Id].Any()).Select(topic =>
            {
                var mine = roles.GetValueOrDefault(topic.Id, []);
                var how = mine.Count == 0 ? "" : mine.All(held.Contains) ? " ✅ you follow it" : " (`/follow` pings you)";
                return $"• **{Words.Quote(topic.Name)}** in {string.Join(", ", routes[topic.Id].Select(route => Words.Address(route.Lane, route.Address)))}{how}";
            }).ToList();
            return new Reply(lines.Count == 0 ? "There are no topics yet." : Words.List(lines));
        },
        ct);

    private static async Task<string> ChannelsAsync(CommandContext context, Topic topic, CancellationToken ct)
    {
        var routes = (await context.ReadAsync(TopicTable.RoutesAsync, ct)).Where(route => route.TopicId == topic.Id && route.Lane == "discord").Select(route => Words.Address(route.Lane, route.Address)).ToList();
        return routes.Count == 0 ? "no channel yet" : string.Join(", ", routes);
    }

    /// <summary>The roles that a topic's posts ping, by topic.</summary>
    private static async Task<Dictionary<long, IReadOnlyList<Snowflake>>> RolesAsync(Tx tx) =>
        (await TopicTable.RoutesAsync(tx))
            .Select(route => (route.TopicId, Role: Snowflake.TryParse(RouteSettings.Parse(route.Settings).Mention, out var role) ? role : (Snowflake?)null))
            .Where(route => route.Role is not null)
            .GroupBy(route => route.TopicId)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<Snowflake>)[.. group.Select(route => route.Role!.Value).Distinct()]);
}
