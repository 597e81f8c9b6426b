using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;
using Route = NewsBot.Newsroom.Items.Route;

namespace NewsBot.Bot.Commands;

/// <summary>A post as its channels would show it: made by the same code that sends it.</summary>
internal static class PostPreview
{
    /// <summary>Looks of one item in one answer: more differ by colour and role only.</summary>
    private const int MostLooks = 3;

    /// <param name="addresses">Null: where the item's topics lead.</param>
    public static async Task<Reply> OfAsync(Tx tx, Item item, IReadOnlyCollection<string>? addresses = null)
    {
        var topics = await TopicTable.OfItemAsync(tx, item.Id);
        var routes = (await TopicTable.RoutesAsync(tx)).Where(route => topics.Any(topic => topic.Id == route.TopicId)).OrderBy(route => route.TopicId).ToList();
        var passing = Routing.Passing(item, [.. topics.Select(topic => topic.Id)], topics, routes);
        var withheld = addresses is null ? Withheld(item, topics, [.. routes.Except(passing)], passing) : [];
        routes = [.. passing, .. routes.Except(passing)];
        var places = (addresses is null ? passing : routes).Select(route => (route.Lane, route.Address))
            .Concat((addresses ?? []).Where(address => routes.All(route => route.Address != address)).Select(address => (Lane: "discord", Address: address)))
            .Distinct()
            .Where(place => addresses is null || addresses.Contains(place.Address))
            .ToList();
        var looks = places
            .GroupBy(place => SettingsOf(routes, place))
            .DefaultIfEmpty(null)
            .Select(look => (Settings: look?.Key ?? new RouteSettings(), Where: look is null ? withheld.Count > 0 ? "No filter lets it pass; it would look like this." : "None of its topics leads to a channel; it would look like this." : string.Join(", ", look.Select(place => Words.Address(place.Lane, place.Address)))))
            .ToList();

        var lines = new List<string>();
        var embeds = new List<Embed>();
        var room = Limits.EmbedTotal;
        FileUpload? file = null;
        foreach (var (settings, where) in looks)
        {
            var post = Post.From(item, topics, settings, retracted: item.State == ItemState.Withdrawn);
            var draft = DiscordChat.Content(post).Draft;
            if (draft.Embeds is not { Count: > 0 } cards)
            {
                return new Reply($"{draft.Content}\n\nThat one line stands in {where}.");
            }

            lines.Add(PostLayout.Mention(post) is { } role ? $"{where}, pinging <@&{role}>" : where);
            room -= cards.Sum(Limits.Length);
            if (lines.Count <= MostLooks && room >= 0)
            {
                embeds.AddRange(cards);
                file ??= draft.Files is [var picture, ..] ? picture : null;
            }
        }

        if (Words.MissingAlt(item) is { } warning)
        {
            lines.Add(warning);
        }

        return new Reply(Words.List([.. lines, .. withheld])) { Embeds = embeds, Files = file is null ? [] : [file] };
    }

    // Where none of its topics' routes lets it pass, and why.
    private static List<string> Withheld(Item item, IReadOnlyList<Topic> topics, IReadOnlyList<Route> closed, IReadOnlyList<Route> open)
    {
        var subject = new FilterSubject(item, topics);
        return
        [
            .. closed
                .Where(route => !open.Any(other => (other.Lane, other.Address) == (route.Lane, route.Address)))
                .Select(route => $"Not in {Words.Address(route.Lane, route.Address)}: {Words.Quote(Filter.Of(route.Filter).Explain(subject).Why)}"),
        ];
    }

    private static RouteSettings SettingsOf(IReadOnlyList<Route> routes, (string Lane, string Address) place) =>
        routes.FirstOrDefault(route => (route.Lane, route.Address) == place) is { } route ? RouteSettings.Parse(route.Settings) : new();
}
