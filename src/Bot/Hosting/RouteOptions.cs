using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using WebhookAddress = NewsBot.Discord.Model.Webhook;

namespace NewsBot.Bot.Hosting;

/// <summary>A route as a file says it.</summary>
/// <param name="Key">Where it stands in the file.</param>
internal sealed record RouteEntry(string Key, string Lane, string Address, RouteForm Form);

/// <summary>Pure: the routes under <c>topics</c>, in <c>newsbot.json</c> and in files of <c>newsbot routes</c>.</summary>
internal static class RouteOptions
{
    public const string Discord = "discord";

    public const string Webhook = "webhook";

    /// <summary>Every lane that routes lead through.</summary>
    public static readonly IReadOnlyList<string> Lanes = [Discord, Webhook];

    public static IEnumerable<RouteEntry> Of(string slug, TopicSection topic)
    {
        foreach (var channel in topic.Channels.Distinct(StringComparer.Ordinal))
        {
            yield return new($"topics.{slug}.channels", Discord, channel, new RouteForm { Colour = topic.Colour, Mention = topic.Mention });
        }

        foreach (var (n, route) in topic.Routes.Index())
        {
            var form = new RouteForm
            {
                Colour = route.Colour,
                Mention = route.Mention,
                Filter = route.Filter,
                Approval = route.Approval,
                Quiet = route.Quiet,
                Tags = route.Tags,
                Publish = route.Publish,
            };
            yield return new($"topics.{slug}.routes.{n}", route.Channel is null ? Webhook : Discord, route.Channel ?? route.Webhook ?? "", form);
        }
    }

    /// <summary>What is wrong with the routes of a topic, in whole sentences that begin with the key.</summary>
    public static IEnumerable<string> Problems(string slug, TopicSection topic, IReadOnlyCollection<string> webhooks)
    {
        foreach (var (n, route) in topic.Routes.Index())
        {
            var key = $"topics.{slug}.routes.{n}";
            if ((route.Channel is null) == (route.Webhook is null))
            {
                yield return $"{key}: say where it leads: either \"channel\" with an id, or \"webhook\" with a name of webhooks.";
            }
            else if (route.Channel is { } channel && !Snowflake.TryParse(channel, out _))
            {
                yield return $"{key}.channel: \"{channel}\" is no channel id; in Discord, switch on developer mode and copy the channel's id (17 to 20 digits).";
            }
            else if (route.Webhook is { } webhook && !webhooks.Contains(webhook))
            {
                yield return $"{key}.webhook: there is no webhook \"{webhook}\"; name it under webhooks, as in webhooks.{(webhook.Length > 0 ? webhook : "partners")}.urlFile.";
            }
        }

        var routes = Of(slug, topic).ToList();
        foreach (var route in routes.Where(route => !route.Key.EndsWith(".channels", StringComparison.Ordinal)))
        {
            foreach (var (part, problem) in route.Form.Problems())
            {
                yield return $"{route.Key}.{part}: {problem}.";
            }
        }

        foreach (var twice in routes.Where(route => route.Address.Length > 0).GroupBy(route => (route.Lane, route.Address)).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Last().Key}: {twice.Key.Lane} {twice.Key.Address} is named twice in this topic; a topic leads to a place once.";
        }
    }

    /// <summary>What the routes of one lane should be; demands that there are no problems.</summary>
    public static IReadOnlyList<WantedTopic> Wanted(IEnumerable<KeyValuePair<string, TopicSection>> topics, string lane) =>
    [
        .. topics.Select(topic => new WantedTopic(
            topic.Key,
            topic.Value.Name,
            Of(topic.Key, topic.Value).Where(route => route.Lane == lane).ToDictionary(route => route.Address, route => route.Form.Terms(), StringComparer.Ordinal))),
    ];

    /// <summary>What is wrong with the webhooks. Their addresses are secrets and stand in no message.</summary>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, WebhookSection> webhooks)
    {
        foreach (var (name, webhook) in webhooks)
        {
            var key = $"webhooks.{name}";
            if (!AddTopic.IsSlug(name))
            {
                yield return $"{key}: a webhook's key is 1 to {AddTopic.LongestSlug} lower-case letters, digits and hyphens, such as \"partners\".";
            }

            if (string.IsNullOrWhiteSpace(webhook.Url))
            {
                yield return $"{key}.url: put the webhook's address into a file and name it in {key}.urlFile (channel settings, Integrations, Webhooks, Copy Webhook URL).";
            }
            else if (!IsWebhook(webhook.Url))
            {
                yield return $"{key}.url: it is no address of a webhook; copy it again (channel settings, Integrations, Webhooks, Copy Webhook URL).";
            }
        }
    }

    // Read by the one who posts, so that nothing passes here that is not posted to; without TLS only on this machine, for a local Discord.
    private static bool IsWebhook(string text) =>
        WebhookAddress.TryParse(text, out _) && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback);
}
