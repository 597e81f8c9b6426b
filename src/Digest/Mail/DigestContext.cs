using System.Text;
using Scriban;
using Scriban.Parsing;

namespace NewsBot.Digest.Mail;

/// <summary>HTML that a partial has made, from encoded values: printed as it is.</summary>
internal sealed record SafeHtml(string Text)
{
    public override string ToString() => Text;
}

/// <summary>One rendering, strict and bounded: an unknown name is an error, and no template runs for ever.</summary>
internal class DigestContext : TemplateContext
{
    private const int DeepestPartial = 10;

    // The page of an edition shows all its items: hundreds in a wild week.
    private const int MostRounds = 10_000;
    private const int DeepestCall = 50;
    private static readonly TimeSpan LongestRegex = TimeSpan.FromSeconds(1);

    private int partials;

    public DigestContext()
    {
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        LoopLimit = MostRounds;
        RecursiveLimit = DeepestCall;
        RegexTimeOut = LongestRegex;
        // Scriban would cut the output in silence: its limit lies above ours, which is an error.
        LimitToString = 8_000_000;
    }

    public void EnterPartial(string name)
    {
        if (++partials > DeepestPartial)
        {
            throw new TemplateException($"partial \"{name}\": partials call each other more than {DeepestPartial} deep");
        }
    }

    public void LeavePartial() => partials--;
}

/// <summary>Encodes every printed value, in text and in quoted attributes alike.</summary>
internal sealed class HtmlContext : DigestContext
{
    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is SafeHtml safe)
        {
            Write(safe.Text);
        }
        else if (ObjectToString(textAsObject) is { } text)
        {
            Write(Encode(text));
        }

        return this;
    }

    // Accented letters stay themselves: the pages are UTF-8, and each would take three times its bytes.
    private static string Encode(string text)
    {
        var end = text.AsSpan().IndexOfAny("&<>\"'");
        if (end < 0)
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => encoded.Append("&amp;"),
                '<' => encoded.Append("&lt;"),
                '>' => encoded.Append("&gt;"),
                '"' => encoded.Append("&quot;"),
                '\'' => encoded.Append("&#39;"),
                _ => encoded.Append(c),
            };
        }

        return encoded.ToString();
    }
}
