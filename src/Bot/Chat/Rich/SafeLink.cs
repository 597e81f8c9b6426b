using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Decides which addresses are linked, and whether a text may stand in front of one without lying about where it leads.</summary>
internal static partial class SafeLink
{
    /// <summary>Longer addresses would leave no room for the text, and are no address that a person wrote.</summary>
    private const int MaxAddress = 1000;

    /// <summary>The address as it stands in Discord's Markdown; null for what is not http(s), names a user before the host, or is too long.</summary>
    public static string? Address(string written)
    {
        if (written.Length > MaxAddress || !Uri.TryCreate(written.Trim(), UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.UserInfo.Length > 0 || uri.Host.Length == 0)
        {
            return null;
        }

        // The host as the name service knows it, so that foreign letters pass for no other host.
        var host = uri.HostNameType == UriHostNameType.Dns ? uri.IdnHost : uri.Host;
        var address = new StringBuilder($"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port.ToString(CultureInfo.InvariantCulture)}")}");
        foreach (var character in uri.PathAndQuery + uri.Fragment)
        {
            // What ends an address for Discord, or begins something else.
            if (character is '(' or ')' or '<' or '>' or '[' or ']' or '"' or '\'' or '\\' or '`' or '|' or '*' or '~' || char.IsWhiteSpace(character) || char.IsControl(character))
            {
                address.Append(Uri.HexEscape(character > '\u007F' ? '?' : character));
            }
            else
            {
                address.Append(character);
            }
        }

        return address.Replace("@everyone", "%40everyone").Replace("@here", "%40here").ToString() is { Length: <= MaxAddress } fits ? fits : null;
    }

    /// <summary>False for a text that names a host which is not the address's own: it would show one place and lead to another.</summary>
    public static bool MayMask(string text, string address)
    {
        var plain = Plain(text);
        if (plain.Contains("://", StringComparison.Ordinal))
        {
            return false;
        }

        var host = WithoutWww(new Uri(address).Host);
        return HostName().Matches(plain).All(match => string.Equals(WithoutWww(match.Value), host, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The text is nothing but the address, with or without its scheme, perhaps shortened.</summary>
    public static bool IsSame(string text, string address)
    {
        var shown = Bare(Plain(text));
        var whole = Bare(address);
        var cut = shown.TrimEnd('…', '.');
        return shown == whole || (cut.Length < shown.Length && cut.Length > 0 && text.Contains('/', StringComparison.Ordinal) && whole.StartsWith(cut, StringComparison.Ordinal));
    }

    /// <summary>False for text of nothing but spaces and characters without width: Discord makes no link of it.</summary>
    public static bool IsVisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control) && rune.Value is not 0x2800)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Escaped text that may stand between a link's brackets: Discord counts brackets there, escaped or not.</summary>
    public static string Text(string escaped) => escaped
        .Replace(@"\[", "(", StringComparison.Ordinal).Replace(@"\]", ")", StringComparison.Ordinal)
        .Replace('[', '(').Replace(']', ')');

    private static string Bare(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? address : address[(scheme + 3)..]).TrimEnd('/');
    }

    // Compatibility forms and characters without width can make one name look like another.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().Normalize(NormalizationForm.FormKC).Replace('。', '.');
    }

    private static string WithoutWww(string host) => host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}-]*(\.[\p{L}\p{N}][\p{L}\p{N}-]*)*\.\p{L}{2,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HostName();
}
