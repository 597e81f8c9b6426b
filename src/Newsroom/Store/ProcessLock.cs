namespace NewsBot.Newsroom.Store;

/// <summary>
/// A SQLite store belongs to one running worker. The operating system's lock on <c>FILE.lock</c> ends with the process however
/// it dies, so that a restart never waits; who holds it stands in the lease <see cref="Name"/>.
/// </summary>
public sealed class ProcessLock : IDisposable
{
    /// <summary>The lease that names the holder.</summary>
    public const string Name = "process";

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream held;

    private ProcessLock(FileStream held) => this.held = held;

    /// <returns>Null: another process holds the store.</returns>
    /// <exception cref="IOException">The lock file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file may not be written.</exception>
    public static ProcessLock? TryTake(string storePath)
    {
        try
        {
            return new ProcessLock(new FileStream(storePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException other) when (Taken.Contains(other.HResult))
        {
            return null;
        }
    }

    /// <summary>We hold the lock, so whoever held a lease of this store is gone.</summary>
    public static async Task TakeOverAsync(Tx tx, string owner)
    {
        await tx.ExecuteAsync("delete from leases");
        await Lease.TakeAsync(tx, Name, owner, TimeSpan.FromDays(36_500)); // As long as the lock, whose end nobody can announce.
    }

    public void Dispose() => held.Dispose();
}
