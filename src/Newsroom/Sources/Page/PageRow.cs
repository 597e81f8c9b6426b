using System.Globalization;
using AngleSharp.Dom;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Page;

/// <summary>Reads the rows of one page.</summary>
internal sealed class PageRow(PageSelectors selectors, PageLink links, TimeZoneInfo zone, string kind)
{
    // Where pages keep the address of a picture until a script shows it.
    private static readonly string[] PictureAddresses = ["data-src", "data-lazy-src", "data-original", "src"];

    private static readonly string[] Sides = ["width", "height"];

    private readonly PageSelector title = PageSelector.Parse(selectors.Title ?? "h1, h2, h3, h4, h5, h6");
    private readonly PageSelector link = PageSelector.Parse(selectors.Link ?? "a[href]@href");
    private readonly PageSelector? summary = Optional(selectors.Summary);
    private readonly PageSelector image = PageSelector.Parse(selectors.Image ?? "img");
    private readonly PageSelector date = PageSelector.Parse(selectors.Date ?? "time[datetime]@datetime");
    private readonly PageSelector? topic = Optional(selectors.Topic);

    /// <returns>No record for a row without a title or an address, and then why; the hash is still to be made.</returns>
    public (Record? Record, IReadOnlyList<Refusal> Refusals) Read(IElement row, string where)
    {
        var anchor = link.Find(row);
        var address = anchor is null ? null : links.Canonical(Address(anchor));
        var headline = title.Find(row) is { } found ? title.Value(found) : selectors.Title is null && anchor is not null ? HtmlText.Line(anchor.InnerHtml) : null;
        if (address is null || address.Length > ItemFile.MaxIdLength || string.IsNullOrEmpty(headline))
        {
            var lacks = string.IsNullOrEmpty(headline) ? "title" : "link of its own that is an http(s) address";
            return (null, [new Refusal(address, where, $"it has no {lacks}")]);
        }

        var refusals = new List<Refusal>();
        var shown = date.Find(row) is { } day ? DateOf(day) : null;
        var published = PageDate.Parse(shown, zone);
        if (shown is not null && published is null)
        {
            refusals.Add(new Refusal(address, where, $"\"{PlainText.Line(shown, 60)}\" is no date; the item goes without it", Fatal: false));
        }

        var teaser = summary?.Find(row) is { } text ? summary.Value(text) : null;
        var record = new Record
        {
            ExternalId = address,
            Where = where,
            Kind = kind,
            Title = PlainText.Cut(headline, ItemFile.MaxTitleLength),
            Url = address,
            Summary = teaser is null || teaser == headline ? null : PlainText.CutAtWord(teaser, ItemFile.MaxSummaryLength),
            Image = Picture(row),
            PublishedAt = published,
            Topics = TopicsOf(row),
            ContentHash = string.Empty,
        };
        return (record, refusals);
    }

    public IReadOnlyList<string> TopicsOf(IParentNode within) =>
        topic is null ? [] : [.. TopicSlug.All(topic.FindAll(within).Take(ItemFile.MaxTopics).Select(topic.Value).OfType<string>()).Take(ItemFile.MaxTopics)];

    private static PageSelector? Optional(string? selector) => selector is null ? null : PageSelector.Parse(selector);

    // Selectors that people write often name the heading, and the address is that of the link in it or round it.
    private string? Address(IElement element) =>
        link.Attribute is { } name
            ? element.GetAttribute(name)
            : (element.GetAttribute("href") is null ? element.QuerySelector("a[href]") ?? element.Closest("a[href]") : element)?.GetAttribute("href");

    private string? DateOf(IElement element)
    {
        if (date.Attribute is not null)
        {
            return date.Value(element);
        }

        var time = element.GetAttribute("datetime") is null ? element.QuerySelector("time[datetime]") : element;
        return time?.GetAttribute("datetime") is { Length: > 0 } exact && PageDate.Parse(exact, zone) is not null ? exact : date.Value(element);
    }

    private Picture? Picture(IElement row)
    {
        foreach (var element in image.FindAll(row))
        {
            var picture = element.LocalName == "img" ? element : element.QuerySelector("img") ?? element;
            var address = image.Attribute is { } name
                ? links.Resolve(element.GetAttribute(name))
                : PictureAddresses.Select(attribute => links.Resolve(picture.GetAttribute(attribute))).FirstOrDefault(found => found is not null);
            if (address is not null && !IsPixel(picture))
            {
                var alt = PlainText.Line(picture.GetAttribute("alt") ?? "", ItemFile.MaxAltLength);
                return new Picture(address, PlainText.IsVisible(alt) ? alt : null, null);
            }
        }

        return null;
    }

    private static bool IsPixel(IElement picture) =>
        Sides.Any(side => int.TryParse(picture.GetAttribute(side), NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels <= 1);
}
