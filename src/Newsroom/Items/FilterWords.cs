namespace NewsBot.Newsroom.Items;

/// <summary>Pure: one term of a filter as it was typed becomes what it means.</summary>
internal static class FilterWords
{
    private static readonly Dictionary<string, FilterField> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["kind"] = FilterField.Kind,
        ["topic"] = FilterField.Topic,
        ["source"] = FilterField.Source,
        ["title"] = FilterField.Title,
        ["author"] = FilterField.Author,
        ["has"] = FilterField.Has,
    };

    private static readonly string[] Things = [FilterTerm.Deadline, FilterTerm.Picture, FilterTerm.Link];

    /// <param name="text">As in <c>title:"fire drill"</c>, <c>water*</c>.</param>
    /// <param name="position">Of its first character, from 1.</param>
    /// <exception cref="FilterException">It means nothing.</exception>
    public static FilterTerm Term(string text, int position)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        if (colon < 0 || (quote >= 0 && quote < colon))
        {
            return Of(FilterField.Text, text, position);
        }

        var (name, value) = (text[..colon], text[(colon + 1)..]);
        if (!Fields.TryGetValue(name, out var field))
        {
            throw new FilterException(position, $"{name}: is nothing that a filter knows", $"{Known}; to look for the words themselves, put them into quotation marks");
        }

        if (value.Length == 0)
        {
            throw new FilterException(position + colon + 1, $"nothing stands after {name}:", $"write what it must be, as in {name}:{(field == FilterField.Has ? Things[0] : "water")}, without a blank between");
        }

        return Of(field, value, position + colon + 1);
    }

    private static string Known => $"it knows {string.Join(", ", Fields.Keys.Select(known => known + ":"))}";

    private static FilterTerm Of(FilterField field, string value, int position)
    {
        var quoted = value is ['"', .., '"'];
        if (!quoted && value.Contains('"', StringComparison.Ordinal))
        {
            throw new FilterException(position, $"{value} has its quotation marks in the middle", "write a blank before them");
        }

        var bare = quoted ? value[1..^1] : value;
        var prefix = bare.EndsWith('*');
        bare = (prefix ? bare[..^1] : bare).Trim();
        if (field == FilterField.Has)
        {
            return Things.FirstOrDefault(thing => thing.Equals(bare, StringComparison.OrdinalIgnoreCase)) is { } known && !prefix
                ? new FilterTerm(field, known, [], Prefix: false)
                : throw new FilterException(position, $"{value} is nothing that an item can have", $"write has:{string.Join(", has:", Things)}");
        }

        var words = FilterText.Words(bare);
        return words.Count == 0
            ? throw new FilterException(position, $"{value} has no letter and no digit", "write a word")
            : new FilterTerm(field, bare, words, prefix);
    }
}
