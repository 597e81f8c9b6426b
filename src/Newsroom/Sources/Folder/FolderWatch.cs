using System.Threading.Channels;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>
/// Says when something changed below a folder, so that a rescan need not wait for its turn. Only a hint: events can be missed
/// (new subfolders, network mounts, exhausted inotify watches), so the reader must also rescan from time to time.
/// </summary>
/// <remarks>
/// 1. Events and their loss fill one slot. 2. <see cref="WaitForChangeAsync"/> takes the slot and lets the folder come to rest.
/// 3. While it waits it looks once a second whether the folder is still the one being watched, and watches anew when it is not.
/// </remarks>
public sealed class FolderWatch : IDisposable
{
    /// <summary>How long a folder must be still before its files count as written. Editors and copies write in bursts.</summary>
    public static readonly TimeSpan QuietPeriod = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a change may be held back by further ones, so that a file written without pause starves nobody.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>How often the folder itself is looked at: inotify follows the removed folder, not the one that takes its name.</summary>
    public static readonly TimeSpan FolderCheck = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the system refused to watch; what it lacks (inotify watches, rights) rarely comes back sooner.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(30);

    private readonly string path;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private FileSystemWatcher? watcher;
    private DateTime watchedSince;
    private DateTimeOffset refusedUntil;
    private volatile bool broken;
    private bool disposed;

    /// <summary>Watches from now on; a folder that does not exist yet is watched as soon as it does.</summary>
    public FolderWatch(string path, TimeProvider time)
    {
        this.path = Path.GetFullPath(path);
        this.time = time;
        Renew();
    }

    /// <summary>Why there are no file events just now, or null when there are.</summary>
    public string? Trouble { get; private set; }

    /// <summary>
    /// Returns when something changed since the last call, events were lost, or the folder vanished or came back;
    /// <see cref="QuietPeriod"/> after the last of a burst of changes.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitForChangeAsync(CancellationToken ct)
    {
        while (!await ChangedWithinAsync(FolderCheck, ct) && !Renew())
        {
        }

        var first = time.GetTimestamp();
        while (time.GetElapsedTime(first) < LongestWait && await ChangedWithinAsync(QuietPeriod, ct))
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Drop();
        }
    }

    private async Task<bool> ChangedWithinAsync(TimeSpan wait, CancellationToken ct)
    {
        if (changes.Reader.TryRead(out _))
        {
            return true;
        }

        using var timer = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        try
        {
            await changes.Reader.ReadAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Watches the folder that bears the name now.</summary>
    /// <returns>True when that is another one than before, or none any more: a rescan is due.</returns>
    private bool Renew()
    {
        lock (gate)
        {
            if (disposed)
            {
                return false;
            }

            if (!Directory.Exists(path))
            {
                Trouble = $"there is no folder {path}";
                return Drop();
            }

            var created = Directory.GetCreationTimeUtc(path);
            if ((watcher is not null && !broken && created == watchedSince) || time.GetUtcNow() < refusedUntil)
            {
                return false;
            }

            Drop();
            Start(created);
            return true;
        }
    }

    private void Start(DateTime created)
    {
        FileSystemWatcher? fresh = null;
        try
        {
            fresh = new FileSystemWatcher(path)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            fresh.Created += (_, change) => Changed(change.FullPath);
            fresh.Changed += (_, change) => Changed(change.FullPath);
            fresh.Deleted += (_, change) => Changed(change.FullPath);
            fresh.Renamed += (_, change) =>
            {
                Changed(change.OldFullPath);
                Changed(change.FullPath);
            };
            fresh.Error += (_, _) => Lost();
            fresh.EnableRaisingEvents = true;
            (watcher, watchedSince, broken, Trouble) = (fresh, created, false, null);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            fresh?.Dispose();
            refusedUntil = time.GetUtcNow() + RefusedPause;
            Trouble = $"no file events for {path}: {error.Message}";
        }
    }

    private bool Drop()
    {
        var had = watcher is not null;
        watcher?.Dispose();
        watcher = null;
        return had;
    }

    private void Changed(string changed)
    {
        if (!FileRules.IsNoise(Path.GetRelativePath(path, changed).Replace('\\', '/')))
        {
            Signal();
        }
    }

    /// <summary>The system dropped events (too many at once) or stopped watching: rescan now, watch anew at the next look.</summary>
    private void Lost()
    {
        broken = true;
        Signal();
    }

    private void Signal() => changes.Writer.TryWrite(true);
}
