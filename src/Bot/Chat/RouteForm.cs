using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Pure: what is agreed on a route as people write it, in the configuration, in a file of routes, and as options of a command.
/// All three go through here, so that the same words make the same route.
/// </summary>
internal sealed record RouteForm
{
    /// <summary>Of one post in a forum (Discord, "Start Thread in Forum or Media Channel").</summary>
    private const int MostTags = 5;

    /// <summary>Code points of a tag's name (Discord, "Forum Tag Object").</summary>
    private const int LongestTag = 20;

    /// <summary><c>#rrggbb</c>.</summary>
    public string? Colour { get; init; }

    /// <summary>Id of a role.</summary>
    public string? Mention { get; init; }

    public string? Filter { get; init; }

    public bool Approval { get; init; }

    /// <summary>As in <c>22:00-07:00 Europe/Lisbon</c>.</summary>
    public string? Quiet { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool Publish { get; init; } = true;

    public static RouteForm Of(RouteTerms terms)
    {
        var settings = RouteSettings.Parse(terms.Settings);
        return new()
        {
            Colour = settings.Colour is { } colour ? $"#{colour:x6}" : null,
            Mention = settings.Mention,
            Filter = terms.Filter,
            Approval = terms.Approval,
            Quiet = settings.Quiet,
            Tags = settings.Tags ?? [],
            Publish = settings.Publish ?? true,
        };
    }

    /// <summary>Key and problem for each that is wrong.</summary>
    /// <param name="zone">Of quiet hours that name none; null: they must.</param>
    public IEnumerable<(string Key, string Problem)> Problems(TimeZoneInfo? zone = null)
    {
        if (Colour is not null && !TryColour(Colour, out _))
        {
            yield return ("colour", $"\"{Colour}\" is no colour; write it as #1f5fa8");
        }

        if (Mention is not null && !Snowflake.TryParse(Mention, out _))
        {
            yield return ("mention", $"\"{Mention}\" is no role id; in Discord, switch on developer mode and copy the role's id");
        }

        if (FilterProblem(Filter) is { } filter)
        {
            yield return ("filter", filter);
        }

        if (Quiet is not null && !QuietHours.TryParse(Quiet, out _, out var problem, zone))
        {
            yield return ("quiet", problem);
        }

        var tags = TagsOf(Tags);
        if (tags.Count > MostTags)
        {
            yield return ("tags", $"{tags.Count} tags are more than the {MostTags} that a post can have; leave some out");
        }

        foreach (var tag in tags.Where(tag => Limits.Length(tag) > LongestTag))
        {
            yield return ("tags", $"\"{tag}\" is longer than the {LongestTag} characters of a tag's name; write it as the forum does");
        }
    }

    /// <summary>The one form in which a route is stored; demands that there are no <see cref="Problems"/>.</summary>
    public RouteTerms Terms(TimeZoneInfo? zone = null)
    {
        var tags = TagsOf(Tags);
        var settings = new RouteSettings(Colour is not null && TryColour(Colour, out var colour) ? colour : null, Mention)
        {
            Tags = tags.Count > 0 ? tags : null,
            Publish = Publish ? null : false,
            Quiet = Quiet is not null && QuietHours.TryParse(Quiet, out var quiet, out _, zone) ? quiet.ToString() : null,
        };
        return new(settings.ToJson(), string.IsNullOrWhiteSpace(Filter) ? null : Filter.Trim(), Approval);
    }

    /// <summary>What differs from a plain route, in an order of its own: key, and a text, a flag or a list of texts.</summary>
    public IEnumerable<(string Key, object Value)> Parts()
    {
        if (Colour is not null)
        {
            yield return ("colour", Colour);
        }

        if (Mention is not null)
        {
            yield return ("mention", Mention);
        }

        if (Filter is not null)
        {
            yield return ("filter", Filter);
        }

        if (Approval)
        {
            yield return ("approval", true);
        }

        if (Quiet is not null)
        {
            yield return ("quiet", Quiet);
        }

        if (Tags.Count > 0)
        {
            yield return ("tags", Tags);
        }

        if (!Publish)
        {
            yield return ("publish", false);
        }
    }

    private static bool TryColour(string text, [NotNullWhen(true)] out int? colour)
    {
        colour = text is ['#', .. { Length: 6 } digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var read) ? read : null;
        return colour is not null;
    }

    private static string? FilterProblem(string? filter)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(filter))
            {
                Newsroom.Items.Filter.Parse(filter.Trim());
            }

            return null;
        }
        catch (FilterException unread)
        {
            return unread.Message;
        }
    }

    private static IReadOnlyList<string> TagsOf(IEnumerable<string> tags) =>
        [.. tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
