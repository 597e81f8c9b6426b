using System.Xml;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Walks an XML document and hands out its items one by one; what is about the feed itself is kept.</summary>
internal sealed class FeedXml
{
    private const string HtmlPage = "the document is an HTML page, not a feed";

    private readonly Uri? document;
    private readonly HashSet<string> own = new(StringComparer.Ordinal);
    private bool isAtom;

    private FeedXml(Uri? document) => this.document = document;

    /// <summary>Elements about the feed itself; children of the channel and, for RSS 1.0, what stands beside it.</summary>
    public FeedElement Head { get; private set; } = new(FeedNames.Own, "channel", null);

    public bool IsAtom => isAtom;

    /// <summary>Why the document ends before its end, or null.</summary>
    public string? BreaksOff { get; private set; }

    /// <summary>More items than are read.</summary>
    public bool HasMore { get; private set; }

    /// <exception cref="SourceException">The document is no feed.</exception>
    /// <param name="onItem">Takes each item, and whether it is one of Atom.</param>
    public static FeedXml Read(string text, Uri? document, Action<FeedElement, bool> onItem)
    {
        var walk = new FeedXml(document);
        var repair = XmlRepair.Run(text);
        var clean = repair.Text;
        if (clean.Length == 0)
        {
            throw new SourceException(repair.Stray switch
            {
                null => "the document is no feed: there is no XML element and no JSON object in it",
                "html" or "HTML" => HtmlPage,
                var root when HtmlWords.Block.Contains(root) || HtmlWords.Kept.Contains(root) || HtmlWords.Dropped.Contains(root) => HtmlPage,
                var root => $"the document is no feed: its root is <{PlainText.Line(root, 40)}>, not rss, rdf:RDF or feed",
            });
        }

        var names = new XmlNamespaceManager(new NameTable());
        foreach (var prefix in repair.Prefixes)
        {
            names.AddNamespace(prefix, FeedNames.OfPrefix(prefix));
        }

        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
        using var reader = XmlReader.Create(new StringReader(clean), settings, new XmlParserContext(names.NameTable, names, null, XmlSpace.None));
        try
        {
            walk.Walk(reader, onItem);
        }
        catch (XmlException error)
        {
            if (walk.own.Count == 0)
            {
                throw new SourceException($"the document is no feed: {error.Message}", error);
            }

            walk.BreaksOff = repair.BreaksOff ?? error.Message;
        }

        return walk;
    }

    private void Walk(XmlReader reader, Action<FeedElement, bool> onItem)
    {
        reader.MoveToContent();
        Recognise(reader);
        Head = Element(reader, document);
        var place = Head.Address;
        var items = 0;
        var heads = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            var element = Element(reader, place);
            if (element.Is(FeedNames.Own, "channel") && reader.Depth == 1)
            {
                place = element.Address;
                if (reader.NamespaceURI.Length > 0)
                {
                    own.Add(reader.NamespaceURI);
                }
            }
            else if (IsItem(element))
            {
                HasMore |= items >= FeedLimits.Items;
                Fill(element, reader);
                if (++items <= FeedLimits.Items)
                {
                    onItem(element, isAtom);
                }
            }
            else
            {
                Fill(element, reader);
                if (++heads <= FeedLimits.HeadElements)
                {
                    Head.Add(element);
                }
            }
        }
    }

    private bool IsItem(FeedElement element) => isAtom ? element.Is(FeedNames.Own, "entry") : element.Is(FeedNames.Own, "item");

    private void Recognise(XmlReader reader)
    {
        var root = reader.LocalName.ToLowerInvariant();
        isAtom = root is "feed";
        own.Add(string.Empty);
        if (root is not "rdf")
        {
            own.Add(reader.NamespaceURI);
        }
    }

    /// <summary>The element that the reader stands on, without what is in it.</summary>
    private FeedElement Element(XmlReader reader, Uri? place)
    {
        // XML Base, section 3; one that is no address is passed over.
        var address = WebAddress.Resolve(reader.GetAttribute("xml:base"), place) is { } nearer ? new Uri(nearer) : place;
        var element = new FeedElement(Space(reader.NamespaceURI), reader.LocalName, address);
        if (reader.HasAttributes)
        {
            while (reader.MoveToNextAttribute())
            {
                if (reader.NamespaceURI.Length == 0)
                {
                    element.AddAttribute(reader.LocalName, reader.Value);
                }
                else if (FeedNames.Short(reader.NamespaceURI) == FeedNames.Rdf)
                {
                    element.AddAttribute("rdf:" + reader.LocalName, reader.Value);
                }
            }

            reader.MoveToElement();
        }

        return element;
    }

    private string Space(string name)
    {
        if (own.Contains(name))
        {
            return FeedNames.Own;
        }

        var known = FeedNames.Short(name);
        return isAtom && known == FeedNames.Atom ? FeedNames.Own : known ?? name;
    }

    /// <summary>Reads to the end of the element.</summary>
    private void Fill(FeedElement element, XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var count = 0;
        var open = new Stack<FeedElement>([element]);
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var child = Element(reader, open.Peek().Address);
                    if (++count <= FeedLimits.ItemElements)
                    {
                        open.Peek().Add(child);
                    }

                    if (!reader.IsEmptyElement)
                    {
                        open.Push(child);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    open.Peek().Add(reader.Value);
                    break;
                default:
                    break;
            }
        }
    }
}
