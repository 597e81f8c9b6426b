using System.Reflection;

namespace NewsBot.Newsroom.Store;

/// <summary>Brings the schema up: files in order of their number, one transaction a file, one process at a time. Forward only.</summary>
public static class Migrator
{
    /// <returns>The file names that were applied now; empty when the schema was current.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(Db db, CancellationToken ct = default)
    {
        var applied = new List<string>();
        foreach (var (version, name) in FilesFor(db.Dialect))
        {
            if (await ApplyAsync(db, version, name, ct))
            {
                applied.Add(name);
            }
        }

        return applied;
    }

    private static Task<bool> ApplyAsync(Db db, int version, string name, CancellationToken ct) => db.WriteAsync(
        async tx =>
        {
            if (tx.Dialect.MigrationLock is { } lockSql)
            {
                await tx.ExecuteAsync(lockSql);
            }

            await tx.ExecuteAsync("create table if not exists schema_version (version integer primary key, name text not null, at bigint not null)");
            if (await tx.FirstAsync<long?>("select version from schema_version where version = @version", new { version }) is not null)
            {
                return false;
            }

            await tx.ExecuteAsync(Text(name).Replace("{identity}", tx.Dialect.Identity, StringComparison.Ordinal));
            await tx.ExecuteAsync("insert into schema_version (version, name, at) values (@version, @name, @at)", new { version, name, at = tx.Now });
            return true;
        },
        ct);

    // 0004_what.sql serves both; 0004_what.sqlite.sql and 0004_what.postgres.sql one each.
    private static IEnumerable<(int Version, string Name)> FilesFor(Dialect dialect) =>
        from name in typeof(Migrator).Assembly.GetManifestResourceNames()
        where name.EndsWith(".sql", StringComparison.Ordinal)
        let parts = name.Split('.')
        where parts.Length == 2 || parts[1] == dialect.Name
        orderby name
        select (int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name);

    private static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
