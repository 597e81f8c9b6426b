using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>
/// The worker from start to stop.
/// 1. The store is ours alone, or we do not start.
/// 2. Its schema is brought up, and claims of a process that died are ended.
/// 3. Loops and pages run until the process is told to stop.
/// </summary>
internal static class RunWorker
{
    /// <param name="started">Called once everything runs.</param>
    public static async Task RunAsync(NewsBotOptions options, TimeProvider time, LogLevel logged, Func<IServiceProvider, CancellationToken, Task> started, CancellationToken ct)
    {
        using var held = await LockAsync(options, time, ct);
        using var db = await StoreAccess.OpenAsync(options, time, ct);
        await db.WriteAsync(
            async tx =>
            {
                await ProcessLock.TakeOverAsync(tx, Holder(time));
                await Outbox.EndClaimsAsync(tx);
            },
            ct);
        await Wiring.ConfigureAsync(options, db, ct);
        await using var app = Wiring.Build(options, db, time, logged);
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception refused) when (refused is IOException or SocketException or InvalidOperationException)
        {
            await app.StopAsync(CancellationToken.None);
            throw new OptionsException($"web.listen: cannot listen at {options.Web.Listen}: {refused.Message}");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, app.Lifetime.ApplicationStopping);
        try
        {
            await started(app.Services, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }

        if (app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(loop => loop.ExecuteTask?.IsFaulted == true))
        {
            throw new InvalidOperationException("A loop of the worker ended by a bug; the log above says which. Nothing is lost: start it again, and please report it.");
        }
    }

    private static async Task<ProcessLock> LockAsync(NewsBotOptions options, TimeProvider time, CancellationToken ct)
    {
        StoreAccess.DemandFolder(options);
        try
        {
            if (ProcessLock.TryTake(options.Store) is { } taken)
            {
                return taken;
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"store: {options.Store}.lock cannot be written: {refused.Message}. Give this user write access to the store's folder.");
        }

        throw new OptionsException($"store: {options.Store} is in use by {await HolderOfAsync(options, time, ct)}. Stop that process, or give this one a store of its own.");
    }

    private static async Task<string> HolderOfAsync(NewsBotOptions options, TimeProvider time, CancellationToken ct)
    {
        using var db = new Db(Dialect.Sqlite(options.Store), time);
        try
        {
            return (await db.ReadAsync(tx => Lease.ReadAsync(tx, ProcessLock.Name), ct))?.Owner ?? "another process";
        }
        catch (SqliteException)
        {
            return "another process"; // It has only just begun to make the store.
        }
    }

    private static string Holder(TimeProvider time) =>
        string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Dns.GetHostName()}, running since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss'Z'}");
}
