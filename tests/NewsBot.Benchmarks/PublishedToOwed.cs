using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Newsroom.Sources.Sql;
using NewsBot.Newsroom.Store;

namespace NewsBot.Benchmarks;

/// <summary>From the moment at which something is published, by folder, sql and push, to the moment at which its lane sends it.</summary>
internal sealed class PublishedToOwed : IDisposable
{
    private const int Each = 30;
    private const string Secret = "a secret of thirty-two characters";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private readonly Db db;
    private readonly string name = $"store-{Guid.NewGuid():n}";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-benchmark-");
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> awaited = new(StringComparer.Ordinal);
    private readonly string site;

    private PublishedToOwed(Db db)
    {
        this.db = db;
        site = Path.Combine(folder.FullName, "site.db");
        folder.CreateSubdirectory("news");
    }

    public static async Task<(IReadOnlyList<TimeSpan> Folder, IReadOnlyList<TimeSpan> Sql, IReadOnlyList<TimeSpan> Push)> RunAsync(Db db, CancellationToken ct)
    {
        using var measure = new PublishedToOwed(db);
        return await measure.AllAsync(ct);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private async Task<(IReadOnlyList<TimeSpan> Folder, IReadOnlyList<TimeSpan> Sql, IReadOnlyList<TimeSpan> Push)> AllAsync(CancellationToken ct)
    {
        await SiteAsync("create table news (id integer primary key, title text not null)");
        await SiteAsync("insert into news (title) values ('Long ago')");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "news", "old.md"), "---\ntitle: Long ago\ntopics: [news]\n---\n", ct);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var watch = new FolderWatch(Path.Combine(folder.FullName, "news"), TimeProvider.System);
        using var sql = new SqlSource($"{name}-sql", new SqlOptions { Provider = "sqlite", Path = site, Query = "select id, title, id as cursor from news where id >= coalesce(@cursor, 0) order by id" });
        var pushOptions = new PushOptions { Secret = Secret };
        var push = new PushSource($"{name}-push", pushOptions, db);
        var inbox = new PushInbox(db, push, pushOptions, TimeProvider.System, NullLogger.Instance);
        using var pump = new DeliveryPump(db, new Lane("discord", 4, SendAsync), "benchmark", TimeProvider.System, NullLogger.Instance);
        Task[] running =
        [
            Watch(new FolderSource($"{name}-folder", new FolderOptions { Path = Path.Combine(folder.FullName, "news") }, TimeProvider.System), new SourceOptions().Every, watch.WaitForChangeAsync),
            Watch(sql, Quick, token => sql.WaitAsync(Quick, TimeProvider.System, token)),
            Watch(push, Quick, token => push.WaitAsync(Quick, TimeProvider.System, token)),
            pump.RunAsync(stop.Token),
        ];
        await BegunAsync(ct);

        var byFolder = await EachAsync((n, title) => File.WriteAllTextAsync(Path.Combine(folder.FullName, "news", $"{n}.md"), $"---\ntitle: {title}\ntopics: [news]\n---\nText.\n", ct));
        var bySql = await EachAsync((_, title) => SiteAsync($"insert into news (title) values ('{title}')"));
        var byPush = await EachAsync((n, title) => PushAsync(inbox, n, title, ct));
        await stop.CancelAsync();
        await Task.WhenAll(running);
        return (byFolder, bySql, byPush);

        Task Watch(IContentSource source, TimeSpan every, Func<CancellationToken, Task> changed) =>
            new Watcher(db, source, new SourceOptions { Every = every, Topics = ["news"] }, "benchmark", TimeProvider.System, NullLogger.Instance).RunAsync(changed, stop.Token);
    }

    private async Task<IReadOnlyList<TimeSpan>> EachAsync(Func<int, string, Task> publish)
    {
        var waits = new List<TimeSpan>();
        for (var n = 0; n < Each; n++)
        {
            var title = $"Title {Guid.NewGuid():n}";
            var sent = awaited.GetOrAdd(title, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            var began = Stopwatch.GetTimestamp();
            await publish(n, title);
            waits.Add(Stopwatch.GetElapsedTime(began, await sent.Task.WaitAsync(Patience, TimeProvider.System)));
        }

        return waits;
    }

    private async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        var item = await db.ReadAsync(tx => ItemTable.FindAsync(tx, delivery.CauseId), ct);
        if (item is not null && awaited.TryGetValue(item.Title, out var sent))
        {
            sent.TrySetResult(Stopwatch.GetTimestamp());
        }

        return new SendOutcome.Sent(delivery.Id.ToString(CultureInfo.InvariantCulture));
    }

    private async Task BegunAsync(CancellationToken ct)
    {
        while (await db.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from cursors where source like @like", new { like = $"{name}%" }), ct) < 3)
        {
            await Task.Delay(Quick, TimeProvider.System, ct);
        }
    }

    private async Task SiteAsync(string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={site}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A benchmark's own text.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task PushAsync(PushInbox inbox, int n, string title, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"id":"{{title}}-{{n}}","title":"{{title}}"}""");
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var answer = await inbox.TakeAsync(timestamp, PushSignature.Sign(Secret, timestamp, body), body, ct);
        if (answer.Status != 202)
        {
            throw new InvalidOperationException($"The push was answered {answer.Status}: {answer.Reason}");
        }
    }
}
