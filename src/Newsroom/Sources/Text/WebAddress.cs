namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Addresses as documents write them.</summary>
internal static class WebAddress
{
    /// <summary>Absolute http(s) address; null for every other.</summary>
    /// <param name="document">What completes a relative one; null: nothing does.</param>
    public static string? Resolve(string? text, Uri? document)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 2 * LinkTemplate.MaxLinkLength)
        {
            return null;
        }

        // URL Standard, "basic URL parser": tabs and line ends go, wherever they stand.
        var bare = text.Trim().Replace("\t", string.Empty, StringComparison.Ordinal).Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal);
        return new LinkTemplate(null, document).Resolve(bare);
    }
}
