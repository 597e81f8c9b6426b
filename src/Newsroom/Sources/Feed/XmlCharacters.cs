using System.Text;
using System.Xml;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>Characters that XML 1.0 (section 2.2) allows, and no others.</summary>
internal static class XmlCharacters
{
    /// <summary>Text or the value of an attribute: references become characters, what means something to XML is escaped.</summary>
    public static void Append(StringBuilder clean, ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '&')
            {
                at += AppendEscaped(clean, text, at);
            }
            else if (HtmlEntity.Read(text[at..], out var length) is { } character)
            {
                for (var part = 0; part < character.Length; part++)
                {
                    part += AppendEscaped(clean, character, part);
                }

                at += length - 1;
            }
            else
            {
                clean.Append("&amp;");
            }
        }
    }

    /// <summary>Text that nothing is escaped in.</summary>
    public static void AppendVerbatim(StringBuilder clean, ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            at += AppendAllowed(clean, text, at);
        }
    }

    private static int AppendEscaped(StringBuilder clean, ReadOnlySpan<char> text, int at)
    {
        var escaped = text[at] switch
        {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '"' => "&quot;",
            _ => null,
        };
        if (escaped is null)
        {
            return AppendAllowed(clean, text, at);
        }

        clean.Append(escaped);
        return 0;
    }

    /// <returns>How many more units than one were read.</returns>
    private static int AppendAllowed(StringBuilder clean, ReadOnlySpan<char> text, int at)
    {
        var letter = text[at];
        if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            clean.Append(letter).Append(text[at + 1]);
            return 1;
        }

        if (XmlConvert.IsXmlChar(letter))
        {
            clean.Append(letter);
        }
        else if (letter >= 0x20)
        {
            clean.Append('\uFFFD');
        }

        return 0;
    }
}
