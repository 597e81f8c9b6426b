using System.Globalization;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// The picture of an item: <c>media:thumbnail</c>, <c>media:content</c> of a picture, an enclosure of a picture,
/// <c>itunes:image</c>, in this order; the first that has an address. What is one pixel wide or high counts readers and is none.
/// </summary>
internal static class FeedImage
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"];

    public static Picture? Of(FeedElement item)
    {
        var media = Media(item).ToList();
        var candidates = media.Where(found => found.Element.Is(FeedNames.Media, "thumbnail"))
            .Concat(media.Where(found => found.Element.Is(FeedNames.Media, "content") && IsPicture(found.Element)))
            .Select(found => (found.Element, found.Around, Address: Address(found.Element, "url")))
            .Concat(Enclosures(item))
            .Concat(item.All(FeedNames.Podcast, "image").Select(image => (image, item, Address(image, "href") ?? Address(image, "url"))));
        foreach (var (element, around, address) in candidates)
        {
            if (address is not null && !IsPixel(element))
            {
                return new Picture(address, Said(element, around, "description", ItemFile.MaxAltLength), Said(element, around, "credit", ItemFile.MaxNameLength));
            }
        }

        return null;
    }

    /// <summary>True for the type of a picture, and for no type where the address ends like one.</summary>
    public static bool IsPictureType(string? type, string? address) =>
        type is not null
            ? type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            : address is not null && Array.Exists(Endings, ending => address.Split('?', '#')[0].EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(FeedElement Element, FeedElement Around)> Media(FeedElement item)
    {
        var groups = item.All(FeedNames.Media, "group").Prepend(item);
        return groups.SelectMany(around => around.Children.Where(child => child.Is(FeedNames.Media, "thumbnail") || child.Is(FeedNames.Media, "content"))
            .SelectMany(child => child.All(FeedNames.Media, "thumbnail").Select(inner => (inner, child)).Prepend((child, around))));
    }

    private static IEnumerable<(FeedElement Element, FeedElement Around, string? Address)> Enclosures(FeedElement item) =>
        item.Children
            .Where(child => child.Is(FeedNames.Own, "enclosure") || (child.Name.Equals("link", StringComparison.OrdinalIgnoreCase) && FeedLink.Relation(child) == "enclosure"))
            .Select(child => (child, item, Address(child, child.Is(FeedNames.Own, "enclosure") ? "url" : "href")))
            .Where(found => IsPictureType(found.child.Attribute("type"), found.Item3));

    private static bool IsPicture(FeedElement content) =>
        content.Attribute("medium") is { } medium
            ? medium.Equals("image", StringComparison.OrdinalIgnoreCase)
            : IsPictureType(content.Attribute("type"), content.Attribute("url"));

    private static string? Address(FeedElement element, string attribute) => WebAddress.Resolve(element.Attribute(attribute), element.Address);

    private static bool IsPixel(FeedElement element) => IsOne(element.Attribute("width")) || IsOne(element.Attribute("height"));

    private static bool IsOne(string? side) => int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels <= 1;

    // Of the picture itself, or of the picture that it is a small form of; what is said of a film or an item does not describe it.
    private static string? Said(FeedElement element, FeedElement around, string name, int limit) =>
        FeedDraft.Line(element.All(FeedNames.Media, name).Concat(around.Is(FeedNames.Media, "content") && IsPicture(around) ? around.All(FeedNames.Media, name) : []).Select(said => HtmlText.Line(said.Text))) is { } text
            ? PlainText.Cut(text, limit)
            : null;
}
