using System.Data.Common;
using System.Globalization;
using NewsBot.Newsroom.Sources.Named;
using NewsBot.Newsroom.Sources.Text;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>
/// A query on the site's own database.
/// Without <c>@cursor</c> it gives all there is, and what it gives no more is gone.
/// With <c>@cursor</c> it gives the rows from that value on (<c>&gt;=</c>, in order): several may share a value, so the newest are asked for
/// again and known ones dropped. Now and then it looks back further, for rows whose transaction ended late.
/// </summary>
public sealed class SqlSource : IContentSource, IDisposable
{
    private readonly SqlOptions options;
    private readonly NamedOptions named;
    private readonly SqlDatabase database;
    private readonly SqlTail tail = new();
    private readonly Nudges bell = new();
    private string? returned;
    private int reads;

    /// <exception cref="ArgumentException">The options are wrong; the message names each key.</exception>
    public SqlSource(string name, SqlOptions options)
    {
        var problems = string.Join(' ', options.Problems(name));
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        Name = name;
        this.options = options;
        named = new NamedOptions(TimeZoneInfo.FindSystemTimeZoneById(options.Zone), new LinkTemplate(options.Link), options.Kind);
        database = options.Provider == "sqlite" ? new SqliteDatabase(options.Path) : new PostgresDatabase(options.Connection!);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Returns when there is more to read at once, or when <paramref name="atMost"/> is over.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct) => bell.WaitAsync(Name, atMost, time, ct);

    /// <inheritdoc/>
    /// <exception cref="SourceException">The database or the query fails; the message holds no secret.</exception>
    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return options.Incremental ? await ChangesAsync(cursor, ct) : await AllAsync(cursor, ct);
        }
        catch (DbException refused)
        {
            // An interrupted query is an error of the database as well.
            ct.ThrowIfCancellationRequested();
            throw new SourceException($"The query of the content source \"{Name}\" fails: {PlainText.Line(database.Reason(refused), 300)}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SourceException($"The query of the content source \"{Name}\" took longer than {SqlLimits.Query.TotalSeconds:0} seconds; give the table an index for it.");
        }
    }

    public void Dispose() => database.Dispose();

    private async Task<ContentPage> AllAsync(string? cursor, CancellationToken ct)
    {
        var read = await database.ReadAsync(options.Query, first: false, cursor: null, ct);
        SqlPage.Demand(read.Columns, incremental: false);
        if (read.More)
        {
            throw new SourceException($"The query of the content source \"{Name}\" gives more than {SqlLimits.Rows} rows, or {SqlLimits.Bytes / 1024 / 1024} MiB; let it give fewer, or use @cursor for what changed.");
        }

        var print = SqlRow.DigestOf([.. read.Rows.Select(row => (object)row.Digest)]).ToString("x16", CultureInfo.InvariantCulture);

        // Unchanged only when the caller has kept what was read: he then gives its cursor.
        if (print == cursor && print == returned)
        {
            return new ContentPage([], [], print, Complete: false) { Unchanged = true };
        }

        returned = print;
        return SqlPage.Of(read.Columns, read.Rows, named, complete: true) with { Cursor = print };
    }

    private async Task<ContentPage> ChangesAsync(string? cursor, CancellationToken ct)
    {
        if (cursor != returned)
        {
            // A start, or rows that were read and went lost on their way into the store.
            tail.Clear();
            reads = 0;
        }

        var before = SqlCursor.Parse(cursor);
        var lookingBack = before is { At: not null, Back: not null, Archive: false } && reads++ % SqlLimits.LookBackEvery == 0;
        var from = lookingBack ? before!.Back : before?.At;
        var read = await database.ReadAsync(options.Query, first: from is null, from, ct);
        SqlPage.Demand(read.Columns, incremental: true);
        if (read.More && read.Rows.All(row => row.Cursor == from))
        {
            throw new SourceException($"More than {SqlLimits.Rows} rows of the content source \"{Name}\" share the cursor \"{PlainText.Line(from?.Text ?? "null", 80)}\"; choose a finer one, such as the time and the id in one text.");
        }

        var fresh = tail.Take(read.Rows);

        // Looking back may not have come as far as before.
        var at = lookingBack && read.Rows.All(row => row.Cursor != before!.At) ? before!.At : read.Rows.Select(row => row.Cursor).LastOrDefault(value => value is not null) ?? before?.At;
        tail.Trim(at);
        var archive = (before is null || before.Archive) && fresh.Count > 0;
        var after = new SqlCursor(at, tail.Back ?? before?.Back, archive, tail.Seen);
        if (read.More || archive)
        {
            bell.Wake(Name);
        }

        var unchanged = fresh.Count == 0 && before is { Archive: false };
        returned = unchanged ? cursor : after.ToText();
        return SqlPage.Of(read.Columns, fresh, named, complete: false) with { Cursor = returned, Archive = archive, Unchanged = unchanged };
    }
}
