using System.Globalization;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>A value of the column <c>cursor</c>, as the database can take it again.</summary>
/// <param name="Type"><c>i</c> whole number, <c>r</c> other number, <c>s</c> text or what has a text form. Only SQLite asks.</param>
internal sealed record SqlValue(char Type, string Text)
{
    /// <exception cref="SourceException">It has no order that we could go on from.</exception>
    public static SqlValue? Of(object? value) => value switch
    {
        null => null,
        long or int or short => new('i', Invariant(value)),
        double or float or decimal => new('r', Invariant(value)),
        string text => new('s', text),
        Guid id => new('s', id.ToString()),
        DateTime { Kind: DateTimeKind.Utc } moment => new('s', moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
        DateTime moment => new('s', moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        DateOnly day => new('s', day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new SourceException("The column \"cursor\" of the query is of a type without an order; cast it to text, or choose another."),
    };

    private static string Invariant(object number) => Convert.ToString(number, CultureInfo.InvariantCulture)!;
}
