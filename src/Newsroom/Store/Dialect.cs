using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace NewsBot.Newsroom.Store;

/// <summary>The few SQL fragments in which SQLite and PostgreSQL differ; everything else is written once.</summary>
public sealed class Dialect
{
    private readonly Func<DbConnection> connect;

    private Dialect(string name, Func<DbConnection> connect)
    {
        Name = name;
        this.connect = connect;
    }

    /// <summary><c>sqlite</c> or <c>postgres</c>; also the middle part of migration files that must differ.</summary>
    public string Name { get; }

    /// <summary>One process at a time writes; writers inside it queue at a gate.</summary>
    public bool SingleWriter => Name == "sqlite";

    /// <summary>Replaces <c>{identity}</c> in migrations: a primary key that counts up by itself and never reuses a number.</summary>
    public string Identity { get; private init; } = "";

    /// <summary>Ends the inner select of a claim, so that two claimers never wait for the same row.</summary>
    public string ClaimLock { get; private init; } = "";

    /// <summary>"Is one of the values of a list": the condition after a column. The list must not be empty.</summary>
    /// <param name="values">The name of the parameter, with its sign.</param>
    public string AmongAll(string values) => SingleWriter ? $"in {values}" : $"= any({values})";

    /// <summary>A statement that lets one transaction at a time past it, of all that ask with this number; null where only one writes anyway.</summary>
    public string? OneByOne(int number) => SingleWriter ? null : string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({number})");

    /// <summary>Before a transaction that writes. WAL: readers never wait. FULL: what was committed survives a power cut, not only a killed process.</summary>
    public string? PrepareWriter { get; private init; }

    /// <summary>First statement of a migration run: one process at a time.</summary>
    public string? MigrationLock { get; private init; }

    internal DbConnection Connect() => connect();

    /// <param name="path">The database file. It is created when missing; its folder must exist.</param>
    public static Dialect Sqlite(string path)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 10, // seconds; another process (the command line) may be writing
        };
        return new("sqlite", () => new SqliteConnection(settings.ConnectionString))
        {
            Identity = "integer primary key autoincrement",
            PrepareWriter = "pragma journal_mode = wal; pragma synchronous = full",
        };
    }

    public static Dialect Postgres(NpgsqlDataSource source) => new("postgres", source.CreateConnection)
    {
        Identity = "bigint generated always as identity primary key",
        ClaimLock = "for update skip locked",
        MigrationLock = "select pg_advisory_xact_lock(7318001)",
    };
}
