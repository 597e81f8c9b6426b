using Npgsql;

namespace NewsBot.Tests.Support.Labs;

/// <summary>A real PostgreSQL: the one that <c>test.sh</c> started, or one that the first test to ask for it starts.</summary>
public sealed class PostgresLab
{
    private static readonly Lazy<Task<PostgresLab>> Shared = new(StartAsync);

    private readonly string connection;

    private PostgresLab(string? connection, string? reason)
    {
        this.connection = connection ?? "";
        Reason = reason;
    }

    /// <summary>Why there is no PostgreSQL, for <c>Assert.SkipWhen</c>; null when there is one.</summary>
    public string? Reason { get; }

    public static Task<PostgresLab> SharedAsync() => Shared.Value;

    /// <summary>A new, empty database. It goes with the lab; the source is the caller's to dispose.</summary>
    public async Task<NpgsqlDataSource> NewDatabaseAsync() => NpgsqlDataSource.Create(await NewConnectionAsync());

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> NewConnectionAsync()
    {
        var name = $"t_{Guid.NewGuid():n}";
        await using (var lab = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString))
        {
            await lab.OpenAsync();
            await using var create = new NpgsqlCommand($"create database {name}", lab);
            await create.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(connection) { Database = name }.ConnectionString;
    }

    private static async Task<PostgresLab> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("NEWSBOT_LAB_POSTGRES") is { Length: > 0 } given)
        {
            return new PostgresLab(given, null);
        }

        var (output, reason) = await LabScript.StartAsync("postgres");
        return new PostgresLab(output?.Trim(), reason);
    }
}
