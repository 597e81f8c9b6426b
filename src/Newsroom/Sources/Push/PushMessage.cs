using System.Text;
using System.Text.Json;
using NewsBot.Newsroom.Sources.Named;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Push;

/// <summary>Pure: the body of a push becomes items. One JSON object is one item; an array is many, taken together or not at all.</summary>
internal static class PushMessage
{
    /// <summary>Largest body in bytes: a long article with its markup has a few hundred thousand.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Items of one message; a site that has more sends several.</summary>
    public const int MaxItems = 100;

    /// <summary>An item is an object in an array with a list in it: three.</summary>
    private const int MaxDepth = 8;

    // What `newsbot source read` prints besides, so that its lines can be pushed as they are.
    private static readonly string[] Ignored = ["case", "file", "warnings"];

    private static readonly Dictionary<string, string> Known =
        NamedItem.Names.Append("status").ToDictionary(NamedValues.Plain, name => name, StringComparer.Ordinal);

    /// <exception cref="FieldException">The message names the item and the field.</exception>
    public static IReadOnlyList<NamedReading> Read(ReadOnlyMemory<byte> body, NamedOptions options, string where)
    {
        using var document = Parse(body);
        var root = document.RootElement;
        if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw new FieldException("the body is no JSON object and no array of objects");
        }

        var items = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new List<JsonElement> { root };
        if (items.Count is 0 or > MaxItems)
        {
            throw new FieldException($"the body holds {items.Count} items; send 1 to {MaxItems}");
        }

        var readings = new List<NamedReading>(items.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var place = root.ValueKind == JsonValueKind.Array ? $"[{i}]." : "";
            readings.Add(Item(items[i], options, where, place));
            if (!ids.Add(readings[^1].Id!))
            {
                throw new FieldException($"{place}id: \"{PlainText.Line(readings[^1].Id!, 80)}\" stands in this message twice");
            }
        }

        return readings;
    }

    private static NamedReading Item(JsonElement item, NamedOptions options, string where, string place)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException($"{place.TrimEnd('.')}: an item is a JSON object");
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in item.EnumerateObject())
        {
            var plain = NamedValues.Plain(member.Name);
            if (Ignored.Contains(plain))
            {
                continue;
            }

            if (!Known.ContainsKey(plain))
            {
                var hint = Nearest.To(plain, Known.Keys) is { } near ? $"; did you mean \"{Known[near]}\"?" : "";
                throw new FieldException($"{place}{PlainText.Line(member.Name, 60)}: unknown{hint}");
            }

            if (!values.TryAdd(plain == "status" ? "state" : plain, Value(member.Value, place + member.Name)))
            {
                throw new FieldException($"{place}{member.Name}: given twice");
            }
        }

        var reading = NamedItem.Read(values, options, where);
        return reading.Refusals.FirstOrDefault(refusal => refusal.Fatal) is { } refused ? throw new FieldException(place + refused.Reason) : reading;
    }

    private static object? Value(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        JsonValueKind.Array when value.EnumerateArray().All(word => word.ValueKind == JsonValueKind.String) =>
            value.EnumerateArray().Select(word => word.GetString()!).ToList(),
        _ => throw new FieldException($"{name}: expected text, a number, true, false, null or a list of texts"),
    };

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body.Span);
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            var place = error is JsonException { LineNumber: { } line } ? $" (line {line + 1})" : "";
            throw new FieldException($"the body is no JSON in UTF-8{place}");
        }
    }
}
