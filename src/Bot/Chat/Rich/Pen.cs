using System.Text;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Writes tokens with their marks, knows how long the text would be if every open mark were closed here, and can take back what it wrote.</summary>
internal sealed class Pen
{
    private const char ZeroWidthSpace = '\u200B';

    // Outermost first: the underscore of emphasis must stand next to its word.
    private static readonly Style[] Order = [Style.Strike, Style.Strong, Style.Emphasis];

    private readonly StringBuilder text = new();
    private State at;

    /// <summary>Code points so far, and of the marks that would close what is open.</summary>
    public int Length => at.Length + Order.Where(style => at.Open.HasFlag(style)).Sum(style => MarkOf(style).Length + 1);

    public bool IsEmpty => text.Length == 0;

    public char Last => text.Length == 0 ? '\n' : text[^1];

    /// <summary>The last thing written is an address that would take in what is written next.</summary>
    public bool EndsInAddress => at.AfterAddress;

    public State Save() => at with { Position = text.Length };

    public void Restore(State state)
    {
        text.Length = state.Position;
        at = state;
    }

    /// <summary>Text without marks, as it is.</summary>
    public void Raw(string raw)
    {
        if (raw.Length > 0)
        {
            text.Append(raw);
            at = at with { Length = at.Length + Count(raw), AfterMark = false, AfterAddress = false };
        }
    }

    /// <param name="margin">What begins a line.</param>
    public void Put(IReadOnlyList<Token> tokens, int index, string margin)
    {
        var token = tokens[index];
        var gap = index > 0 && token.Gap.Length == 0 && tokens[index - 1].Kind == TokenKind.Address ? " " : token.Gap;
        var shared = gap == "\n" ? Style.None : Shared(at.Open, token.Style);
        Close(shared);
        Raw(gap == "\n" ? "\n" + margin : gap);
        foreach (var style in Order.Where(style => token.Style.HasFlag(style) && !shared.HasFlag(style)))
        {
            if (style == Style.Emphasis)
            {
                at = at with { Star = NeedsStar(tokens, index) };
            }

            Mark(style);
        }

        at = at with { Open = token.Style };
        if (Last == '`' && token.Text[0] == '`')
        {
            Raw(ZeroWidthSpace.ToString()); // Two pieces of code, not one with longer marks.
        }

        Raw(token.Text);
        at = at with { AfterAddress = token.Kind == TokenKind.Address };
    }

    /// <summary>Closes all but <paramref name="kept"/>.</summary>
    public void Close(Style kept = Style.None)
    {
        foreach (var style in Order.Reverse().Where(style => at.Open.HasFlag(style) && !kept.HasFlag(style)))
        {
            Mark(style);
        }

        at = at with { Open = kept };
    }

    public override string ToString() => text.ToString();

    private void Mark(Style style)
    {
        // "***" could be read in three ways.
        var mark = MarkOf(style);
        if (at.AfterMark && Last == mark[0])
        {
            text.Append(ZeroWidthSpace);
            at = at with { Length = at.Length + 1 };
        }

        text.Append(mark);
        at = at with { Length = at.Length + mark.Length, AfterMark = true, AfterAddress = false };
    }

    private string MarkOf(Style style) => style switch
    {
        Style.Strike => "~~",
        Style.Strong => "**",
        _ => at.Star ? "*" : "_",
    };

    // Underscores inside a word are no marks for Discord, so that snake_case stays readable.
    private bool NeedsStar(IReadOnlyList<Token> tokens, int index)
    {
        var after = index + 1;
        while (after < tokens.Count && tokens[after].Style.HasFlag(Style.Emphasis) && tokens[after].Gap != "\n")
        {
            after++;
        }

        return IsWord(text.Length == 0 ? ' ' : text[^1]) || (after < tokens.Count && tokens[after].Gap.Length == 0 && IsWord(tokens[after].Text[0]));
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private static Style Shared(Style open, Style wanted)
    {
        var shared = Style.None;
        foreach (var style in Order)
        {
            if (open.HasFlag(style) != wanted.HasFlag(style))
            {
                break;
            }

            shared |= open & style;
        }

        return shared;
    }

    private static int Count(string raw)
    {
        var count = 0;
        foreach (var _ in raw.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    internal readonly record struct State(int Position, int Length, Style Open, bool Star, bool AfterMark, bool AfterAddress);
}
