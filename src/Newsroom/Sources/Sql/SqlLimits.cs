namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>Bounds of one read, so that no table of a site is a danger to the bot, and no query of the bot one to the site.</summary>
internal static class SqlLimits
{
    /// <summary>Rows of one read. A query that gives all there is must give no more; one with a cursor goes on from there.</summary>
    public const int Rows = 5_000;

    /// <summary>Bytes of one read; what is beyond waits for the next one.</summary>
    public const int Bytes = 32 * 1024 * 1024;

    /// <summary>Bytes (SQLite) or characters (PostgreSQL) of one value; a row with a longer one is refused.</summary>
    public const int Value = 1024 * 1024;

    /// <summary>Rows behind the newest that are looked at again for what was committed late, or changed without a new cursor.</summary>
    public const int Tail = 100;

    /// <summary>That is done at every so many reads.</summary>
    public const int LookBackEvery = 10;

    /// <summary>A query that needs longer than this lacks an index; the site has other work to do.</summary>
    public static readonly TimeSpan Query = TimeSpan.FromSeconds(10);
}
