using System.Text;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class ImageTests : IDisposable
{
    private readonly ContentFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("photo.png", "photo.png")]
    [InlineData("./photo.png", "photo.png")]
    [InlineData("/news/photo.png", "photo.png")]
    [InlineData("../photos/other.png", "../photos/other.png")]
    [InlineData("my%20photo.png", "my photo.png")]
    [InlineData("my photo.png", "my photo.png")]
    [InlineData("photo.png?v=2", "photo.png")]
    public async Task A_picture_inside_the_folder_is_found(string source, string path)
    {
        folder.Write("news/photo.png", ContentFolder.Png).Write("news/my photo.png", ContentFolder.Png).Write("photos/other.png", ContentFolder.Png);

        var (picture, warnings) = await ReadAsync(source);

        Assert.Equal(Path.GetFullPath(Path.Combine(folder["news"], path)), picture?.Address);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("none.png", "is missing")]
    [InlineData("../../outside.png", "lies outside the content folder")]
    [InlineData("/../outside.png", "lies outside the content folder")]
    [InlineData("%2e%2e/%2e%2e/outside.png", "lies outside the content folder")]
    [InlineData("/etc/passwd", "is missing")]
    [InlineData("link.png", "lies outside the content folder")]
    [InlineData("linked/outside.png", "lies outside the content folder")]
    [InlineData("loop.png", "lies outside the content folder")]
    [InlineData("file:///etc/passwd", "is neither a path nor an http(s) address")]
    [InlineData("data:image/png;base64,AAAA", "is neither a path nor an http(s) address")]
    [InlineData("//cdn.example/photo.png", "is neither a path nor an http(s) address")]
    [InlineData("text.png", "is no PNG, JPEG, GIF or WebP file")]
    [InlineData("svg.svg", "is no PNG, JPEG, GIF or WebP file")]
    [InlineData("empty.png", "is empty")]
    [InlineData("folder", "is missing")]
    [InlineData("huge.jpg", "is 50.0 MiB; the limit is 8 MiB")]
    public async Task An_item_goes_without_a_picture_that_cannot_be_shown(string source, string reason)
    {
        using var outside = new ContentFolder();
        outside.Write("outside.png", ContentFolder.Png);
        folder.Write("../outside.png", ContentFolder.Png);
        folder.Write("news/text.png", "hello").Write("news/svg.svg", "<svg/>").Write("news/empty.png", "").Write("news/folder/a.png", ContentFolder.Png);
        File.CreateSymbolicLink(folder["news/link.png"], outside["outside.png"]);
        File.CreateSymbolicLink(folder["news/loop.png"], "loop.png");
        Directory.CreateSymbolicLink(folder["news/linked"], outside.Root);
        using (var huge = File.Create(folder["news/huge.jpg"]))
        {
            huge.SetLength(50 * 1024 * 1024);
        }

        var (picture, warnings) = await ReadAsync(source);

        Assert.Null(picture);
        Assert.Equal(new Refusal("news/port.md", "news/port.md:3", $"image {source} {reason}; the item goes without it", Fatal: false), Assert.Single(warnings));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, true)]
    [InlineData(new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61 }, true)]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50 }, true)]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x41, 0x56, 0x45 }, false)]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46 }, false)]
    [InlineData(new byte[] { 0x89 }, false)]
    public async Task A_picture_is_known_by_its_first_bytes(byte[] bytes, bool image)
    {
        folder.Write("news/photo.txt", bytes);
        Assert.Equal(image, (await ReadAsync("photo.txt")).Picture is not null);
    }

    [Fact]
    public async Task A_picture_elsewhere_is_taken_by_its_address()
    {
        var (picture, warnings) = await ReadAsync("https://cdn.example/photo.jpg");
        Assert.Equal(new Picture("https://cdn.example/photo.jpg", "A dot", "Ann"), picture);
        Assert.False(picture!.IsFile);
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task A_path_of_the_site_is_an_address_when_the_folder_has_no_such_file()
    {
        folder.Write("port.md", "---\ntitle: a\nimage: /images/a.jpg\nalt: b\n---\n");
        var page = await folder.Source(link: "https://news.example.org/n/{slug}").ReadAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal("https://news.example.org/images/a.jpg", page.Records.Single().Image?.Address);
    }

    [Fact]
    public async Task A_picture_without_description_is_shown_and_warned_of()
    {
        folder.Write("a.png", ContentFolder.Png).Write("port.md", "---\ntitle: a\nheroImage: a.png\n---\n");
        var page = await folder.ReadAsync();
        Assert.NotNull(page.Records.Single().Image);
        Assert.Equal("image a.png has no description; add \"alt:\" for those who cannot see it", page.Refusals.Single().Reason);
    }

    private async Task<(Picture? Picture, IReadOnlyList<Refusal> Warnings)> ReadAsync(string source)
    {
        folder.Write("news/port.md", Encoding.UTF8.GetBytes($"---\ntitle: a\nimage: \"{source}\"\nalt: A dot\ncredit: Ann\n---\n"));
        var page = await folder.ReadAsync();
        return (page.Records.Single().Image, page.Refusals);
    }
}
