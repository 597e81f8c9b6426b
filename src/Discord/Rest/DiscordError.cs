using System.Globalization;
using System.Text.Json;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>
/// The JSON body of a refusal: code, message and, for code 50035, a tree of errors whose leaves are lists named
/// <c>_errors</c>. Source: Discord API reference, "Error Messages". From outside, so bounded and cleaned.
/// </summary>
internal sealed record DiscordError(int Code, string Message, TimeSpan? RetryAfter, bool Global, IReadOnlyList<string> Errors)
{
    private const int MostErrors = 20;
    private const int MostText = 200;

    /// <summary>Null if the body is not a JSON object: proxies before Discord answer in HTML.</summary>
    public static DiscordError? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? Read(root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DiscordError Read(JsonElement root)
    {
        var errors = new List<string>();
        if (root.TryGetProperty("errors", out var tree))
            Collect(tree, "", errors);
        return new DiscordError(
            root.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : 0,
            Text(root, "message"),
            root.TryGetProperty("retry_after", out var wait) && wait.ValueKind == JsonValueKind.Number && wait.TryGetDouble(out var seconds)
                ? RateLimitHeaders.Seconds(seconds)
                : null,
            root.TryGetProperty("global", out var global) && global.ValueKind == JsonValueKind.True,
            errors);
    }

    // The depth is bounded by JsonDocument (64).
    private static void Collect(JsonElement node, string path, List<string> errors)
    {
        if (node.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in node.EnumerateObject())
        {
            if (errors.Count == MostErrors)
                return;
            if (property.NameEquals("_errors"))
                errors.AddRange(Leaves(property.Value, path).Take(MostErrors - errors.Count));
            else
                Collect(property.Value, Below(path, property.Name), errors);
        }
    }

    private static IEnumerable<string> Leaves(JsonElement list, string path) =>
        list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object).Select(error => $"{path}: {Text(error, "message")}")
            : [];

    private static string Below(string path, string key)
    {
        var name = Limits.Cut(Markdown.Clean(key), MostText);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return $"{path}[{name}]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    private static string Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? Limits.Cut(Markdown.Clean(text.GetString()!).ReplaceLineEndings(" "), MostText)
            : "";
}
