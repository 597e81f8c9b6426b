using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>What stands beside the news of a page: Drupal and others give lists in sidebars the same classes as the listing itself.</summary>
internal static partial class PageRegion
{
    /// <summary>The elements that are not in a sidebar, a menu or a footer; all of them when every one is, for then they were meant.</summary>
    public static IReadOnlyList<IElement> Main(IReadOnlyList<IElement> rows)
    {
        var main = rows.Where(row => !row.GetAncestors().OfType<IElement>().Any(IsBeside)).ToList();
        return main.Count > 0 ? main : rows;
    }

    // Drupal 7 says on the body which sidebars a page has.
    private static bool IsBeside(IElement element) =>
        element.LocalName is "aside" or "nav" or "footer"
        || element.GetAttribute("role") is "complementary" or "navigation" or "contentinfo"
        || (element.LocalName is not ("body" or "html") && element.ClassList.Append(element.Id ?? "").Any(word => Sidebar().IsMatch(word)));

    [GeneratedRegex("^(?:(?:region|block|layout)-)?(?:sidebars?(?:-(?:first|second|left|right|primary|secondary))?|(?:first|second|left|right|primary|secondary)-sidebar|footer)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Sidebar();
}
