using System.Data.Common;
using Microsoft.Data.Sqlite;
using NewsBot.Newsroom.Sources.Sql;
using NewsBot.Tests.Support.Labs;
using Npgsql;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Sql;

/// <summary>The database of a site, of either kind, with a table <c>news</c>.</summary>
internal sealed class SiteDatabase : IDisposable
{
    private readonly string? file;
    private readonly NpgsqlDataSource? postgres;
    private readonly string? connection;

    private SiteDatabase(string? file, NpgsqlDataSource? postgres, string? connection)
    {
        this.file = file;
        this.postgres = postgres;
        this.connection = connection;
        Run("create table news (id text primary key, title text, published text, changed bigint not null, body text, gone integer not null default 0)");
        Run("create index news_changed on news (changed)");
    }

    public static SiteDatabase Create(string provider) => provider == "sqlite" ? Sqlite() : Postgres();

    public static SiteDatabase Sqlite() => new(Path.Combine(Path.GetTempPath(), $"newsbot-site-{Guid.NewGuid():n}.db"), null, null);

    public static SiteDatabase Postgres()
    {
        var lab = PostgresLab.SharedAsync().GetAwaiter().GetResult();
        Assert.SkipWhen(lab.Reason is not null, lab.Reason ?? "");
        var own = lab.NewConnectionAsync().GetAwaiter().GetResult();
        return new SiteDatabase(null, NpgsqlDataSource.Create(own), own);
    }

    public SqlOptions Options(string query) => new()
    {
        Provider = file is not null ? "sqlite" : "postgres",
        Path = file ?? "",
        Connection = connection,
        Query = query,
        Zone = "Europe/Lisbon",
    };

    public void Put(string id, string title, long changed = 1) =>
        Run($"insert into news (id, title, changed) values ('{id}', '{title}', {changed}) on conflict (id) do update set title = excluded.title, changed = excluded.changed");

    public void Run(string sql)
    {
        using var open = Open();
        using var command = open.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Count()
    {
        using var open = Open();
        using var command = open.CreateCommand();
        command.CommandText = "select count(*) from news";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The database is there no more.</summary>
    public void Close()
    {
        if (file is not null)
        {
            File.Delete(file);
        }
        else
        {
            Run("drop table news");
        }
    }

    public void Dispose()
    {
        postgres?.Dispose();
        if (file is not null)
        {
            File.Delete(file);
        }
    }

    private DbConnection Open()
    {
        DbConnection open = file is not null ? new SqliteConnection($"Data Source={file};Pooling=false") : postgres!.CreateConnection();
        open.Open();
        return open;
    }
}
