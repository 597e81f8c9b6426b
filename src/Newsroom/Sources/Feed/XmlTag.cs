namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Attributes of one start tag, read as leniently as a browser would.</summary>
/// <param name="from">Behind the tag's name.</param>
internal sealed class XmlTag(string text, int from)
{
    /// <summary>Longest name of an element or attribute, in UTF-16 units.</summary>
    public const int MaxName = 128;

    private const string Space = " \t\r\n\f";

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Each name once, the first one; the values as they stand in the text.</summary>
    public List<(string Name, string Value)> Attributes { get; } = [];

    public bool IsEmpty { get; private set; }

    /// <summary>Where the text goes on.</summary>
    public int End { get; private set; }

    /// <summary>False when the text ends inside the tag.</summary>
    public bool Read()
    {
        var at = from;
        while (true)
        {
            at = Past(at, Space);
            if (at >= text.Length)
            {
                return false;
            }

            switch (text[at])
            {
                case '>':
                    End = at + 1;
                    return true;
                case '<':
                    // The bracket is missing: the next tag begins.
                    End = at;
                    return true;
                case '/':
                    IsEmpty = at + 1 < text.Length && text[at + 1] == '>';
                    at++;
                    break;
                case '=' or '"' or '\'':
                    at++;
                    break;
                default:
                    at = Attribute(at);
                    if (at < 0)
                    {
                        return false;
                    }

                    break;
            }
        }
    }

    private int Attribute(int start)
    {
        var nameEnd = To(start, " \t\r\n\f=></");
        if (nameEnd < 0)
        {
            return -1;
        }

        var at = Past(nameEnd, Space);
        if (at >= text.Length)
        {
            return -1;
        }

        if (text[at] != '=')
        {
            Add(start, nameEnd, string.Empty);
            return at;
        }

        at = Past(at + 1, Space);
        if (at >= text.Length)
        {
            return -1;
        }

        var quote = text[at];
        var quoted = quote is '"' or '\'';
        var valueEnd = quoted ? text.IndexOf(quote, at + 1) : To(at, " \t\r\n\f><");
        if (valueEnd < 0)
        {
            return -1;
        }

        Add(start, nameEnd, quoted ? text[(at + 1)..valueEnd] : text[at..valueEnd]);
        return quoted ? valueEnd + 1 : valueEnd;
    }

    private void Add(int start, int end, string value)
    {
        var name = end - start > MaxName ? string.Empty : text[start..end];
        if (Attributes.Count < FeedLimits.Attributes && XmlRepair.IsName(name) && !IsRefused(name, value) && names.Add(name))
        {
            Attributes.Add((name, value));
        }
    }

    // Namespaces in XML 1.0, section 3, and XML 1.0, section 2.10: a strict reader gives up on these, and nobody needs them.
    private static bool IsRefused(string name, string value) =>
        name is "xmlns:xml" or "xmlns:xmlns" or "xml:space"
        || (name.StartsWith("xmlns", StringComparison.Ordinal)
            && (value.StartsWith("http://www.w3.org/XML/1998/namespace", StringComparison.Ordinal) || value.StartsWith("http://www.w3.org/2000/xmlns/", StringComparison.Ordinal)))
        || (name.StartsWith("xmlns:", StringComparison.Ordinal) && string.IsNullOrWhiteSpace(value));

    private int Past(int start, string letters)
    {
        var skipped = text.AsSpan(start).IndexOfAnyExcept(letters);
        return skipped < 0 ? text.Length : start + skipped;
    }

    private int To(int start, string letters)
    {
        var found = text.AsSpan(start).IndexOfAny(letters);
        return found < 0 ? -1 : start + found;
    }
}
