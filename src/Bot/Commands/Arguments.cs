using System.Globalization;
using NewsBot.Digest.Editions;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>The options that several commands have: what is suggested for them, and what was meant by what came.</summary>
internal static class Arguments
{
    public static readonly Input Item = new("item", "Words of its title, or its number") { Complete = SuggestItemsAsync };

    public static readonly Input Topic = new("topic", "The topic") { Complete = SuggestTopicsAsync };

    public static readonly Input Channel = new("channel", "The channel", Type: CommandOptionType.Channel) { ChannelTypes = [ChannelType.Text, ChannelType.Announcement] };

    public static readonly Input Plan = new("digest", "Which digest; not needed when there is only one", Required: false) { Complete = SuggestPlansAsync };

    public static readonly Input Edition = new("edition", "Which edition") { Complete = SuggestEditionsAsync };

    public static readonly Input Delivery = new("delivery", "Which one; choose from the list or write its number") { Complete = SuggestDeliveriesAsync };

    /// <summary>The item that was chosen from the suggestions, or the one whose title is typed.</summary>
    /// <exception cref="Refusal">There is none, or more than one.</exception>
    public static async Task<Item> ItemAsync(Tx tx, CommandContext context)
    {
        var typed = context.Required("item");
        if (Number(typed) is { } id)
        {
            return await ItemTable.FindAsync(tx, id) ?? throw new Refusal($"There is no item `#{id}`.");
        }

        var found = await ItemSearch.FindAsync(tx, new ItemQuery(typed, Limit: 2));
        return found.Count switch
        {
            1 => (await ItemTable.FindAsync(tx, found[0].Id))!,
            0 => throw new Refusal($"No item has \"{Words.Quote(typed)}\" in its title. Choose one from the list that Discord shows while you type."),
            _ => throw new Refusal($"Several items have \"{Words.Quote(typed)}\" in their title. Choose one from the list that Discord shows while you type."),
        };
    }

    /// <exception cref="Refusal">There is none.</exception>
    public static async Task<Topic> TopicAsync(Tx tx, CommandContext context)
    {
        var typed = context.Required("topic");
        return (await TopicTable.AllAsync(tx)).FirstOrDefault(topic => topic.Slug.Equals(typed, StringComparison.OrdinalIgnoreCase) || topic.Name.Equals(typed, StringComparison.OrdinalIgnoreCase))
            ?? throw new Refusal($"There is no topic \"{Words.Quote(typed)}\". `/topics` lists them all.");
    }

    /// <exception cref="Refusal">There is none, or it is not clear which.</exception>
    public static DigestPlan PlanOf(CommandContext context) => PlanOf(context, context.Text(Plan.Name));

    /// <inheritdoc cref="PlanOf(CommandContext)"/>
    public static DigestPlan PlanOf(CommandContext context, string? name)
    {
        var plans = context.Tools.Plans;
        if (plans.Count == 0)
        {
            throw new Refusal("No digest is set up: add one under `digests` in newsbot.json.");
        }

        return name is null && plans is [var only]
            ? only
            : plans.FirstOrDefault(plan => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new Refusal($"Say which digest: {string.Join(", ", plans.Select(plan => $"`{plan.Name}`"))}.");
    }

    /// <summary>"#42", "42".</summary>
    public static long? Number(string typed) =>
        long.TryParse(typed.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<IReadOnlyList<Choice>> SuggestItemsAsync(Tx tx, CommandContext context, string typed)
    {
        var found = await ItemSearch.FindAsync(tx, new ItemQuery(typed.Length == 0 ? null : typed, Limit: Limits.Choices));
        return [.. found.Select(item => new Choice(Words.Choice($"#{item.Id} {item.Title}"), Text(item.Id)))];
    }

    private static async Task<IReadOnlyList<Choice>> SuggestTopicsAsync(Tx tx, CommandContext context, string typed) =>
    [
        .. (await TopicTable.AllAsync(tx))
            .Where(topic => Matches(typed, topic.Slug, topic.Name))
            .Select(topic => new Choice(Words.Choice(topic.Name), topic.Slug)),
    ];

    private static Task<IReadOnlyList<Choice>> SuggestPlansAsync(Tx tx, CommandContext context, string typed) =>
        Task.FromResult<IReadOnlyList<Choice>>([.. context.Tools.Plans.Where(plan => Matches(typed, plan.Name, plan.Title)).Select(plan => new Choice(Words.Choice($"{plan.Name}: {plan.Title}"), plan.Name))]);

    private static async Task<IReadOnlyList<Choice>> SuggestEditionsAsync(Tx tx, CommandContext context, string typed) =>
    [
        .. (await EditionTable.RecentAsync(tx, Limits.Choices))
            .Where(edition => Matches(typed, $"{edition.Plan} {edition.Name}"))
            .Select(edition => new Choice(Words.Choice($"{edition.Plan} {edition.Name}: {Words.Count(edition.ItemCount, "item")}"), Text(edition.Id))),
    ];

    private static async Task<IReadOnlyList<Choice>> SuggestDeliveriesAsync(Tx tx, CommandContext context, string typed)
    {
        var troubled = new List<Delivery>();
        foreach (var state in new[] { DeliveryState.Dead, DeliveryState.Held, DeliveryState.Doubtful, DeliveryState.Pending })
        {
            troubled.AddRange(await DeliveryList.FindAsync(tx, new DeliveryQuery(null, state, null, null, Limits.Choices)));
        }

        return
        [
            .. troubled
                .Select(delivery => (delivery.Id, Name: $"#{delivery.Id} {DeliveryList.NameOf(delivery.State)}: {delivery.CauseKind} {delivery.CauseId} to {delivery.Lane} {delivery.Address}"))
                .Where(line => Matches(typed, line.Name))
                .Select(line => new Choice(Words.Choice(line.Name), Text(line.Id))),
        ];
    }

    private static bool Matches(string typed, params IEnumerable<string> texts) => texts.Any(text => text.Contains(typed, StringComparison.OrdinalIgnoreCase));

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
