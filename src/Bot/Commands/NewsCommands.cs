using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary>Looking at news, and the orders about it that need no question.</summary>
internal static class NewsCommands
{
    private const int ListLength = 20;

    private static readonly Input State = new("state", "Only these", Required: false)
    {
        Choices = [new("public", nameof(ItemState.Public)), new("scheduled", nameof(ItemState.Scheduled)), new("held", nameof(ItemState.Held)), new("taken back", nameof(ItemState.Withdrawn))],
    };

    public static IReadOnlyList<Command> All { get; } =
    [
        new() { Path = "news list", Description = "The newest items, or those you look for", Who = WhoMay.Staff, Inputs = [new("words", "Words of the title", Required: false) { MaxLength = 100 }, State, Arguments.Topic with { Required = false }], Run = ListAsync },
        new() { Path = "news show", Description = "All about one item: state, topics, where it stands, its changes", Who = WhoMay.Staff, Inputs = [Arguments.Item], Run = ShowAsync },
        new() { Path = "news preview", Description = "The post exactly as channels would show it", Who = WhoMay.Staff, Inputs = [Arguments.Item], Run = PreviewAsync },
        .. PostNews.Commands,
        new() { Path = "news schedule", Description = "Publish an item at a time", Who = WhoMay.Staff, Inputs = [Arguments.Item, new("when", "Such as tomorrow 09:00, Friday 09:00, 2026-12-01 09:00 or in 3 hours") { MaxLength = 40 }], Run = ScheduleAsync },
        new() { Path = "news hold", Description = "Keep an item from going out until somebody releases it", Who = WhoMay.Staff, Inputs = [Arguments.Item], Run = HoldAsync },
        .. ReleaseNews.Commands,
        .. CorrectNews.Commands,
        .. RetractNews.Commands,
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } = [.. PostNews.Actions, .. ReleaseNews.Actions, .. CorrectNews.Actions, .. RetractNews.Actions];

    private static async Task<Reply> ListAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var topic = context.Text("topic") is null ? null : (await Arguments.TopicAsync(tx, context)).Slug;
            ItemState? state = Enum.TryParse<ItemState>(context.Text("state"), out var chosen) ? chosen : null;
            var found = await ItemSearch.FindAsync(tx, new ItemQuery(context.Text("words"), state, topic, ListLength));
            return new Reply(found.Count == 0
                ? "Nothing like that is in the store. `/status` says when the sources were last read."
                : Words.List(found.Select(item => $"`#{item.Id}` {Words.Title(item.Title)}: {NameOf(item.State)}, {TimeText.Relative(item.PublicAt ?? item.PublishAt ?? item.SeenAt)}")));
        },
        ct);

    private static async Task<Reply> ShowAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var chosen = await Arguments.ItemAsync(tx, context);
            var view = await ShowItem.RunAsync(tx, chosen.Id) ?? throw new Refusal($"There is no item `#{chosen.Id}`.");
            var item = view.Item;
            var lines = new List<string>
            {
                Words.Title(item),
                $"It is {Words.State(item)}; revision {item.Revision}; first seen {TimeText.Stamp(item.SeenAt)}{(item.PublicAt is { } at ? $"; public since {TimeText.Stamp(at)}" : "")}.",
                $"Source: {Words.Quote(item.Source)}, {Words.Quote(item.WhereFound)}.",
                view.Topics.Count == 0 ? "It has no topic." : $"Topics: {string.Join(", ", view.Topics.Select(topic => Words.Quote(topic.Name) + (topic.MutedAt is null ? "" : " (muted)")))}.",
            };
            if (item.Url is { } url)
            {
                lines.Add(Words.Quote(url, Discord.Model.Limits.EmbedFieldValue));
            }

            if (Words.MissingAlt(item) is { } warning)
            {
                lines.Add(warning);
            }

            lines.Add(view.Places.Count == 0 ? "It stands nowhere, and nothing is on its way." : "**Where it stands**");
            lines.AddRange(view.Places.Select(place => $"• {Words.Line(place, context.Guild, context.Now)}"));
            lines.Add("**Changes**");
            lines.AddRange(view.Revisions.OrderByDescending(revision => revision.Revision).Select(revision =>
                $"• {revision.Revision}: {Words.Quote(revision.Changed)}, {TimeText.Relative(revision.At)}{(revision.Correction is { } correction ? $": {Words.Quote(correction)}" : "")}"));
            return new Reply(Words.List(lines));
        },
        ct);

    private static async Task<Reply> PreviewAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx =>
        {
            var item = await Arguments.ItemAsync(tx, context);
            var reply = await PostPreview.OfAsync(tx, item);
            var stands = item.ExpiresAt <= context.Now ? "expired" : Words.State(item);
            return item.IsPublic(context.Now) ? reply : reply with { Text = $"**It is {stands}: not public now, so no post of it goes out.**\n{reply.Text}" };
        },
        ct);

    private static Task<Reply> ScheduleAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var at = TimeText.Read(context.Required("when"), context.Tools.Staff.Zone, context.Now);
            var item = await Arguments.ItemAsync(tx, context);
            if (await PingRule.WaitsAsync(tx, context, item, null) is { } waits)
            {
                return waits;
            }

            return Orders.Of(
                context,
                await ScheduleItem.RunAsync(tx, item.Id, at),
                (scheduled, _) => $"{Words.Title(scheduled)} goes out at {TimeText.Stamp(at)}, {TimeText.Relative(at)}.",
                $"is scheduled for {TimeText.Stamp(at)} already");
        },
        ct);

    private static Task<Reply> HoldAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx => Orders.Of(
            context,
            await HoldItem.RunAsync(tx, (await Arguments.ItemAsync(tx, context)).Id),
            (item, _) => $"{Words.Title(item)} is held: no channel and no digest gets it until somebody runs `/news release`.",
            "is held already"),
        ct);

    private static string NameOf(ItemState state) => state switch
    {
        ItemState.Public => "public",
        ItemState.Scheduled => "scheduled",
        ItemState.Held => "held",
        _ => "taken back",
    };
}
