using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>
/// Pure: a page that lists news becomes records. An item is known by its address, so that an edited title is an edit; dates are those the page
/// shows. Takes time and memory that grow with the page alone, within <see cref="PageLimits"/>.
/// </summary>
public static class PageReader
{
    /// <param name="contentType">As the server said it, or null; only its charset is looked at.</param>
    /// <param name="address">Of the page, after redirects; completes relative addresses. Null: the page's own word for it, if it has one.</param>
    /// <param name="kind">Of every item.</param>
    /// <exception cref="SourceException">The page cannot be read, or has no rows: a changed page, never "no news".</exception>
    public static PageDocument Read(byte[] bytes, string? contentType, Uri? address, PageSelectors selectors, TimeZoneInfo zone, string kind = "story")
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(selectors);
        var document = new HtmlParser().ParseDocument(PageText.Read(bytes, contentType));
        address = Base(document, address);
        foreach (var shape in selectors.Row is null ? PageShapes.All.Select(shape => Over(selectors, shape)) : [selectors])
        {
            var rows = Rows(document, shape.Row!);
            if (rows.Count == 0)
            {
                continue;
            }

            var page = Read(document, rows, new PageRow(shape, new PageLink(address), zone, kind));
            if (page.Records.Count > 0)
            {
                return page;
            }

            if (selectors.Row is not null)
            {
                throw new SourceException($"the page has {rows.Count} rows and none of them is an item: {page.Refusals.Select(refusal => $"{refusal.Where}: {refusal.Reason}").FirstOrDefault()}");
            }
        }

        throw new SourceException(NoRows(document, selectors.Row));
    }

    private static PageDocument Read(IDocument document, IReadOnlyList<IElement> rows, PageRow reader)
    {
        var records = new List<Record>();
        var refusals = new List<Refusal>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (rows.Count > PageLimits.Rows)
        {
            refusals.Add(new Refusal(null, "the page", $"it has more than {PageLimits.Rows} rows; the first of them are read", Fatal: false));
        }

        for (var i = 0; i < Math.Min(rows.Count, PageLimits.Rows); i++)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"row {i + 1}");
            var (record, found) = reader.Read(rows[i], where);
            refusals.AddRange(found);

            // A picture and a headline that lead to the same article are one item.
            if (record is not null && ids.Add(record.ExternalId))
            {
                records.Add(record);
            }
        }

        var shared = records.TrueForAll(record => record.Topics.Count == 0) ? reader.TopicsOf(document) : [];
        return new PageDocument([.. records.Select(record => Finished(record, shared))], refusals);
    }

    private static Record Finished(Record record, IReadOnlyList<string> shared)
    {
        record = record.Topics.Count == 0 ? record with { Topics = shared } : record;
        return record with { ContentHash = ContentHash.Of(record, record.Image?.Address) };
    }

    private static IReadOnlyList<IElement> Rows(IDocument document, string selector) =>
        PageRegion.Main([.. document.QuerySelectorAll(selector)]);

    // What somebody says of a part goes before what is usual.
    private static PageSelectors Over(PageSelectors said, PageSelectors usual) => new()
    {
        Row = usual.Row,
        Title = said.Title ?? usual.Title,
        Link = said.Link ?? usual.Link,
        Summary = said.Summary ?? usual.Summary,
        Image = said.Image ?? usual.Image,
        Date = said.Date ?? usual.Date,
        Topic = said.Topic ?? usual.Topic,
    };

    /// <summary>HTML Standard, "document base URL"; a page that was found in a file may say where it belongs.</summary>
    private static Uri? Base(IDocument document, Uri? address)
    {
        if (document.QuerySelector("base[href]")?.GetAttribute("href") is { } own && new PageLink(address).Resolve(own) is { } completed)
        {
            return new Uri(completed);
        }

        var canonical = document.QuerySelector("link[rel=canonical]")?.GetAttribute("href");
        return address ?? (new PageLink(null).Resolve(canonical) is { } said ? new Uri(said) : null);
    }

    private static string NoRows(IDocument document, string? row)
    {
        var looked = row is null ? "nothing on the page looks like a list of news; say where its rows are" : $"the page has no element that is a row (\"{PlainText.Line(row, 80)}\")";
        var why = document.Body is { } body && PlainText.IsVisible(HtmlText.Line(body.InnerHtml))
            ? "; it may have been changed"
            : "; without scripts it shows nothing at all";
        return looked + why;
    }
}
