using System.Buffers;
using System.Text;
using System.Xml;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// One pass over the text of a document, in time that grows with its length alone, after which a strict reader can take it.
/// </summary>
/// <remarks>
/// 1. What stands before the root and after it goes, and so do comments, processing instructions and document types (so no
/// entity of theirs is ever known). 2. In text and attributes: HTML's entities become characters, other ampersands are escaped,
/// control characters go. 3. Tags: attributes get quotes and stand once; an end tag closes what was left open inside; one that
/// nothing opened goes; an item ends where the next one begins. 4. Where the text breaks off, so does the result.
/// </remarks>
internal sealed class XmlRepair
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f/><=\"'");

    private readonly string text;
    private readonly StringBuilder clean;
    private readonly List<string> open = [];
    private readonly Dictionary<string, int> openCount = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> prefixes = new(StringComparer.Ordinal);
    private int at;
    private bool done;

    private XmlRepair(string text)
    {
        this.text = text;
        clean = new StringBuilder(text.Length + 64);
    }

    /// <summary>Text for a strict reader, empty when there is no feed in it.</summary>
    public string Text => clean.ToString();

    /// <summary>All that stand before names; the reader must know them, declared or not.</summary>
    public IReadOnlyCollection<string> Prefixes => prefixes;

    /// <summary>The first element, where none is the root of a feed.</summary>
    public string? Stray { get; private set; }

    /// <summary>Why there is no end to the document, or null.</summary>
    public string? BreaksOff { get; private set; }

    public static XmlRepair Run(string text)
    {
        var repair = new XmlRepair(text);
        while (!repair.done && repair.at < text.Length)
        {
            repair.Step();
        }

        if (repair.open.Count > 0)
        {
            repair.BreaksOff ??= $"it ends inside <{repair.open[^1]}>";
        }

        return repair;
    }

    private void Step()
    {
        var mark = text.IndexOf('<', at);
        if (open.Count > 0)
        {
            XmlCharacters.Append(clean, text.AsSpan(at, (mark < 0 ? text.Length : mark) - at));
        }

        at = mark;
        if (mark < 0)
        {
            done = true;
            return;
        }

        var rest = text.AsSpan(at);
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            SkipPast("-->", 4);
        }
        else if (rest.StartsWith("<![CDATA[", StringComparison.Ordinal))
        {
            Verbatim();
        }
        else if (rest.StartsWith("<?", StringComparison.Ordinal))
        {
            SkipPast("?>", 2);
        }
        else if (rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            SkipDocumentType();
        }
        else if (rest.StartsWith("</", StringComparison.Ordinal))
        {
            EndTag();
        }
        else if (!StartTag())
        {
            if (open.Count > 0)
            {
                clean.Append("&lt;");
            }

            at++;
        }
    }

    private void SkipPast(string end, int from)
    {
        var found = text.IndexOf(end, at + from, StringComparison.Ordinal);
        BreakOffUnless(found >= 0);
        at = found < 0 ? text.Length : found + end.Length;
    }

    private void BreakOffUnless(bool whole) => done |= !whole;

    private void Verbatim()
    {
        const string Start = "<![CDATA[";
        var from = at + Start.Length;
        SkipPast("]]>", Start.Length);
        if (!done && open.Count > 0)
        {
            clean.Append(Start);
            XmlCharacters.AppendVerbatim(clean, text.AsSpan(from, at - 3 - from));
            clean.Append("]]>");
        }
    }

    private void SkipDocumentType()
    {
        var brackets = 0;
        for (at += "<!DOCTYPE".Length; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter is '"' or '\'')
            {
                var end = text.IndexOf(letter, at + 1);
                at = end < 0 ? text.Length : end;
            }
            else if (letter == '<' && text.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
            {
                SkipPast("-->", 4);
                at--;
            }
            else if (letter == '>' && brackets == 0)
            {
                at++;
                return;
            }
            else
            {
                brackets += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            }
        }

        done = true;
    }

    private void EndTag()
    {
        var name = Name(at + 2);
        var length = text.AsSpan(at + 1).IndexOfAny('<', '>');
        BreakOffUnless(length >= 0);
        if (done)
        {
            return;
        }

        // "</title <link>" has lost its bracket.
        at += text[at + 1 + length] == '<' ? length + 1 : length + 2;
        if (openCount.GetValueOrDefault(name) > 0)
        {
            CloseDownTo(name);
        }
    }

    private void CloseDownTo(string name)
    {
        bool reached;
        do
        {
            var last = open[^1];
            open.RemoveAt(open.Count - 1);
            openCount[last]--;
            clean.Append("</").Append(last).Append('>');
            reached = last.Equals(name, StringComparison.OrdinalIgnoreCase);
        }
        while (!reached);
        done |= open.Count == 0;
    }

    /// <summary>False when what stands here is no tag, but text.</summary>
    private bool StartTag()
    {
        var name = Name(at + 1);
        if (!IsName(name))
        {
            return false;
        }

        if ((name is "item" or "entry") && openCount.GetValueOrDefault(name) > 0)
        {
            CloseDownTo(name);
        }

        var tag = new XmlTag(text, at + 1 + name.Length);
        if (!tag.Read())
        {
            done = true;
            return true;
        }

        if (open.Count == 0 && !IsRoot(name))
        {
            // What a server prints before the document, or a page: nothing of a feed follows in that.
            Stray ??= name;
            done = name.Equals("html", StringComparison.OrdinalIgnoreCase);
            at = tag.End;
            return true;
        }

        if (open.Count >= FeedLimits.Depth || prefixes.Count > FeedLimits.Prefixes)
        {
            BreaksOff = open.Count >= FeedLimits.Depth ? $"its elements are nested more than {FeedLimits.Depth} deep" : $"it has more than {FeedLimits.Prefixes} prefixes";
            done = true;
            return true;
        }

        NotePrefix(name);
        clean.Append('<').Append(name);
        foreach (var (attribute, value) in tag.Attributes)
        {
            NotePrefix(attribute);
            clean.Append(' ').Append(attribute).Append("=\"");
            XmlCharacters.Append(clean, value);
            clean.Append('"');
        }

        clean.Append(tag.IsEmpty ? "/>" : ">");
        at = tag.End;
        if (!tag.IsEmpty)
        {
            open.Add(name);
            openCount[name] = openCount.GetValueOrDefault(name) + 1;
        }
        else
        {
            done |= open.Count == 0;
        }

        return true;
    }

    private static bool IsRoot(string name) =>
        name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].ToLowerInvariant() is "rss" or "rdf" or "feed" or "channel";

    private void NotePrefix(string name)
    {
        if (name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && name[..colon] is not ("xml" or "xmlns"))
        {
            prefixes.Add(name[..colon]);
        }
    }

    private string Name(int from)
    {
        var length = text.AsSpan(from).IndexOfAny(NameEnds);
        return text.Substring(from, length < 0 ? Math.Min(text.Length - from, XmlTag.MaxName + 1) : Math.Min(length, XmlTag.MaxName + 1));
    }

    internal static bool IsName(string name)
    {
        if (name.Length is 0 or > XmlTag.MaxName)
        {
            return false;
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? IsPart(name) : IsPart(name.AsSpan(0, colon)) && IsPart(name.AsSpan(colon + 1));
    }

    private static bool IsPart(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !XmlConvert.IsStartNCNameChar(name[0]))
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (!XmlConvert.IsNCNameChar(letter))
            {
                return false;
            }
        }

        return true;
    }
}
