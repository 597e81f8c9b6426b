namespace NewsBot.Newsroom.Sources.Text;

/// <summary>
/// Looks whether HTML can be handed to a real parser. Those take time with the square of nesting (20,000 <c>div</c> in 100 kB
/// take seconds), and tags that overlap multiply.
/// </summary>
public static class HtmlShape
{
    /// <summary>Elements within elements; articles have a dozen.</summary>
    private const int MaxDepth = 64;

    /// <summary>Tags in all; a long article has some hundreds.</summary>
    private const int MaxTags = 8_000;

    /// <summary>Attributes of one tag, counted by their equals signs.</summary>
    private const int MaxAttributes = 64;

    /// <summary>With the bounds of a body.</summary>
    internal static bool IsSane(string html) => IsSane(html, HtmlText.MaxHtml, MaxDepth, MaxTags);

    /// <param name="maxLength">UTF-16 units.</param>
    /// <param name="maxDepth">Elements within elements; one that nothing surely ends counts as open.</param>
    public static bool IsSane(string html, int maxLength, int maxDepth, int maxTags)
    {
        if (html.Length > maxLength)
        {
            return false;
        }

        var scanner = new HtmlScanner(html);
        var open = new List<string>();
        var tags = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at < html.Length; at = html.IndexOf('<', at))
        {
            if (scanner.Read(at) is not { } tag)
            {
                at++;
                continue;
            }

            if (++tags > maxTags || open.Count > maxDepth || html.AsSpan(at, tag.End - at).Count('=') > MaxAttributes)
            {
                return false;
            }

            at = tag.End;
            if (tag.Name.Length > 0)
            {
                Note(open, tag);
            }
        }

        return open.Count <= maxDepth;
    }

    private static void Note(List<string> open, HtmlTag tag)
    {
        var isTop = open.Count > 0 && open[^1].Equals(tag.Name, StringComparison.OrdinalIgnoreCase);
        if (tag.IsEnd)
        {
            // What a parser makes of overlapping tags is not simulated: an element counts as open until something surely ends it.
            while (open.Count > 0 && !isTop && HtmlWords.EndsItself.Contains(open[^1]) && open.Exists(name => name.Equals(tag.Name, StringComparison.OrdinalIgnoreCase)))
            {
                open.RemoveAt(open.Count - 1);
                isTop = open.Count > 0 && open[^1].Equals(tag.Name, StringComparison.OrdinalIgnoreCase);
            }

            if (isTop)
            {
                open.RemoveAt(open.Count - 1);
            }
        }
        else if (!HtmlWords.Void.Contains(tag.Name) && !(isTop && HtmlWords.EndsItself.Contains(tag.Name)))
        {
            open.Add(tag.Name);
        }
    }
}
