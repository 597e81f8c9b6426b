using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: can each text of a mail be told from its background (WCAG 2.2, 1.4.3), with light colours and with dark ones? It reads styles on elements, and the classes of the dark scheme.</summary>
internal static partial class Contrast
{
    private const double Least = 4.5;

    // A mail program's own.
    private static readonly Look Paper = new("#000000", "#ffffff");

    public static IEnumerable<string> Problems(IDocument page)
    {
        var dark = Dark(string.Concat(page.QuerySelectorAll("style").Select(style => style.TextContent)));
        return Walk(page.Body!, Paper, []).Concat(Walk(page.Body!, Paper, dark).Select(problem => $"With dark colours: {problem}")).Distinct(StringComparer.Ordinal);
    }

    private static List<string> Walk(IElement element, Look outer, IReadOnlyList<(string Selector, string Style)> rules)
    {
        var own = element.GetAttribute("style") ?? "";
        if (own.Contains("display:none", StringComparison.Ordinal))
        {
            return [];
        }

        var look = outer.With(own);
        foreach (var (_, style) in rules.Where(rule => element.Matches(rule.Selector)))
        {
            look = look.With(style);
        }

        var problems = new List<string>();
        if (element.ChildNodes.OfType<IText>().Any(text => !string.IsNullOrWhiteSpace(text.Data)) && Problem(look) is { } problem)
        {
            problems.Add(problem);
        }

        foreach (var child in element.Children)
        {
            problems.AddRange(Walk(child, look, rules));
        }

        return problems;
    }

    private static string? Problem(Look look) =>
        Luminance(look.Ink) is not { } ink || Luminance(look.Ground) is not { } ground
            ? $"The colour {look.Ink} on {look.Ground} is not written as #rrggbb."
            : (Math.Max(ink, ground) + 0.05) / (Math.Min(ink, ground) + 0.05) is var ratio && ratio < Least
                ? string.Create(CultureInfo.InvariantCulture, $"Text in {look.Ink} on {look.Ground} has a contrast of {ratio:0.0} : 1; {Least} is the least.")
                : null;

    // WCAG 2.2, "relative luminance".
    private static double? Luminance(string colour)
    {
        if (colour.Length != 7 || colour[0] != '#' || !int.TryParse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb))
        {
            return null;
        }

        static double Linear(int value) => value / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        return (0.2126 * Linear(rgb >> 16)) + (0.7152 * Linear((rgb >> 8) & 255)) + (0.0722 * Linear(rgb & 255));
    }

    private static IReadOnlyList<(string Selector, string Style)> Dark(string styles)
    {
        var start = styles.IndexOf("prefers-color-scheme:dark", StringComparison.Ordinal);
        return start < 0 ? [] : [.. Rule().Matches(styles, styles.IndexOf('{', start) + 1).Select(rule => (rule.Groups["selector"].Value.Trim(), rule.Groups["style"].Value))];
    }

    [GeneratedRegex(@"(?<selector>[^{}]{1,200})\{(?<style>[^{}]{0,1000})\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"(^|;)\s*(?<name>color|background-color)\s*:\s*(?<value>[^;!]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Colour();

    private sealed record Look(string Ink, string Ground)
    {
        public Look With(string style)
        {
            var look = this;
            foreach (var match in Colour().Matches(style).Select(match => match.Groups))
            {
                var value = match["value"].Value.Trim();
                look = match["name"].Value == "color" ? look with { Ink = value } : look with { Ground = value };
            }

            return look;
        }
    }
}
