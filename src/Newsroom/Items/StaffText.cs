namespace NewsBot.Newsroom.Items;

/// <summary>Pure: what a person typed, without the spaces round it and no longer than there is room for.</summary>
internal static class StaffText
{
    /// <param name="longest">Characters; half a surrogate pair is never left over.</param>
    /// <returns>Null when nothing is left.</returns>
    public static string? Of(string? text, int longest)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length > longest)
        {
            var end = char.IsHighSurrogate(trimmed[longest - 1]) ? longest - 1 : longest;
            trimmed = trimmed[..end].TrimEnd();
        }

        return trimmed.Length == 0 ? null : trimmed;
    }
}
