using NewsBot.Newsroom.Sources;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class FolderContractTests : ContentSourceContract, IDisposable
{
    private readonly ContentFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override IContentSource Fresh() => folder.Source();

    protected override void Show(string id, string title) => folder.Write($"{id}.md", $"---\nid: {id}\ntitle: {title}\n---\nText.\n");

    protected override void Spoil(string id) => folder.Write($"{id}.md", $"---\nid: {id}\ntitle: [\n---\nText.\n");

    protected override void Remove(string id) => File.Delete(folder[$"{id}.md"]);

    protected override void Close() => Directory.Delete(folder.Root, recursive: true);
}
