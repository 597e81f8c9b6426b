using NewsBot.Newsroom.Sources.Folder;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class FolderWatchTests : IDisposable
{
    /// <summary>Only so that a signal that never comes fails a test instead of hanging it.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(30);

    private readonly ContentFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Creating_editing_renaming_and_deleting_are_signalled()
    {
        using var watch = new FolderWatch(folder.Root, TimeProvider.System);

        folder.Write("port.md", "# Port");
        await SignalAsync(watch);

        folder.Write("port.md", "# Port opens");
        await SignalAsync(watch);

        // As editors save: a working copy takes the file's name.
        folder.Write(".port.md.tmp", "# Port closes");
        File.Move(folder[".port.md.tmp"], folder["port.md"], overwrite: true);
        await SignalAsync(watch);

        File.Delete(folder["port.md"]);
        await SignalAsync(watch);
    }

    [Fact]
    public async Task Files_in_new_folders_are_signalled()
    {
        using var watch = new FolderWatch(folder.Root, TimeProvider.System);

        folder.Write("2026/11/port/index.md", "# Port");
        await SignalAsync(watch);

        folder.Write("2026/11/port/index.md", "# Port opens");
        await SignalAsync(watch);
    }

    [Fact]
    public async Task A_change_between_two_waits_is_not_lost()
    {
        using var watch = new FolderWatch(folder.Root, TimeProvider.System);
        folder.Write("one.md", "# One");
        await SignalAsync(watch);

        folder.Write("two.md", "# Two");

        await SignalAsync(watch);
    }

    [Fact]
    public async Task A_folder_that_is_removed_and_made_again_is_watched_again()
    {
        using var watch = new FolderWatch(folder.Root, TimeProvider.System);

        Directory.Delete(folder.Root, recursive: true);
        await SignalAsync(watch);

        Directory.CreateDirectory(folder.Root);
        do
        {
            await SignalAsync(watch);
        }
        while (watch.Trouble is not null);

        folder.Write("port.md", "# Port");
        await SignalAsync(watch);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_yet_is_watched_once_it_does()
    {
        using var watch = new FolderWatch(folder["later"], TimeProvider.System);
        Assert.Equal($"there is no folder {folder["later"]}", watch.Trouble);

        folder.Write("later/port.md", "# Port");

        await SignalAsync(watch);
        Assert.Null(watch.Trouble);
    }

    [Fact]
    public async Task Waiting_ends_when_cancelled()
    {
        using var watch = new FolderWatch(folder.Root, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitForChangeAsync(new CancellationToken(canceled: true)));
    }

    private static Task SignalAsync(FolderWatch watch) => watch.WaitForChangeAsync(Ct).WaitAsync(GiveUp, Ct);
}
