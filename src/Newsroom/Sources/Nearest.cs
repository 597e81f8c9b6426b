namespace NewsBot.Newsroom.Sources;

/// <summary>Pure: which known word did somebody mean?</summary>
public static class Nearest
{
    /// <returns>The known word with the fewest edits, or null when none is near.</returns>
    public static string? To(string word, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (candidate, edits: Edits(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.edits)
            .FirstOrDefault();
        return best.candidate is not null && best.edits <= Math.Max(2, word.Length / 2) ? best.candidate : null;
    }

    // Levenshtein, one row at a time.
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
