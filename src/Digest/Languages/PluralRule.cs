namespace NewsBot.Digest.Languages;

/// <summary>Which form of a phrase a count takes, as Unicode CLDR has it for the languages that readers can choose.</summary>
internal static class PluralRule
{
    public const string Other = "other";

    public static string Of(string language, long count) => language switch
    {
        "ar" => Arabic(count),
        _ => count == 1 ? "one" : Other,
    };

    private static string Arabic(long count) => (count, count % 100) switch
    {
        (0, _) => "zero",
        (1, _) => "one",
        (2, _) => "two",
        (_, >= 3 and <= 10) => "few",
        (_, >= 11) => "many",
        _ => Other,
    };
}
