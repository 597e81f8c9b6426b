using Microsoft.Data.Sqlite;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Opens the store that the options name, its schema current.</summary>
internal static class StoreAccess
{
    /// <exception cref="OptionsException">It cannot be opened or written; the message says what would mend it.</exception>
    public static async Task<Db> OpenAsync(NewsBotOptions options, TimeProvider time, CancellationToken ct) =>
        (await OpenAndMigrateAsync(options, time, ct)).Db;

    /// <inheritdoc cref="OpenAsync"/>
    /// <returns>The store, and the migrations that it took just now.</returns>
    public static async Task<(Db Db, IReadOnlyList<string> Applied)> OpenAndMigrateAsync(NewsBotOptions options, TimeProvider time, CancellationToken ct)
    {
        DemandFolder(options);
        var db = new Db(Dialect.Sqlite(options.Store), time);
        try
        {
            return (db, await Migrator.RunAsync(db, ct));
        }
        catch (SqliteException refused)
        {
            db.Dispose();
            throw new OptionsException($"store: {options.Store} {Explain(refused)}");
        }
    }

    /// <exception cref="OptionsException">The store's folder does not exist: it is not made, for a misspelt path is the likelier reason.</exception>
    public static void DemandFolder(NewsBotOptions options)
    {
        var folder = Path.GetDirectoryName(options.Store)!;
        if (!Directory.Exists(folder))
        {
            throw new OptionsException($"store: the folder {folder} does not exist; create it, or put another path into \"store\".");
        }
    }

    /// <summary>SQLite's primary result codes (sqlite.org/rescode.html) in words that help.</summary>
    public static string Explain(SqliteException refused) => refused.SqliteErrorCode switch
    {
        5 or 6 => "is locked by another program; find out which (fuser FILE) and let it finish.",
        8 => "is read-only; give this user write access to the file and its folder.",
        10 => $"cannot be read or written ({refused.Message}); check the disk.",
        11 or 26 => "is not a SQLite database, or is damaged; restore a backup or name another file.",
        13 => "is on a full disk; free some space, nothing is lost.",
        14 => "cannot be opened; give this user read and write access to the file and its folder.",
        _ => $"was refused by SQLite: {refused.Message}",
    };
}
