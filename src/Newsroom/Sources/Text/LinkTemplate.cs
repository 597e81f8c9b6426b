using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Makes the address of an item on the site from what its file says, or from a template when it says nothing.</summary>
internal sealed partial class LinkTemplate
{
    /// <summary>Longest address taken; what browsers and mail gateways agree on.</summary>
    public const int MaxLinkLength = 2048;

    private readonly string? template;
    private readonly Uri? site;

    /// <param name="template">With the placeholders <c>{slug}</c>, <c>{path}</c> and <c>{id}</c>; null when only <paramref name="site"/> is known.</param>
    /// <param name="site">Completes relative addresses; null: the template's host.</param>
    public LinkTemplate(string? template, Uri? site = null)
    {
        this.template = template;
        this.site = site ?? (template is null ? null : new Uri(new Uri(Filled(template, "x", "x", "x")), "/"));
    }

    /// <summary>True when relative addresses can be completed.</summary>
    public bool KnowsSite => site is not null;

    /// <summary>Why the text cannot be a template, or null.</summary>
    public static string? Problem(string template)
    {
        foreach (var name in Placeholders().Matches(template).Select(match => match.Groups["name"].Value))
        {
            if (name is not ("slug" or "path" or "id"))
            {
                return $"\"{{{name}}}\" is unknown; the placeholders are {{slug}}, {{path}} and {{id}}.";
            }
        }

        return Web(Filled(template, "x", "x", "x")) is not null
            ? null
            : $"\"{template}\" is no http(s) address; write one such as https://news.example.org/{{slug}}/.";
    }

    /// <summary>The text as an absolute http(s) address without a password in it; null when it is none or longer than <see cref="MaxLinkLength"/>.</summary>
    public static string? Web(string text) =>
        text.Length <= MaxLinkLength
        && WebScheme().IsMatch(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0
        && uri.AbsoluteUri.Length <= MaxLinkLength
            ? uri.AbsoluteUri
            : null;

    /// <summary>The address of an item that names none, or null without a template.</summary>
    public string? For(string slug, string path, string id) =>
        template is null ? null : Web(Filled(template, slug, path, id));

    /// <summary>Completes an address of a file; null when it is not http(s), too long, or relative with nothing to complete it.</summary>
    public string? Resolve(string text)
    {
        if (Web(text) is { } absolute)
        {
            return absolute;
        }

        // "javascript:" and "mailto:" would survive the joining as they are.
        return site is not null && text.Length <= MaxLinkLength && !Scheme().IsMatch(text) && Uri.TryCreate(site, text, out var joined)
            ? Web(joined.AbsoluteUri)
            : null;
    }

    /// <summary>Why an item goes without an address that <see cref="Resolve"/> does not complete. What may hold a name or a password is not repeated.</summary>
    public string Refusal(string text)
    {
        var shown = text.Contains('@', StringComparison.Ordinal) ? "an address with a name or a password in it" : $"\"{PlainText.Line(text, 80)}\"";
        return $"{shown} is no http(s) address{(KnowsSite ? string.Empty : " and no site is configured to complete it")}; the item goes without it";
    }

    private static string Filled(string template, string slug, string path, string id) =>
        Placeholders().Replace(template, match => match.Groups["name"].Value switch
        {
            "slug" => Uri.EscapeDataString(slug),
            "path" => Escaped(path),
            "id" => Escaped(id),
            _ => match.Value,
        });

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholders();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    [GeneratedRegex("^[Hh][Tt][Tt][Pp][Ss]?://", RegexOptions.NonBacktracking)]
    private static partial Regex WebScheme();
}
