using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using Route = NewsBot.Newsroom.Items.Route;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: what a route does, in words.</summary>
internal static class RouteWords
{
    /// <summary>Code points of a filter in words; it is at most three times as long as it was typed.</summary>
    private const int FilterLength = 900;

    /// <summary>The address and what is agreed there, for a list.</summary>
    public static string Line(Route route)
    {
        var parts = Parts(route.Terms).ToList();
        return Words.Address(route.Lane, route.Address) + (parts.Count == 0 ? "" : $" ({string.Join("; ", parts)})");
    }

    /// <summary>A sentence or several, for an answer; empty when everything is posted plainly.</summary>
    public static string Sentences(RouteTerms terms) => string.Concat(Parts(terms).Select(part => $" It {part}."));

    private static IEnumerable<string> Parts(RouteTerms terms)
    {
        var settings = RouteSettings.Parse(terms.Settings);
        if (Snowflake.TryParse(settings.Mention, out var role))
        {
            yield return $"pings <@&{role}>";
        }

        if (terms.Filter is not null)
        {
            yield return $"lets pass {Words.Quote(Filter.Of(terms.Filter).Describe(), FilterLength)}";
        }

        if (terms.Approval)
        {
            yield return "waits for approval of each post";
        }

        if (settings.Quiet is { } quiet)
        {
            yield return $"is silent {quiet}, but for breaking news"; // It was read, and written by us.
        }

        if (settings.Tags is { Count: > 0 } tags)
        {
            yield return $"gives the {(tags.Count == 1 ? "tag" : "tags")} {string.Join(", ", tags.Select(tag => Words.Quote(tag)))}";
        }

        if (settings.Publish == false)
        {
            yield return "is not published to servers that follow the channel";
        }
    }
}
