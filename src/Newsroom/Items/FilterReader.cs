using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace NewsBot.Newsroom.Items;

/// <summary>Reads a filter. What is wrong is said in terms of what was typed, not of the grammar.</summary>
internal static class FilterReader
{
    private enum Mark
    {
        Open,
        Close,
        And,
        Or,
        Not,
        Term,
    }

    private static readonly TextParser<TextSpan> Bare = Span.WithoutAny(letter => char.IsWhiteSpace(letter) || letter is '(' or ')' or '"');

    private static readonly TextParser<TextSpan> Quoted =
        Span.MatchedBy(Character.EqualTo('"').IgnoreThen(Character.Except('"').IgnoreMany()).IgnoreThen(Character.EqualTo('"')));

    private static readonly Tokenizer<Mark> Marks = new TokenizerBuilder<Mark>()
        .Ignore(Span.WhiteSpace)
        .Match(Character.EqualTo('('), Mark.Open)
        .Match(Character.EqualTo(')'), Mark.Close)
        .Match(Span.EqualToIgnoreCase("and"), Mark.And, requireDelimiters: true)
        .Match(Span.EqualToIgnoreCase("or"), Mark.Or, requireDelimiters: true)
        .Match(Span.EqualToIgnoreCase("not"), Mark.Not, requireDelimiters: true)
        .Match(Span.MatchedBy(Bare.IgnoreThen(Quoted.OptionalOrDefault())).Or(Quoted), Mark.Term, requireDelimiters: true)
        .Build();

    private static readonly TokenListParser<Mark, FilterNode> Single =
        Token.EqualTo(Mark.Not).IgnoreThen(Parse.Ref(() => Single!)).Select(inner => (FilterNode)new FilterNot(inner))
            .Or(Parse.Ref(() => Any!).Between(Token.EqualTo(Mark.Open), Token.EqualTo(Mark.Close)))
            .Or(Token.EqualTo(Mark.Term).Select(FilterNode (token) => FilterWords.Term(token.ToStringValue(), token.Position.Absolute + 1)));

    private static readonly TokenListParser<Mark, FilterNode> All =
        Parse.Chain(Token.EqualTo(Mark.And), Single, (_, left, right) => new FilterGroup(true, left, right));

    private static readonly TokenListParser<Mark, FilterNode> Any =
        Parse.Chain(Token.EqualTo(Mark.Or), All, (_, left, right) => new FilterGroup(false, left, right));

    /// <exception cref="FilterException">It cannot be read.</exception>
    public static FilterNode Read(string text)
    {
        if (text.Length > Filter.Longest)
        {
            throw new FilterException(Filter.Longest + 1, $"it is longer than {Filter.Longest} characters", "make two routes of it, or shorten it");
        }

        var tokens = Marks.TryTokenize(text);
        if (!tokens.HasValue)
        {
            throw new FilterException(tokens.ErrorPosition.Absolute + 1, "a quotation mark stands alone", "write both, as in \"fire drill\", with blanks around them");
        }

        DemandShallow(tokens.Value);
        var read = Any.AtEnd().TryParse(tokens.Value);
        return read.HasValue ? read.Value : throw Problem(text, [.. tokens.Value], read.ErrorPosition);
    }

    private static void DemandShallow(TokenList<Mark> tokens)
    {
        var (brackets, nots) = (0, 0);
        foreach (var token in tokens)
        {
            brackets += token.Kind switch { Mark.Open => 1, Mark.Close => -1, _ => 0 };
            nots = token.Kind == Mark.Not ? nots + 1 : 0;
            if (brackets > Filter.Deepest || nots > Filter.Deepest)
            {
                throw new FilterException(token.Position.Absolute + 1, $"more than {Filter.Deepest} brackets or nots stand inside one another", "write it flatter");
            }
        }
    }

    private static FilterException Problem(string text, IReadOnlyList<Token<Mark>> tokens, Position at)
    {
        const string Between = "write and or or between two terms, and put words that belong together into quotation marks";
        var place = at.HasValue ? tokens.TakeWhile(token => token.Position.Absolute < at.Absolute).Count() : tokens.Count;
        if (place >= tokens.Count)
        {
            return tokens is [.., { Kind: Mark.And or Mark.Or or Mark.Not or Mark.Open } last]
                ? new FilterException(text.Length + 1, $"nothing stands after {last.ToStringValue()}", "write a term there, such as kind:announcement")
                : tokens.Count == 0
                    ? new FilterException(1, "it is empty", "write a term, such as kind:announcement")
                    : new FilterException(text.Length + 1, "a bracket is not closed", "write ) where it ends");
        }

        var (found, position) = (tokens[place], tokens[place].Position.Absolute + 1);
        var afterTerm = place > 0 && tokens[place - 1].Kind is Mark.Term or Mark.Close;
        return found.Kind switch
        {
            Mark.Close when tokens.Take(place).Count(token => token.Kind == Mark.Open) <= tokens.Take(place).Count(token => token.Kind == Mark.Close) =>
                new FilterException(position, "no bracket was opened for this )", "take it away, or write ( where it begins"),
            Mark.Close or Mark.And or Mark.Or => new FilterException(position, $"a term is missing before {found.ToStringValue()}", "write one, such as kind:announcement; to look for the word itself, put it into quotation marks"),
            _ when afterTerm => new FilterException(position, $"nothing says how {found.ToStringValue()} belongs to what stands before", Between),
            _ => new FilterException(position, $"{found.ToStringValue()} is not expected here", Between),
        };
    }
}
