namespace NewsBot.Newsroom.Sources.Page;

/// <summary>What one page may cost. A real one comes near to none of them.</summary>
internal static class PageLimits
{
    /// <summary>Bytes as they come.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <summary>UTF-16 units without scripts, styles and drawings: what is parsed.</summary>
    public const int Html = 2 * 1024 * 1024;

    /// <summary>Elements within elements. The parser's time grows with length times this.</summary>
    public const int Depth = 200;

    /// <summary>Tags in all.</summary>
    public const int Tags = 50_000;

    /// <summary>Rows looked at; the later ones are left out. Listings begin with the newest.</summary>
    public const int Rows = 500;
}
