using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Addresses and names as feeds write them.</summary>
internal static partial class FeedLink
{
    /// <summary>RFC 4287, section 4.2.7: the page that shows what the element is about; a web page before other forms of it.</summary>
    public static string? Alternate(IEnumerable<FeedElement> links) =>
        links.Where(link => (Relation(link) ?? "alternate") == "alternate")
            .OrderBy(link => link.Attribute("type") switch
            {
                { } type when type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/xhtml+xml", StringComparison.OrdinalIgnoreCase) => 0,
                null => 1,
                _ => 2,
            })
            .Select(link => WebAddress.Resolve(link.Attribute("href") ?? link.Text, link.Address))
            .FirstOrDefault(address => address is not null);

    /// <summary>The address of the first link with that relation.</summary>
    public static Uri? Related(IEnumerable<FeedElement> links, string relation) =>
        links.Where(link => Relation(link) == relation)
            .Select(link => WebAddress.Resolve(link.Attribute("href"), link.Address))
            .FirstOrDefault(address => address is not null) is { } found ? new Uri(found) : null;

    /// <summary>In lower case; RFC 4287, section 4.2.7.2: a registered word and its IANA address are the same.</summary>
    public static string? Relation(FeedElement link) =>
        link.Attribute("rel")?.ToLowerInvariant() is { } relation ? relation[(relation.LastIndexOf('/') + 1)..] : null;

    /// <summary>The name in <c>mail@host (Name)</c> and <c>Name &lt;mail@host&gt;</c>; else the text.</summary>
    public static string Person(string text)
    {
        text = PlainText.Line(text);
        var match = Mail().Match(text);
        return match.Success ? match.Groups["name"].Value.Trim(' ', '"') : text;
    }

    [GeneratedRegex(@"^(?:[^\s@<>()]+@[^\s@<>()]+\s*\((?<name>[^()]+)\)|(?<name>[^<>@]*[^<>@\s])\s*<[^\s@<>]+@[^\s@<>]+>)$", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();
}
