using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Text;
using Npgsql;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>Which query of which database gives the items.</summary>
public sealed partial record SqlOptions
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The file of a SQLite database.</summary>
    public string Path { get; init; } = "";

    /// <summary>Connection string of a PostgreSQL database, such as <c>Host=db;Database=site;Username=newsbot;Password=…</c>.</summary>
    public string? Connection { get; init; }

    /// <summary>One row an item, its columns named as the fields of an item. With <c>@cursor</c> in it, it gives what changed since; without, all there is.</summary>
    public required string Query { get; init; }

    /// <summary>Address of an item that names none, such as <c>https://news.example.org/{id}</c>; its host completes relative ones.</summary>
    public string? Link { get; init; }

    /// <summary>IANA zone of dates without an offset.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Kind of an item that names none.</summary>
    public string Kind { get; init; } = "story";

    /// <summary>Does the query give only what changed?</summary>
    public bool Incremental => CursorName().IsMatch(Query);

    /// <summary>What is wrong with these options, each with the full name of its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems(string key)
    {
        if (Provider is not ("sqlite" or "postgres"))
        {
            yield return $"{key}.provider: \"{Provider}\" is unknown; write \"sqlite\" or \"postgres\".";
        }

        if (Provider == "sqlite" && string.IsNullOrWhiteSpace(Path))
        {
            yield return $"{key}.path: name the file of the SQLite database.";
        }

        if (Provider == "postgres" && !IsConnection(Connection))
        {
            yield return $"{key}.connection: put a connection string such as Host=db;Database=site;Username=newsbot;Password=… into a file and name it in {key}.connectionFile.";
        }

        if (string.IsNullOrWhiteSpace(Query))
        {
            yield return $"{key}.query: write the query that gives one row for each item, with the columns id and title at least.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
        {
            yield return $"{key}.zone: \"{Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC.";
        }

        if (Link is not null && LinkTemplate.Problem(Link) is { } problem)
        {
            yield return $"{key}.link: {problem}";
        }
    }

    /// <summary>A record would print its password.</summary>
    public override string ToString() => nameof(SqlOptions);

    private static bool IsConnection(string? text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(text) && new NpgsqlConnectionStringBuilder(text).Host is not null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            return false; // Its message may hold parts of the secret.
        }
    }

    [GeneratedRegex(@"@cursor\b", RegexOptions.NonBacktracking)]
    private static partial Regex CursorName();
}
