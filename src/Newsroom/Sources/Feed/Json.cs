using System.Text.Json;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Values of JSON whose writer may have used another type than agreed.</summary>
internal static class Json
{
    /// <summary>Trimmed text of a string or a number; null for all else, for blanks, and for half characters.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!.Replace("\0", string.Empty, StringComparison.Ordinal).Trim(),
                JsonValueKind.Number => value.GetRawText(),
                _ => string.Empty,
            };
            return text.Length == 0 ? null : text.Length > FeedLimits.Text ? text[..FeedLimits.Text] : text;
        }
        catch (InvalidOperationException)
        {
            // "\ud800" alone: there is no such text.
            return null;
        }
    }

    public static string? Text(JsonElement value, string property) => Text(Child(value, property));

    public static JsonElement Child(JsonElement value, string property) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(property, out var child) ? child : default;

    /// <summary>Empty for what is no list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
