using System.Globalization;
using System.Net;
using System.Text;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Character references of HTML and XML: <c>&amp;eacute;</c>, <c>&amp;#233;</c>, <c>&amp;#xE9;</c>. Only those with a semicolon: without one, it may be part of an address.</summary>
internal static class HtmlEntity
{
    /// <summary>Longest reference looked for; HTML's longest name has 31 characters.</summary>
    private const int MaxLength = 34;

    // HTML Standard, "numeric character reference end state": what Windows wrote for these control characters.
    private const string Windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>What the reference at the beginning of <paramref name="text"/> stands for; null when it is none.</summary>
    /// <param name="text">Begins with the ampersand.</param>
    /// <param name="length">Of the reference, with ampersand and semicolon.</param>
    public static string? Read(ReadOnlySpan<char> text, out int length)
    {
        length = text[..Math.Min(text.Length, MaxLength)].IndexOf(';') + 1;
        if (length < 3)
        {
            return null;
        }

        var name = text[1..(length - 1)];
        if (name[0] == '#')
        {
            return Numbered(name[1..]);
        }

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                return null;
            }
        }

        var reference = text[..length].ToString();
        var decoded = WebUtility.HtmlDecode(reference);
        return decoded == reference ? null : decoded;
    }

    /// <summary>Every reference replaced, once: <c>&amp;amp;lt;</c> becomes <c>&amp;lt;</c>.</summary>
    public static string Decode(string text)
    {
        var at = text.IndexOf('&', StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length).Append(text, 0, at);
        while (at < text.Length)
        {
            if (text[at] == '&' && Read(text.AsSpan(at), out var length) is { } character)
            {
                decoded.Append(character);
                at += length;
            }
            else
            {
                decoded.Append(text[at++]);
            }
        }

        return decoded.ToString();
    }

    private static string? Numbered(ReadOnlySpan<char> digits)
    {
        var hex = digits.Length > 0 && digits[0] is 'x' or 'X';
        if (hex)
        {
            digits = digits[1..];
        }

        if (digits.Length == 0 || digits.ContainsAnyExcept(hex ? "0123456789abcdefABCDEF" : "0123456789"))
        {
            return null;
        }

        var known = uint.TryParse(digits, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code);
        return known switch
        {
            true when code is >= 0x80 and <= 0x9F => Windows[(int)code - 0x80].ToString(),
            true when Rune.IsValid(code) && (code >= 0x20 || code is 9 or 10 or 13) => new Rune(code).ToString(),
            _ => "\uFFFD",
        };
    }
}
