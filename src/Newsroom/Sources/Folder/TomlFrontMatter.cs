using Tomlyn;
using Tomlyn.Serialization;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Reads TOML from the reader's tokens, for the same reasons as <see cref="YamlFrontMatter"/>: places, and equal keys.</summary>
internal static class TomlFrontMatter
{
    private static readonly TomlSerializerOptions Options = new() { MaxDepth = FrontValue.MaxDepth };

    /// <param name="toml">The text between the delimiters.</param>
    /// <param name="linesBefore">Lines of the file above it.</param>
    /// <exception cref="FrontMatterException">It is not TOML.</exception>
    public static FrontMap Read(string toml, int linesBefore)
    {
        try
        {
            var reader = TomlReader.Create(toml, Options);
            while (reader.TokenType != TomlTokenType.StartTable)
            {
                reader.Read();
            }

            return Map(reader, linesBefore, linesBefore + 1, 1);
        }
        catch (TomlException error)
        {
            throw new FrontMatterException((error.Line ?? 1) + linesBefore, error.Column ?? 1, FrontValue.IsAboutDepth(error.Message) ? FrontValue.TooDeep : FirstLine(error.Message));
        }
    }

    // "(4,9) : error : Missing value after `=`." and further lines that follow from it.
    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0];
        var text = line.Split(" : error : ", 2)[^1].Trim().TrimEnd('.');
        return char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static FrontMap Map(TomlReader reader, int linesBefore, int line, int column)
    {
        // An inline table knows its place; one that a header or a dotted key opened does not, and may be opened again.
        var map = new FrontMap(line, column) { Reopenable = reader.Line == 0 };
        while (reader.Read() && reader.TokenType == TomlTokenType.PropertyName)
        {
            var key = reader.PropertyName ?? string.Empty;
            var (keyLine, keyColumn) = (reader.Line + linesBefore, reader.Column);
            reader.Read();
            map.Add(key, Value(reader, linesBefore, keyLine, keyColumn));
        }

        return map;
    }

    private static FrontValue Value(TomlReader reader, int linesBefore, int line, int column) => reader.TokenType switch
    {
        TomlTokenType.StartTable => Map(reader, linesBefore, line, column),
        TomlTokenType.StartArray => List(reader, linesBefore, line, column),
        TomlTokenType.String => new FrontScalar(reader.GetString(), line, column),
        _ => new FrontScalar(reader.GetRawText(), line, column),
    };

    private static FrontList List(TomlReader reader, int linesBefore, int line, int column)
    {
        var items = new List<FrontValue>();
        while (reader.Read() && reader.TokenType != TomlTokenType.EndArray)
        {
            items.Add(Value(reader, linesBefore, line, column));
        }

        return new FrontList(items, line, column);
    }
}
