namespace NewsBot.Newsroom.Sources.Web;

/// <summary>One request at a time for each host and port, whichever source asks.</summary>
public sealed class HostQueue(TimeProvider time)
{
    /// <summary>
    /// A request that lasts longer loses its turn, not its answer: one address that hangs must not hold up the others of its host. With
    /// the limit of a whole answer (30 s) a host sees four requests at once at most.
    /// </summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Line> lines = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for its turn; the caller's token is the only limit.</summary>
    public async Task<IDisposable> EnterAsync(Uri address, CancellationToken ct)
    {
        var key = address.Authority;
        Line line;
        lock (lines)
        {
            line = lines.TryGetValue(key, out var known) ? known : lines[key] = new Line();
            line.Users++;
        }

        try
        {
            await line.Gate.WaitAsync(ct);
        }
        catch
        {
            Leave(key, line);
            throw;
        }

        return new Place(this, key, line, time);
    }

    private void Leave(string key, Line line)
    {
        lock (lines)
        {
            if (--line.Users == 0)
            {
                lines.Remove(key);
                line.Gate.Dispose();
            }
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Place : IDisposable
    {
        private readonly HostQueue queue;
        private readonly string key;
        private readonly Line line;
        private readonly ITimer timer;
        private int released;

        public Place(HostQueue queue, string key, Line line, TimeProvider time)
        {
            (this.queue, this.key, this.line) = (queue, key, line);
            timer = time.CreateTimer(_ => Release(), null, Turn, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            timer.Dispose();
            Release();
        }

        private void Release()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                line.Gate.Release();
                queue.Leave(key, line);
            }
        }
    }
}
