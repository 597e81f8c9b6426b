namespace NewsBot.Bot.Commands;

/// <summary>
/// The top-level names and descriptions of the commands, and their translations: English is the one that always holds, another
/// language is one more dictionary here. Discord sends the English name back, whatever a person sees.
/// </summary>
internal static class CommandNames
{
    /// <summary>Of commands with sub-commands; the others describe themselves.</summary>
    public static readonly IReadOnlyDictionary<string, string> Groups = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["news"] = "Find, post, correct and take back news",
        ["topic"] = "Topics and the channels they lead to",
        ["digest"] = "The digests that go out by mail",
        ["delivery"] = "Posts and mails that are on their way or did not arrive",
    };

    /// <summary>By Discord's locale, then by English name.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Translations = new(StringComparer.Ordinal)
    {
        ["de"] = new(StringComparer.Ordinal)
        {
            ["news"] = "nachrichten",
            ["topic"] = "thema",
            ["digest"] = "rundbrief",
            ["delivery"] = "zustellung",
            ["why"] = "warum",
            ["status"] = "zustand",
            ["follow"] = "folgen",
            ["unfollow"] = "entfolgen",
            ["topics"] = "themen",
            ["Put in the digest"] = "In den Rundbrief aufnehmen",
            ["Correct this post"] = "Diesen Beitrag berichtigen",
            ["Retract this post"] = "Diesen Beitrag zurückziehen",
        },
    };

    /// <returns>Null: there is none.</returns>
    public static IReadOnlyDictionary<string, string>? Of(string name)
    {
        var found = Translations.Where(locale => locale.Value.ContainsKey(name)).ToDictionary(locale => locale.Key, locale => locale.Value[name], StringComparer.Ordinal);
        return found.Count > 0 ? found : null;
    }
}
