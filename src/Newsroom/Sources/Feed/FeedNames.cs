namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Namespaces of feeds by the short names that the mapping uses. What belongs to the dialect itself has none: <c>""</c>.</summary>
internal static class FeedNames
{
    public const string Own = "";
    public const string Atom = "atom";
    public const string Dublin = "dc";
    public const string Terms = "dcterms";
    public const string Content = "content";
    public const string Media = "media";
    public const string Podcast = "itunes";
    public const string Syndication = "sy";
    public const string Rdf = "rdf";
    public const string Xhtml = "xhtml";
    public const string Xml = "xml";

    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["www.w3.org/2005/atom"] = Atom,
        ["purl.org/atom/ns"] = Atom,
        ["purl.org/dc/elements/1.1"] = Dublin,
        ["purl.org/dc/elements/1.0"] = Dublin,
        ["purl.org/dc/terms"] = Terms,
        ["purl.org/rss/1.0/modules/content"] = Content,
        ["search.yahoo.com/mrss"] = Media,
        ["search.yahoo.com/searchmonkey/media"] = Media,
        ["video.search.yahoo.com/mrss"] = Media,
        ["www.itunes.com/dtds/podcast-1.0.dtd"] = Podcast,
        ["purl.org/rss/1.0/modules/syndication"] = Syndication,
        ["www.w3.org/1999/02/22-rdf-syntax-ns"] = Rdf,
        ["www.w3.org/1999/xhtml"] = Xhtml,
        ["www.w3.org/xml/1998/namespace"] = Xml,
        ["purl.org/rss/1.0"] = Own,
        ["my.netscape.com/rdf/simple/0.9"] = Own,
        ["channel.netscape.com/rdf/simple/0.9"] = Own,
        ["my.netscape.com/publish/formats/rss-0.91.dtd"] = Own,
        ["backend.userland.com/rss"] = Own,
        ["backend.userland.com/rss2"] = Own,
        ["backend.userland.com/rss091"] = Own,
        ["blogs.law.harvard.edu/tech/rss"] = Own,
        ["www.rssboard.org/rss-specification"] = Own,
    };

    /// <summary>What people mean by a prefix that they forgot to declare.</summary>
    public static string OfPrefix(string prefix) => prefix.ToLowerInvariant() switch
    {
        "atom" or "atom10" or "a10" => "http://www.w3.org/2005/Atom",
        "dc" => "http://purl.org/dc/elements/1.1/",
        "dcterms" or "dct" => "http://purl.org/dc/terms/",
        "content" => "http://purl.org/rss/1.0/modules/content/",
        "media" or "mrss" => "http://search.yahoo.com/mrss/",
        "itunes" => "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "sy" => "http://purl.org/rss/1.0/modules/syndication/",
        "rdf" => "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xhtml" => "http://www.w3.org/1999/xhtml",
        "rss" => "http://purl.org/rss/1.0/",
        _ => "urn:undeclared:" + prefix,
    };

    /// <summary>The short name of a namespace, whatever its scheme, case and last mark; null for one that is not known.</summary>
    public static string? Short(string name)
    {
        var scheme = name.IndexOf("://", StringComparison.Ordinal);
        var bare = (scheme < 0 ? name : name[(scheme + 3)..]).Trim().TrimEnd('/', '#');
        return bare.Length == 0 ? Own : Known.GetValueOrDefault(bare);
    }
}
