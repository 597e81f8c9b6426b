using NewsBot.Bot.Chat;
using NewsBot.Discord.Interactions;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary><c>/topic route</c>: leads a topic somewhere, or changes what is agreed there. What is not given stays as it was.</summary>
internal static class RouteCommand
{
    /// <summary>Takes away what was agreed.</summary>
    private const string None = "none";

    /// <summary>Characters of the tags of a post, all together: five of twenty, and what stands between.</summary>
    private const int TagsLength = 120;

    private const int QuietLength = 60;

    /// <summary>Characters that the list of tried items leaves for the words before it.</summary>
    private const int TriedRoom = 1000;

    /// <summary>Characters of the value of a suggestion (Discord, "Application Command Option Choice").</summary>
    private const int LongestChoice = 100;

    /// <summary>Code points of why an item passes or not.</summary>
    private const int WhyLength = 120;

    public static readonly Command Command = new()
    {
        Path = "topic route",
        Description = "Post a topic somewhere from now on, or change how; what you leave out stays as it was",
        Who = WhoMay.Staff,
        Inputs =
        [
            Arguments.Topic,
            RoutePlace.Channel,
            RoutePlace.Webhook,
            new("mention", "A role that each new post pings, and that followers get", Required: false, CommandOptionType.Role),
            new("ping", "False: ping no role any more", Required: false, CommandOptionType.Boolean),
            new("colour", "Of the bar beside the post, such as #3b5bdb; none: the usual one", Required: false) { MaxLength = 7 },
            new("filter", "Only these, such as: kind:announcement and not \"fire drill\"; none: all", Required: false) { MaxLength = Filter.Longest, Complete = SuggestFilterAsync },
            new("approval", "True: each post waits until staff approve it", Required: false, CommandOptionType.Boolean),
            new("quiet", "Hours in which posts are silent, such as 22:00-07:00 Europe/Lisbon; none: never", Required: false) { MaxLength = QuietLength },
            new("tags", "In a forum: tags that each post gets, with commas between; none: none", Required: false) { MaxLength = TagsLength },
            new("publish", "In an announcement channel: publish to the servers that follow it? (as a rule: yes)", Required: false, CommandOptionType.Boolean),
        ],
        Run = RunAsync,
    };

    private static Task<Reply> RunAsync(CommandContext context, CancellationToken ct)
    {
        var place = RoutePlace.Of(context, mustPost: true);
        if (context.Id("mention") == context.Guild)
        {
            throw new Refusal("I never ping @everyone. Choose a role that people take by themselves, as with `/follow`.");
        }

        return Orders.RunAsync(
            context,
            async tx =>
            {
                var topic = await Arguments.TopicAsync(tx, context);
                var before = await TopicTable.RouteAsync(tx, topic.Id, place.Lane, place.Address);
                var terms = Wanted(context, before is null ? new RouteForm() : RouteForm.Of(before.Terms));
                var result = await RouteTopic.RunAsync(tx, topic.Slug, place.Lane, place.Address, terms);
                return new Reply(Said(result, topic, place, terms) + await TriedAsync(tx, context, topic, terms));
            },
            ct);
    }

    private static RouteTerms Wanted(CommandContext context, RouteForm form)
    {
        var zone = context.Tools.Staff.Zone;
        if (Given("colour", context, out var colour))
        {
            form = form with { Colour = colour is null || colour.StartsWith('#') ? colour : $"#{colour}" };
        }

        if (Given("filter", context, out var filter))
        {
            form = form with { Filter = filter };
        }

        if (Given("quiet", context, out var quiet))
        {
            form = form with { Quiet = quiet };
        }

        if (Given("tags", context, out var tags))
        {
            form = form with { Tags = tags?.Split(',') ?? [] };
        }

        form = form with
        {
            Mention = context.Id("mention")?.ToString() ?? (bool.TryParse(context.Text("ping"), out var ping) && !ping ? null : form.Mention),
            Approval = bool.TryParse(context.Text("approval"), out var approval) ? approval : form.Approval,
            Publish = bool.TryParse(context.Text("publish"), out var publish) ? publish : form.Publish,
        };
        foreach (var (key, problem) in form.Problems(zone))
        {
            throw new Refusal($"`{key}`: {Words.Quote(problem, WhyLength * 3)}.");
        }

        return form.Terms(zone);
    }

    private static bool Given(string option, CommandContext context, out string? value)
    {
        var text = context.Text(option);
        value = string.Equals(text, None, StringComparison.OrdinalIgnoreCase) ? null : text;
        return text is not null;
    }

    private static string Said(RouteResult result, Topic topic, RoutePlace place, RouteTerms terms) => result switch
    {
        RouteResult.Added => $"From now on **{Words.Quote(topic.Name)}** is posted in {place.Words}.{RouteWords.Sentences(terms)} What came before stays out; `/topic test` shows how it looks.",
        RouteResult.Changed => $"**{Words.Quote(topic.Name)}** leads to {place.Words} as before, and from now on like this.{(RouteWords.Sentences(terms) is { Length: > 0 } said ? said : " It posts everything.")}",
        RouteResult.Same => $"**{Words.Quote(topic.Name)}** leads to {place.Words} already.{RouteWords.Sentences(terms)}",
        _ => throw new Refusal("There is no such topic any more."),
    };

    private static async Task<string> TriedAsync(Tx tx, CommandContext context, Topic topic, RouteTerms terms)
    {
        if (context.Text("filter") is null || terms.Filter is null)
        {
            return "";
        }

        var tried = await TryFilter.RunAsync(tx, topic.Id, terms.Filter);
        return tried.Count == 0
            ? "\nThe topic has no items yet to try the filter on."
            : $"\nOf its last {Words.Count(tried.Count, "item")} the filter would have let pass {tried.Count(one => one.Passes)}:\n"
                + Words.List(tried.Select(one => $"{(one.Passes ? "✅" : "❌")} {Words.Title(one.Item.Title)}: {Words.Quote(one.Why, WhyLength)}"), room: TriedRoom);
    }

    // The filters that are in use: most routes want one of them, or nearly.
    private static async Task<IReadOnlyList<Choice>> SuggestFilterAsync(Tx tx, CommandContext context, string typed) =>
    [
        .. (await TopicTable.RoutesAsync(tx))
            .Select(route => route.Filter)
            .OfType<string>()
            .Where(filter => filter.Length <= LongestChoice && filter.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Select(filter => new Choice(Words.Choice(filter), filter)),
    ];
}
