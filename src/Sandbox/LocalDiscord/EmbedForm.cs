using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Reads the embeds of a body and keeps what Discord would keep of them, in the form of its answers.</summary>
/// <remarks>Limits: https://docs.discord.com/developers/resources/message#embed-object-embed-limits.</remarks>
internal static class EmbedForm
{
    private const int MaxEmbeds = 10;
    private const int MaxFields = 25;
    private const int MaxTitle = 256;
    private const int MaxDescription = 4096;
    private const int MaxFieldName = 256;
    private const int MaxFieldValue = 1024;
    private const int MaxFooter = 2048;
    private const int MaxAuthor = 256;
    private const int MaxAlt = 4096;
    private const int MaxColour = 0xFFFFFF;

    /// <summary>Code points of all titles, descriptions, field names and values, footers and authors of all embeds together.</summary>
    private const int MaxSum = 6000;

    public static IReadOnlyList<JsonObject> Read(Form body)
    {
        var embeds = body.Objects("embeds", MaxEmbeds).Select(ReadOne).ToList();
        if (embeds.Sum(Size) > MaxSum)
        {
            body.Error("embeds", "MAX_EMBED_SIZE_EXCEEDED", $"Embed size exceeds maximum size of {MaxSum}");
        }

        return embeds.Where(IsVisible).ToList();
    }

    private static JsonObject ReadOne(Form form)
    {
        var embed = new JsonObject { ["type"] = "rich" };
        Set(embed, "title", form.Text("title", MaxTitle));
        Set(embed, "description", form.Text("description", MaxDescription));
        Set(embed, "url", form.Url("url", media: false));
        if (form.Number("color", 0, MaxColour) is { } colour)
        {
            embed["color"] = colour;
        }

        if (form.Instant("timestamp") is { } instant)
        {
            embed["timestamp"] = MessageJson.Instant(instant);
        }

        if (form.Object("author") is { } author && author.Text("name", MaxAuthor) is { Length: > 0 } name)
        {
            embed["author"] = Named("name", name, ("url", author.Url("url", media: false)), ("icon_url", author.Url("icon_url", media: true)));
        }

        if (form.Object("footer") is { } footer && footer.Text("text", MaxFooter) is { Length: > 0 } text)
        {
            embed["footer"] = Named("text", text, ("icon_url", footer.Url("icon_url", media: true)));
        }

        foreach (var kind in (string[])["image", "thumbnail"])
        {
            if (form.Object(kind) is { } image && image.Url("url", media: true) is { } url)
            {
                embed[kind] = Named("url", url, ("description", image.Text("description", MaxAlt)));
            }
        }

        var fields = form.Objects("fields", MaxFields).Select(ReadField).ToArray<JsonNode>();
        if (fields.Length > 0)
        {
            embed["fields"] = new JsonArray(fields);
        }

        return embed;
    }

    private static JsonObject ReadField(Form form) => new()
    {
        ["name"] = form.Text("name", MaxFieldName, required: true),
        ["value"] = form.Text("value", MaxFieldValue, required: true),
        ["inline"] = form.Flag("inline"),
    };

    /// <summary>An embed with nothing to show is dropped without a word; a message of nothing else is empty (50006).</summary>
    private static bool IsVisible(JsonObject embed)
        => embed.Any(pair => pair.Key is "title" or "description" or "author" or "footer" or "image" or "thumbnail" or "fields");

    private static int Size(JsonObject embed)
        => Length(embed["title"]) + Length(embed["description"]) + Length(embed["author"]?["name"]) + Length(embed["footer"]?["text"])
            + (embed["fields"]?.AsArray().Sum(field => Length(field?["name"]) + Length(field?["value"])) ?? 0);

    private static int Length(JsonNode? text) => text is null ? 0 : Form.CodePoints(text.GetValue<string>());

    private static JsonObject Named(string key, string value, params ReadOnlySpan<(string Key, string? Value)> others)
    {
        var made = new JsonObject { [key] = value };
        foreach (var (other, text) in others)
        {
            Set(made, other, text);
        }

        return made;
    }

    private static void Set(JsonObject target, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            target[name] = text;
        }
    }
}
