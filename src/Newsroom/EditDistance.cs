namespace NewsBot.Newsroom;

/// <summary>Pure: how many letters must be added, left out or replaced to make one word another (Levenshtein)? Two that change places count as two.</summary>
internal static class EditDistance
{
    // One row of the table at a time. Takes time with the product of the lengths: for words, not for texts.
    public static int Of(string from, string to)
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
