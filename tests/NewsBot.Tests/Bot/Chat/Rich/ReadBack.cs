using System.Text.RegularExpressions;

namespace NewsBot.Tests.Bot.Chat.Rich;

/// <summary>Reads Discord's Markdown as its client does, in order and independently of what wrote it, and keeps what matters: marks, links, code, live mentions, words.</summary>
internal sealed partial record ReadBack(IReadOnlyList<string> Marks, IReadOnlyList<string> Links, IReadOnlyList<string> Code, IReadOnlyList<string> Live, IReadOnlyList<string> Words)
{
    public static ReadBack Of(string text)
    {
        var back = new ReadBack(new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>());
        for (var at = 0; at < text.Length;)
        {
            var match = Token().Match(text, at);
            var found = match.Groups.Values.Skip(1).Single(group => group.Success);
            var into = found.Name switch { "code" => back.Code, "link" => back.Links, "mark" => back.Marks, "live" => back.Live, "word" => back.Words, _ => null };
            if (found.Name == "link" && match.Groups["link"].Value is ['[', ..] masked)
            {
                // The marks inside a link's text count as well.
                var inner = Of(masked[1..masked.LastIndexOf("](", StringComparison.Ordinal)]);
                ((List<string>)back.Marks).AddRange(inner.Marks);
                ((List<string>)back.Live).AddRange(inner.Live);
                ((List<string>)back.Words).AddRange(inner.Words);
            }

            (into as List<string>)?.Add(found.Value);
            at += match.Length;
        }

        return back;
    }

    [GeneratedRegex(
        """
        \G(?:
          (?<code>```[0-9A-Za-z+\#._-]*\n[\s\S]+?```|``[^`]*(?:`[^`]+)*``(?!`)|`[^`\n]+`)
        | (?<link>\[(?:\\(?:[^0-9A-Za-z\s]|(?=[0-9A-Za-z\s]))|[^\[\]\\])+\]\(https?://[^\s()<>]+\)|<https?://[^\s<>]+>|https?://[^\s<]+)
        | (?<escape>\\[^0-9A-Za-z\s])
        | (?<mark>\*\*|~~|\*|_)
        | (?<live>@everyone|@here|<(?:@|\#|:|a:|t:|/|id:)|\|\||\[|`|(?m:^)[\x20>]*(?:>>>|-\#)\s)
        | (?<word>[0-9A-Za-z]+)
        | (?<other>[\s\S])
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Token();
}
