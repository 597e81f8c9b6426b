using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

/// <summary>One odd feed of the corpus: the document, how it comes, and what must be read from it.</summary>
/// <remarks>
/// A file holds many: <c>=== name</c>, lines of <c># key: value</c> (why, base, type, bytes), the document, <c>--- expected</c>,
/// lines of JSON. In the document <c>\xHH</c> is that byte and <c>{{text*N}}</c> the text N times. Base <c>none</c>: not known.
/// </remarks>
internal sealed partial record FeedCase(string File, string Name, string Why, string? Base, string? ContentType, string Bytes, string Document, string Expected)
{
    private const string DefaultBase = "https://news.example.org/feed.xml";

    public static string Folder => Repository.Path("tests", "NewsBot.Tests", "Newsroom", "Sources", "Feed", "Corpus");

    public static IReadOnlyList<FeedCase> All { get; } = [.. Directory.GetFiles(Folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(Read)];

    public Uri? Address => Base is null ? null : new Uri(Base);

    /// <summary>The document as it would come over the wire.</summary>
    public byte[] ToBytes()
    {
        var text = Repetition().Replace(Document, match => string.Concat(Enumerable.Repeat(match.Groups["text"].Value, int.Parse(match.Groups["times"].Value, CultureInfo.InvariantCulture))));
        var bytes = new List<byte>();
        var withMark = Bytes.EndsWith("-bom", StringComparison.Ordinal);
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(withMark ? Bytes[..^4] : Bytes) ?? Encoding.GetEncoding(withMark ? Bytes[..^4] : Bytes);
        if (withMark)
        {
            bytes.AddRange(encoding.GetPreamble());
        }

        var at = 0;
        foreach (Match match in ByteEscape().Matches(text))
        {
            bytes.AddRange(encoding.GetBytes(text[at..match.Index]));
            bytes.Add(byte.Parse(match.Groups["hex"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            at = match.Index + match.Length;
        }

        bytes.AddRange(encoding.GetBytes(text[at..]));
        return [.. bytes];
    }

    public override string ToString() => Name;

    private static IEnumerable<FeedCase> Read(string file)
    {
        foreach (var part in System.IO.File.ReadAllText(file).Split("\n=== ").Skip(1))
        {
            var lines = part.Split('\n');
            var keys = lines.Skip(1).TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).ToList();
            string? Key(string name) => keys.Find(line => line.StartsWith($"# {name}: ", StringComparison.Ordinal)) is { } line ? line[(name.Length + 4)..] : null;
            var halves = string.Join('\n', lines.Skip(1 + keys.Count)).Split("--- expected\n");
            var site = Key("base") ?? DefaultBase;
            yield return new FeedCase(
                Path.GetFileName(file),
                lines[0].Trim(),
                Key("why") ?? throw new FormatException($"{file}: {lines[0]} does not say why it is there"),
                site == "none" ? null : site,
                Key("type"),
                Key("bytes") ?? "utf-8",
                halves[0].TrimEnd('\n'),
                halves.Length > 1 ? halves[1].Trim('\n') : string.Empty);
        }
    }

    [GeneratedRegex(@"\{\{(?<text>[^{}]+)\*(?<times>[0-9]+)\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Repetition();

    [GeneratedRegex(@"\\x(?<hex>[0-9A-F]{2})", RegexOptions.NonBacktracking)]
    private static partial Regex ByteEscape();
}
