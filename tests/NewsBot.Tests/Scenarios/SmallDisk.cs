using System.Diagnostics;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>A disk of three megabytes, to fill or to make read-only. Mounting one needs root; without, the test is skipped.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static async Task<SmallDisk> MountAsync(string folder)
    {
        var path = Directory.CreateDirectory(System.IO.Path.Combine(folder, "disk")).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=3m", "newsbot-test", path) == 0, "a small disk cannot be mounted here");
        return new SmallDisk(path);
    }

    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", Path);

    public async Task FillAsync(CancellationToken ct)
    {
        await using var file = File.Create(Filler);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                await file.WriteAsync(block, ct);
                await file.FlushAsync(ct);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await RunAsync("umount", "-l", Path);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
