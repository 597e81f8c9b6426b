using NewsBot.Digest.Languages;

namespace NewsBot.Digest.Subscribers;

/// <summary>A sentence before its language is known: a change may change that too.</summary>
internal sealed record Said(string Key, Func<Phrases, string, object?[]> Values)
{
    public Said(string key)
        : this(key, (_, _) => [])
    {
    }

    public string In(Phrases phrases, string language) => phrases.Say(language, Key, Values(phrases, language));
}

/// <summary>What a change came to.</summary>
/// <param name="Undo">The id of what can be taken back; null when nothing changed.</param>
/// <param name="Refused">Nothing changed, for the sentence says what is wrong.</param>
internal sealed record ChangeResult(IReadOnlyList<Said> Sentences, long? Undo = null, bool Refused = false)
{
    public static ChangeResult Wrong(string key) => new([new(key)], Refused: true);

    public static ChangeResult Nothing { get; } = new([new("manage.said.nothing")]);
}
