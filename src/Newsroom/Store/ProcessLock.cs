namespace NewsBot.Newsroom.Store;

/// <summary>
/// A SQLite store belongs to one running worker. The operating system's lock on <c>FILE.lock</c> ends with the process however
/// it dies, so that a restart never waits; the file's text tells who holds it.
/// </summary>
public sealed class ProcessLock : IDisposable
{
    private readonly FileStream held;

    private ProcessLock(FileStream held) => this.held = held;

    /// <exception cref="InvalidOperationException">Another process holds the store; the message names it.</exception>
    public static ProcessLock Take(string storePath, string owner)
    {
        var path = storePath + ".lock";
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new InvalidOperationException($"The store {storePath} is in use by {Holder(path)}. Stop that process, or give this one a store of its own.", taken);
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(owner));
        file.Flush();
        return new ProcessLock(file);
    }

    public void Dispose() => held.Dispose();

    private static string Holder(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd().Trim();
        return text.Length > 0 ? text : "another process";
    }
}
