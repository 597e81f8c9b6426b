using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>Pure: the Link header (RFC 8288, section 3), as much of it as WebSub needs.</summary>
internal static partial class LinkHeader
{
    /// <summary>Characters that are looked at; a handful of links has a tenth.</summary>
    private const int Longest = 8_192;

    /// <returns>The first http(s) target with that relation, or null.</returns>
    public static Uri? Find(string? header, string relation, Uri address)
    {
        foreach (Match link in Link().Matches(header is { Length: > Longest } ? header[..Longest] : header ?? ""))
        {
            var relations = Relation().Match(link.Groups["parameters"].Value).Groups["value"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (relations.Contains(relation, StringComparer.OrdinalIgnoreCase)
                && Uri.TryCreate(address, link.Groups["target"].Value.Trim(), out var target) && target.Scheme is "http" or "https")
            {
                return target;
            }
        }

        return null;
    }

    [GeneratedRegex("<(?<target>[^<>]*)>(?<parameters>(?:[^,\"<]|\"[^\"]*\")*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();

    [GeneratedRegex("(^|;)\\s*rel\\s*=\\s*\"?(?<value>[^\";]*)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Relation();
}
