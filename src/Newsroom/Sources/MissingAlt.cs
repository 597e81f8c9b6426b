namespace NewsBot.Newsroom.Sources;

/// <summary>Pictures that say nothing to those who cannot see them, whatever source they come from.</summary>
internal static class MissingAlt
{
    /// <summary>A source that never describes its pictures is understood after so many warnings.</summary>
    private const int MostWarnings = 10;

    /// <returns>One warning a record, but none for records that their source warns about by itself.</returns>
    public static IEnumerable<Refusal> In(ContentPage page)
    {
        var warned = page.Refusals.Where(refusal => !refusal.Fatal).Select(refusal => refusal.ExternalId).ToHashSet(StringComparer.Ordinal);
        return page.Records
            .Where(record => record.Image is { } image && string.IsNullOrWhiteSpace(image.Alt) && !warned.Contains(record.ExternalId))
            .Take(MostWarnings)
            .Select(record => new Refusal(record.ExternalId, record.Where, "its picture has no alternative text; say in the source what can be seen on it", Fatal: false));
    }
}
