using System.Text;
using System.Text.Json;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>JSON Feed, versions 1 and 1.1 (jsonfeed.org): item by item, so that what is broken loses only what comes after it.</summary>
internal static class JsonFeed
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = FeedLimits.JsonDepth };

    public static FeedDocument Read(string text, Uri? address, FeedRecords records)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.Trim('\uFEFF', ' ', '\r', '\n', '\t')), Lenient);
        var head = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var isFeed = false;
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new SourceException("the document is JSON, but no JSON Feed: it is an array, not an object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan.Length > 64 ? string.Empty : reader.GetString()!;
                reader.Read();
                if (name == "items" && reader.TokenType == JsonTokenType.StartArray)
                {
                    isFeed = true;
                    Items(ref reader, address, records);
                }
                else if (name is "version" or "title" or "feed_url" or "hubs" or "authors" or "author")
                {
                    head[name] = JsonElement.ParseValue(ref reader);
                    isFeed |= name == "version" && Json.Text(head[name])?.Contains("jsonfeed.org", StringComparison.OrdinalIgnoreCase) == true;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            FeedReader.BreakOff(records, error.Message);
        }

        if (!isFeed)
        {
            throw new SourceException("the document is JSON, but no JSON Feed: it has neither a list \"items\" nor the version of one");
        }

        records.Finish(People(head.GetValueOrDefault("authors"), head.GetValueOrDefault("author")));
        return new FeedDocument(records.Records, records.Refusals)
        {
            Title = FeedDraft.Line(Json.Text(head.GetValueOrDefault("title"))),
            Self = WebAddress.Resolve(Json.Text(head.GetValueOrDefault("feed_url")), address) is { } self ? new Uri(self) : null,
            Hub = Json.List(head.GetValueOrDefault("hubs"))
                .Where(hub => "websub".Equals(Json.Text(hub, "type"), StringComparison.OrdinalIgnoreCase))
                .Select(hub => WebAddress.Resolve(Json.Text(hub, "url"), address))
                .FirstOrDefault(url => url is not null) is { } found ? new Uri(found) : null,
        };
    }

    private static void Items(ref Utf8JsonReader reader, Uri? address, FeedRecords records)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > FeedLimits.Items)
            {
                reader.Skip();
                continue;
            }

            var item = JsonElement.ParseValue(ref reader);
            if (item.ValueKind == JsonValueKind.Object)
            {
                records.Add(Draft(item, address));
            }
            else
            {
                records.Refuse(null, $"item {count}", "it is no JSON object");
            }
        }

        if (count > FeedLimits.Items)
        {
            records.Refuse(null, "the feed", $"it has more than {FeedLimits.Items} items; the first of them are read", fatal: false);
        }
    }

    private static FeedDraft Draft(JsonElement item, Uri? address)
    {
        var id = Json.Text(item, "id");
        var plain = Json.Text(item, "content_text");
        return new FeedDraft
        {
            Id = id,
            Link = WebAddress.Resolve(Json.Text(item, "url"), address) ?? WebAddress.Resolve(Json.Text(item, "external_url"), address) ?? LinkTemplate.Web(id ?? string.Empty),
            Title = FeedDraft.Line(Json.Text(item, "title")),
            Summary = FeedDraft.Line(Json.Text(item, "summary")),
            Body = (Json.Text(item, "content_html") is { } html ? HtmlText.Sanitise(html, address) : null) ?? (plain is null ? null : HtmlText.FromPlain(plain)),
            Image = Image(item, address),
            Author = People(Json.Child(item, "authors"), Json.Child(item, "author")),
            Published = FeedDate.Parse(Json.Text(item, "date_published")),
            Updated = FeedDate.Parse(Json.Text(item, "date_modified")),
            Categories = Json.List(Json.Child(item, "tags")).Select(tag => Json.Text(tag)).OfType<string>(),
        };
    }

    private static Picture? Image(JsonElement item, Uri? address)
    {
        var attachments = Json.List(Json.Child(item, "attachments")).Where(file => FeedImage.IsPictureType(Json.Text(file, "mime_type"), Json.Text(file, "url")));
        var found = new[] { Json.Text(item, "image"), Json.Text(item, "banner_image") }.Concat(attachments.Select(file => Json.Text(file, "url")))
            .Select(text => WebAddress.Resolve(text, address))
            .FirstOrDefault(url => url is not null);
        return found is null ? null : new Picture(found, null, null);
    }

    // Version 1 has one author, version 1.1 a list, and some write the one where the other belongs, or a name alone.
    private static string? People(JsonElement authors, JsonElement author)
    {
        var persons = authors.ValueKind == JsonValueKind.Array ? Json.List(authors) : [authors];
        var names = persons.Append(author).Select(person => FeedDraft.Line(Json.Text(person, "name") ?? Json.Text(person))).OfType<string>().Distinct(StringComparer.Ordinal);
        return FeedDraft.Line(string.Join(", ", names.Take(ItemFile.MaxTopics)));
    }
}
