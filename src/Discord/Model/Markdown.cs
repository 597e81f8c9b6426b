using System.Buffers;
using System.Globalization;
using System.Text;

namespace NewsBot.Discord.Model;

/// <summary>Makes text from outside harmless before it stands in a message.</summary>
public static class Markdown
{
    // Vietnamese and Hebrew stack up to three or four; "zalgo" text stacks dozens to paint over its neighbours.
    private const int MaxCombiningMarks = 4;

    // Breaks a word for programs, not for eyes: for what a backslash may not protect.
    private const char ZeroWidthSpace = '\u200B';

    private static readonly SearchValues<char> Live = SearchValues.Create(@"\*_~`|<[]");
    private static readonly SearchValues<char> LiveAtLineStart = SearchValues.Create("#>-+");

    // Without what is live and rare in addresses. The underscore is live and common, but a backslash would become part of the link.
    private static readonly SearchValues<char> Address =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:/?#@!$&'()+,;=%");

    /// <summary>
    /// Escapes all of Discord's markdown, so that the text shows as it was written: emphasis, spoilers, code, links with a
    /// text, everything in angle brackets (mentions, times, commands, emoji), emoji by name, headings, lists and quotes at the
    /// start of a line, @everyone and @here. A bare http(s) address stays as it is and becomes a link. Also does what
    /// <see cref="Clean"/> does. The result may be up to three times as long: escape first, then <see cref="Limits.Cut"/>.
    /// </summary>
    public static string Escape(string text)
    {
        var plain = Clean(text).AsSpan();
        var safe = new StringBuilder(plain.Length);
        var atLineStart = true;
        for (var at = 0; at < plain.Length;)
        {
            var rest = plain[at..];
            var address = at > 0 && char.IsAsciiLetterOrDigit(plain[at - 1]) ? 0 : AddressLength(rest);
            var block = atLineStart ? BlockMarkLength(rest) : 0;
            if (address > 0)
                safe.Append(rest[..address]);
            else if (block > 0) // Discord honours a backslash before all but letters, digits and white space
                safe.Append(rest[..(block - 1)]).Append('\\').Append(rest[block - 1]);
            else if (IsMassMention(rest)) // whether a backslash reaches the server's own search for mentions is written nowhere
                safe.Append('@').Append(ZeroWidthSpace);
            else if (Live.Contains(rest[0]) || IsEmojiName(rest))
                safe.Append('\\').Append(rest[0]);
            else
                safe.Append(rest[0]);
            // Discord takes a backslash into an address that stands before it: https://x\<@1> is a link and a mention.
            if (rest is ['<', var next, ..] && !char.IsWhiteSpace(next))
                safe.Append(ZeroWidthSpace);
            atLineStart = rest[0] == '\n' || (atLineStart && char.IsWhiteSpace(rest[0]));
            at += Math.Max(1, Math.Max(address, block));
        }
        return safe.ToString();
    }

    /// <summary>
    /// For places that render no markdown (embed author and footer, alternative text): drops control characters and
    /// characters that reverse the direction of what follows, bounds runs of combining marks, replaces lone surrogates
    /// and turns every kind of line end into "\n".
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                marks++;
            else if (category is not UnicodeCategory.Format)
                marks = 0;
            if (marks <= MaxCombiningMarks && !IsDropped(rune, category))
                clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    private static bool IsDropped(Rune rune, UnicodeCategory category) => rune.Value switch
    {
        '\n' or '\t' => false,
        >= 0x202A and <= 0x202E => true, // bidi embeddings and overrides
        >= 0x2066 and <= 0x2069 => true, // bidi isolates
        0xFEFF => true, // byte order mark: white space at a line's start for Discord, not for .NET
        _ => category is UnicodeCategory.Control,
    };

    private static int AddressLength(ReadOnlySpan<char> text)
    {
        var scheme = StartsWith(text, "https://") ? "https://".Length : StartsWith(text, "http://") ? "http://".Length : 0;
        if (scheme == 0 || scheme == text.Length || !char.IsAsciiLetterOrDigit(text[scheme]))
            return 0;
        var end = scheme;
        while (end < text.Length && Address.Contains(text[end]) && !IsMassMention(text[end..]))
            end++;
        return end;
    }

    /// <summary>The length of "#", "-", "12." and their like; 0 if the line begins with none.</summary>
    private static int BlockMarkLength(ReadOnlySpan<char> line)
    {
        if (LiveAtLineStart.Contains(line[0]))
            return 1;
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits > 0 && digits < line.Length && line[digits] is ('.' or ')') ? digits + 1 : 0;
    }

    private static bool IsMassMention(ReadOnlySpan<char> text) =>
        text[0] == '@' && (StartsWith(text[1..], "everyone") || StartsWith(text[1..], "here"));

    /// <summary>":smile:", which Discord's clients draw; not the ":30:" of a time of day.</summary>
    private static bool IsEmojiName(ReadOnlySpan<char> text)
    {
        const int longest = 32;
        if (text[0] != ':')
            return false;
        var end = 1;
        while (end < text.Length && end <= longest && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '+' or '-'))
            end++;
        return end > 2 && end < text.Length && text[end] == ':' && (end > 3 || text[1..end].ContainsAnyExceptInRange('0', '9'));
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
