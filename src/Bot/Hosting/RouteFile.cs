using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NewsBot.Bot.Chat;
using NewsBot.Newsroom.Items;
using Route = NewsBot.Newsroom.Items.Route;

namespace NewsBot.Bot.Hosting;

/// <summary>Topics and routes as a text file: JSON with comments, the same as <c>topics</c> in <c>newsbot.json</c>, a route a line, in an order that never changes by itself.</summary>
internal static class RouteFile
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What such a file may hold.</summary>
    private sealed record Sections
    {
        public Dictionary<string, TopicSection> Topics { get; init; } = new(StringComparer.OrdinalIgnoreCase);
    }

    public static string Write(IReadOnlyCollection<Topic> topics, IReadOnlyCollection<Route> routes)
    {
        var text = new StringBuilder()
            .AppendLine("// Topics and where they lead. \"newsbot routes apply FILE\" shows what a change of this file would do, asks, and does it.")
            .AppendLine("{")
            .AppendLine("  \"topics\": {");
        var slugs = topics.OrderBy(topic => topic.Slug, StringComparer.Ordinal).ToList();
        foreach (var topic in slugs)
        {
            var own = Ordered(routes.Where(route => route.TopicId == topic.Id)).Select(Line).ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Text(topic.Slug)}: {{{(topic.MutedAt is null ? "" : " // muted")}")
                .AppendLine(CultureInfo.InvariantCulture, $"      \"name\": {Text(topic.Name)},")
                .AppendLine(own.Count == 0 ? "      \"routes\": []" : $"      \"routes\": [{Environment.NewLine}        {string.Join($",{Environment.NewLine}        ", own)}{Environment.NewLine}      ]")
                .AppendLine(topic == slugs[^1] ? "    }" : "    },");
        }

        return text.AppendLine("  }").AppendLine("}").Replace("\r\n", "\n").ToString();
    }

    /// <summary>The topics of a file, checked.</summary>
    /// <exception cref="OptionsException">It is missing, or something in it is wrong.</exception>
    public static IReadOnlyList<WantedRoutes> Read(string path, IReadOnlyCollection<string> webhooks)
    {
        var topics = OptionsFile.Read<Sections>(path).Topics;
        var problems = topics.SelectMany(topic => OptionsCheck.Topic(topic.Key, topic.Value, webhooks)).ToList();
        return problems.Count > 0
            ? throw new OptionsException(problems)
            : [.. topics.Select(topic => new WantedRoutes(
                topic.Key, topic.Value.Name, [.. RouteOptions.Of(topic.Key, topic.Value).Select(route => new WantedRoute(route.Lane, route.Address, route.Form.Terms()))]))];
    }

    private static IEnumerable<Route> Ordered(IEnumerable<Route> routes) =>
        routes.OrderBy(route => route.Lane, StringComparer.Ordinal).ThenBy(route => route.Address, StringComparer.Ordinal);

    private static string Line(Route route)
    {
        var parts = RouteForm.Of(route.Terms).Parts().Select(part => $"{Text(part.Key)}: {JsonSerializer.Serialize(part.Value, Json)}");
        return $"{{ {string.Join(", ", [$"\"{(route.Lane == RouteOptions.Webhook ? "webhook" : "channel")}\": {Text(route.Address)}", .. parts])} }}";
    }

    private static string Text(string text) => JsonSerializer.Serialize(text, Json);
}
