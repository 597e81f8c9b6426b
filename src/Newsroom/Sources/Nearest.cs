namespace NewsBot.Newsroom.Sources;

/// <summary>Pure: which known word did somebody mean?</summary>
public static class Nearest
{
    /// <summary>Longer than any word that is known: nothing is near, and to look takes time with the length.</summary>
    private const int Longest = 100;

    /// <returns>The known word with the fewest edits, or null when none is near.</returns>
    public static string? To(string word, IEnumerable<string> known)
    {
        if (word.Length > Longest)
        {
            return null;
        }

        var best = known
            .Select(candidate => (candidate, edits: EditDistance.Of(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.edits)
            .FirstOrDefault();
        return best.candidate is not null && best.edits <= Math.Max(2, word.Length / 2) ? best.candidate : null;
    }
}
