using System.Text;
using System.Text.Json;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Reads the JSON object that a file begins with.</summary>
internal ref struct JsonFrontMatter
{
    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;
    private int line;
    private long lineStart;
    private long counted;

    private JsonFrontMatter(ReadOnlySpan<byte> json)
    {
        this.json = json;

        // Not the final block: what follows the object is the body, and the reader must not look at it.
        reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = FrontValue.MaxDepth }));
        line = 1;
    }

    /// <param name="json">UTF-8, from the opening brace on; more than the object may follow.</param>
    /// <param name="length">Bytes that the object takes.</param>
    /// <exception cref="FrontMatterException">It is not JSON, or the object is not closed.</exception>
    public static FrontMap Read(ReadOnlySpan<byte> json, out int length)
    {
        var matter = new JsonFrontMatter(json);
        try
        {
            matter.Next();
            var map = matter.Map();
            length = (int)matter.reader.BytesConsumed;
            return map;
        }
        catch (JsonException error)
        {
            var reason = FrontValue.IsAboutDepth(error.Message) ? FrontValue.TooDeep : error.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            throw new FrontMatterException((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, reason);
        }
    }

    private void Next()
    {
        if (!reader.Read())
        {
            throw new FrontMatterException(1, 1, FrontMatter.NeverClosed("{", "}"));
        }

        var start = reader.TokenStartIndex;
        var passed = json[(int)counted..(int)start];
        line += passed.Count((byte)'\n');
        if (passed.LastIndexOf((byte)'\n') is >= 0 and var last)
        {
            lineStart = counted + last + 1;
        }

        counted = start;
    }

    private readonly int Column => (int)(counted - lineStart) + 1;

    private FrontMap Map()
    {
        var map = new FrontMap(line, Column);
        for (Next(); reader.TokenType != JsonTokenType.EndObject; Next())
        {
            var key = Text();
            var (keyLine, keyColumn) = (line, Column);
            Next();
            map.Add(key, Value() with { Line = keyLine, Column = keyColumn });
        }

        return map;
    }

    private FrontValue Value()
    {
        var (startLine, startColumn) = (line, Column);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Map();
            case JsonTokenType.StartArray:
                var items = new List<FrontValue>();
                for (Next(); reader.TokenType != JsonTokenType.EndArray; Next())
                {
                    items.Add(Value());
                }

                return new FrontList(items, startLine, startColumn);
            case JsonTokenType.String:
                return new FrontScalar(Text(), startLine, startColumn);
            case JsonTokenType.Null:
                return new FrontScalar(null, startLine, startColumn);
            default:
                return new FrontScalar(Encoding.UTF8.GetString(reader.ValueSpan), startLine, startColumn);
        }
    }

    private readonly string Text()
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair written as \ud800.
            throw new FrontMatterException(line, Column, "the text holds half a character (\\ud800 to \\udfff come in pairs)");
        }
    }
}
