using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>HTML as blocks. What is no text for reading (scripts, forms, footnotes, decoration) is left out; unknown elements count for nothing.</summary>
internal sealed partial class HtmlReader
{
    private readonly List<Block> blocks = [];
    private readonly bool fromMarkdown;
    private List<Inline> line = [];

    private HtmlReader(bool fromMarkdown) => this.fromMarkdown = fromMarkdown;

    /// <param name="fromMarkdown">The text may hold tags of a site generator's templates, whose result is not known here.</param>
    /// <returns>Whole: nothing was left out for its length. HTML that is nested too deeply is paragraphs of its text.</returns>
    public static (IReadOnlyList<Block> Blocks, bool Whole) Read(string html, bool fromMarkdown = false)
    {
        var head = HtmlBounds.Head(html);
        var whole = head.Length == html.Length;
        if (!HtmlBounds.MayParse(head))
        {
            return ([.. HtmlText.ToPlain(head).Split("\n\n").Select(text => new Block.Paragraph([new Inline.Words(text)]))], whole);
        }

        using var document = new HtmlParser().ParseDocument(head);
        return (document.Body is { } body ? Blocks(body, fromMarkdown) : [], whole);
    }

    private static List<Block> Blocks(INode parent, bool fromMarkdown)
    {
        var reader = new HtmlReader(fromMarkdown);
        reader.Children(parent, Style.None);
        reader.Flush();
        return reader.blocks;
    }

    private void Children(INode parent, Style style)
    {
        foreach (var node in parent.ChildNodes)
        {
            if (node is IText text)
            {
                line.Add(new Inline.Words(Text(text.Data), style));
            }
            else if (node is IElement element && !HtmlNames.IsLeftOut(element))
            {
                Element(element, style);
            }
        }
    }

    private void Element(IElement element, Style style)
    {
        var name = element.LocalName;
        if (HtmlNames.Styles.TryGetValue(name, out var more))
        {
            Children(element, style | more);
        }
        else if (HtmlNames.Containers.Contains(name))
        {
            Flush();
            Children(element, style);
            Flush();
        }
        else if (!Block(element, style))
        {
            InlineElement(element, style);
        }
    }

    /// <returns>False: it is none.</returns>
    private bool Block(IElement element, Style style)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Flush();
                blocks.Add(new Block.Heading(element.LocalName[1] - '0', Content(element)));
                return true;
            case "blockquote":
                Flush();
                blocks.Add(new Block.Quote(Blocks(element, fromMarkdown)));
                return true;
            case "pre":
                Flush();
                blocks.Add(new Block.Code(element.TextContent, HtmlNames.Language(element)));
                return true;
            case "ul" or "ol" or "menu":
                Flush();
                blocks.Add(new Block.Enumeration(Start(element), Items(element)));
                return true;
            case "table":
                Flush();
                Table((IHtmlTableElement)element);
                return true;
            case "dt" or "summary":
                Flush();
                Children(element, style | Style.Strong);
                Flush();
                return true;
            default:
                return false;
        }
    }

    private void InlineElement(IElement element, Style style)
    {
        switch (element.LocalName)
        {
            case "br":
                line.Add(new Inline.Words("\n", style));
                break;
            case "code" or "kbd" or "samp" or "tt":
                line.Add(new Inline.Code(element.TextContent));
                break;
            case "a" when element.GetAttribute("href") is { } address:
                line.Add(new Inline.Link(address, Content(element, style)));
                break;
            case "img":
                line.AddRange(HtmlNames.Picture(element));
                break;
            case "input":
                line.Add(new Inline.Words(element.HasAttribute("checked") ? "☑ " : "☐ ", style));
                break;
            case "q":
                line.Add(new Inline.Words("“", style));
                Children(element, style);
                line.Add(new Inline.Words("”", style));
                break;
            case "sup" or "sub":
                line.AddRange(Content(element, style).Select(part => part is Inline.Words words ? words with { Text = HtmlNames.Shifted(words.Text, element.LocalName == "sup") } : part));
                break;
            default:
                Children(element, style);
                break;
        }
    }

    // Inside a link or a heading blocks are only parts of its text.
    private List<Inline> Content(INode parent, Style style = Style.None)
    {
        var content = new List<Inline>();
        foreach (var block in new HtmlReader(fromMarkdown).Inside(parent, style))
        {
            if (content.Count > 0)
            {
                content.Add(new Inline.Words(" ", style));
            }

            content.AddRange(block);
        }

        return content;
    }

    private IEnumerable<IReadOnlyList<Inline>> Inside(INode parent, Style style)
    {
        Children(parent, style);
        Flush(trims: false);
        return Lines(blocks);
    }

    private static IEnumerable<IReadOnlyList<Inline>> Lines(IEnumerable<Block> blocks) => blocks.SelectMany(block => block switch
    {
        Block.Paragraph paragraph => [paragraph.Content],
        Block.Heading heading => [heading.Content],
        Block.Quote quote => Lines(quote.Content),
        Block.Code code => [[new Inline.Code(code.Text)]],
        Block.Enumeration list => list.Items.SelectMany(Lines),
        Block.Table table => table.Rows.Select(row => (IReadOnlyList<Inline>)[new Inline.Words(string.Join(", ", row))]),
        _ => Enumerable.Empty<IReadOnlyList<Inline>>(),
    });

    private List<IReadOnlyList<Block>> Items(IElement list)
    {
        var items = new List<IReadOnlyList<Block>>();
        foreach (var child in list.Children.Where(child => !HtmlNames.IsLeftOut(child)))
        {
            // A list directly inside a list is meant for the item before it.
            if (child.LocalName is "ul" or "ol" && items.Count > 0)
            {
                items[^1] = [.. items[^1], new Block.Enumeration(Start(child), Items(child))];
            }
            else
            {
                items.Add(child.LocalName == "li" ? Blocks(child, fromMarkdown) : [new Block.Paragraph(Content(child))]);
            }
        }

        return items;
    }

    private static int? Start(IElement list) => list.LocalName != "ol" ? null
        : int.TryParse(list.GetAttribute("start"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var start) ? start : 1;

    private void Table(IHtmlTableElement table)
    {
        var rows = table.Rows.Select(row => row.Cells).Where(cells => cells.Length > 0).ToList();
        var isForLayout = rows.All(cells => cells.Length < 2) || table.QuerySelector("table, ul, ol, blockquote, pre, h1, h2, h3, h4") is not null;
        if (table.Caption is { } caption)
        {
            blocks.Add(new Block.Paragraph(Content(caption, Style.Strong)));
        }

        if (isForLayout)
        {
            foreach (var cell in rows.SelectMany(cells => cells))
            {
                Children(cell, Style.None);
                Flush();
            }

            return;
        }

        var texts = rows.Select(cells => (IReadOnlyList<string>)[.. cells.Take(HtmlNames.MaxColumns).Select(cell => InlineTokens.Plain(Content(cell)))]).ToList();
        blocks.Add(new Block.Table(texts, rows[0].All(cell => cell.LocalName == "th") || rows[0][0].ParentElement?.ParentElement?.LocalName == "thead"));
    }

    private void Flush() => Flush(trims: true);

    private void Flush(bool trims)
    {
        if (!trims || line.Any(part => part is not Inline.Words words || !string.IsNullOrWhiteSpace(words.Text)))
        {
            blocks.Add(new Block.Paragraph(line));
        }

        line = [];
    }

    // Line ends in HTML are spaces; those that are meant are <br>.
    private string Text(string data) => (fromMarkdown ? TemplateTag().Replace(data, "") : data).Replace('\n', ' ').Replace('\r', ' ');

    // Hugo's shortcodes, Liquid's and Nunjucks' tags.
    [GeneratedRegex(@"\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}|\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex TemplateTag();
}
