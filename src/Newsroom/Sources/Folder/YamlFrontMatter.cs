using System.Collections.Frozen;
using NewsBot.Newsroom.Sources.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>
/// Reads YAML from the parser's events. YamlDotNet's own object models give no places for messages, keep the last of two equal
/// keys, and one of them (YamlStream) overflows the stack on deep nesting; here depth ends the reading at once, and an alias
/// is a reference, so that a bomb of aliases is never expanded.
/// </summary>
internal sealed class YamlFrontMatter
{
    private const string CoreTags = "tag:yaml.org,2002:";

    // Others of the same prefix, such as binary or python/object, mean more than the text that stands there.
    private static readonly FrozenSet<string> KnownTags = FrozenSet.Create(StringComparer.Ordinal, "str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge");

    private readonly Parser parser;
    private readonly int linesBefore;
    private readonly Dictionary<AnchorName, FrontValue> anchors = [];

    private YamlFrontMatter(string yaml, int linesBefore)
    {
        parser = new Parser(new StringReader(yaml));
        this.linesBefore = linesBefore;
    }

    /// <param name="yaml">The text between the delimiters.</param>
    /// <param name="linesBefore">Lines of the file above it.</param>
    /// <exception cref="FrontMatterException">It is no mapping of text keys.</exception>
    public static FrontMap Read(string yaml, int linesBefore)
    {
        var reader = new YamlFrontMatter(yaml, linesBefore);
        try
        {
            return reader.Document();
        }
        catch (YamlException error)
        {
            throw new FrontMatterException((int)error.Start.Line + linesBefore, (int)error.Start.Column, Explained(error.Message));
        }
        catch (InvalidOperationException)
        {
            // The scanner of YamlDotNet 18 says so of stray document markers.
            throw new FrontMatterException(linesBefore + 1, 1, "this is not YAML");
        }
    }

    private static string Explained(string message) => message switch
    {
        _ when message.Contains("invalid mapping", StringComparison.Ordinal) || message.StartsWith("Mapping values", StringComparison.Ordinal) =>
            "mapping values are not allowed here; put a value that contains a colon in quotes",
        _ when message.Contains("tab character", StringComparison.Ordinal) => "YAML is indented with spaces, and here is a tab",
        _ => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'),
    };

    private FrontMap Document()
    {
        Next<StreamStart>();
        if (!parser.MoveNext() || parser.Current is StreamEnd)
        {
            return new FrontMap(linesBefore + 1, 1);
        }

        parser.MoveNext();
        var root = Node(1);
        Next<DocumentEnd>();
        parser.MoveNext();
        if (parser.Current is not StreamEnd)
        {
            throw Wrong(parser.Current, "the front matter holds a second document");
        }

        return root switch
        {
            FrontMap map => map,
            FrontScalar { Text: null } => new FrontMap(root.Line, root.Column),
            _ => throw new FrontMatterException(root.Line, root.Column, "expected lines such as \"title: Port opens\""),
        };
    }

    /// <summary>Reads the node that the current event begins, and leaves its last event current.</summary>
    private FrontValue Node(int depth)
    {
        var opening = parser.Current;
        if (depth > FrontValue.MaxDepth)
        {
            throw Wrong(opening, FrontValue.TooDeep);
        }

        if (opening is AnchorAlias alias)
        {
            return anchors.GetValueOrDefault(alias.Value) ?? throw Wrong(opening, $"*{alias.Value} names no anchor above it; put text that begins with * in quotes");
        }

        if (opening is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } && !IsKnown(tag.Value))
        {
            throw Wrong(opening, $"the tag {PlainText.Line(tag.Value, 60)} is not known here; put text that begins with ! in quotes");
        }

        FrontValue value = opening switch
        {
            Scalar scalar => new FrontScalar(IsNull(scalar) ? null : scalar.Value, Line(scalar), Column(scalar)),
            SequenceStart => List(opening, depth),
            MappingStart => Map(opening, depth),
            _ => throw Wrong(opening, "this is not YAML"),
        };
        if (opening is NodeEvent { Anchor.IsEmpty: false } named)
        {
            anchors[named.Anchor] = value;
        }

        return value;
    }

    private FrontList List(ParsingEvent opening, int depth)
    {
        var items = new List<FrontValue>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(Node(depth + 1));
        }

        return new FrontList(items, Line(opening), Column(opening));
    }

    private FrontMap Map(ParsingEvent opening, int depth)
    {
        var map = new FrontMap(Line(opening), Column(opening));
        var merged = new List<FrontValue>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (parser.Current is not Scalar key)
            {
                throw Wrong(parser.Current, "a key must be plain text");
            }

            var (line, column) = (Line(key), Column(key));
            parser.MoveNext();
            var value = Node(depth + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.Add(value);
            }
            else
            {
                // The key's place, not the value's: an alias would point to where its anchor stands.
                map.Add(key.Value, value with { Line = line, Column = column });
            }
        }

        // Only the top level is ever merged; deeper merges could multiply.
        if (depth == 1)
        {
            foreach (var other in merged.SelectMany(value => value is FrontList list ? list.Items : [value]).OfType<FrontMap>())
            {
                map.AddMissing(other);
            }
        }

        return map;
    }

    private static bool IsKnown(string tag) => tag.StartsWith(CoreTags, StringComparison.Ordinal) && KnownTags.Contains(tag[CoreTags.Length..]);

    private static bool IsNull(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    private void Next<T>()
        where T : ParsingEvent
    {
        if (!parser.MoveNext() || parser.Current is not T)
        {
            throw Wrong(parser.Current, "this is not YAML");
        }
    }

    private int Line(ParsingEvent at) => (int)at.Start.Line + linesBefore;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;

    private FrontMatterException Wrong(ParsingEvent? at, string reason) =>
        at is null ? new FrontMatterException(linesBefore + 1, 1, reason) : new FrontMatterException(Line(at), Column(at), reason);
}
