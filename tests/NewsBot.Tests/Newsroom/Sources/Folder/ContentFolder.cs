using System.Text;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Folder;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

/// <summary>A folder for one test. Files are written long ago unless a test says otherwise, so that no read waits for their writer.</summary>
public sealed class ContentFolder : IDisposable
{
    /// <summary>The smallest PNG there is: one transparent pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private DateTime written = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo above = Directory.CreateTempSubdirectory("newsbot-folder-");

    public ContentFolder() => Directory.CreateDirectory(Root);

    public string Root => Path.Combine(above.FullName, "content");

    public string this[string path] => Path.Combine(Root, path);

    public ContentFolder Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public ContentFolder Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllBytes(this[path], bytes);
        written = written.AddSeconds(1);
        File.SetLastWriteTimeUtc(this[path], written);
        return this;
    }

    public FolderSource Source(TimeProvider? time = null, string? link = null, string zone = "UTC") =>
        new("news", new FolderOptions { Path = Root, Link = link, Zone = zone }, time ?? TimeProvider.System);

    public Task<ContentPage> ReadAsync() => Source().ReadAsync(null, TestContext.Current.CancellationToken);

    public void Dispose() => above.Delete(recursive: true);
}
