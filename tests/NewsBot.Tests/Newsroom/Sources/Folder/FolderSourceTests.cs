using Microsoft.Extensions.Time.Testing;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Folder;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class FolderSourceTests : IDisposable
{
    private readonly ContentFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Unchanged_files_are_not_read_again_and_changed_ones_are()
    {
        folder.Write("one.md", "# One").Write("two.md", "---\ntitle: Two\nimage: a.png\nalt: A dot\n---\n").Write("a.png", ContentFolder.Png).Write("three.md", "Broken");
        var source = folder.Source();
        var first = await source.ReadAsync(null, Ct);
        var second = await source.ReadAsync(null, Ct);

        Assert.Equal(3, source.Parses);
        Assert.Equal(first.Records.Select(record => record.ContentHash), second.Records.Select(record => record.ContentHash));
        Assert.Equal(first.Refusals, second.Refusals);

        folder.Write("one.md", "# Eins");
        var third = await source.ReadAsync(null, Ct);

        Assert.Equal(4, source.Parses);
        Assert.Equal("Eins", third.Records.Single(record => record.ExternalId == "one.md").Title);
    }

    [Fact]
    public async Task A_picture_that_changes_changes_the_hash_without_the_text_being_read_again()
    {
        folder.Write("port/index.md", "---\ntitle: Port\nimage: a.png\nalt: A dot\n---\n").Write("port/a.png", ContentFolder.Png);
        var source = folder.Source();
        var before = (await source.ReadAsync(null, Ct)).Records.Single();

        folder.Write("port/a.png", [.. ContentFolder.Png, 0]);
        var after = (await source.ReadAsync(null, Ct)).Records.Single();

        Assert.NotEqual(before.ContentHash, after.ContentHash);
        Assert.Equal(1, source.Parses);
    }

    [Fact]
    public async Task A_picture_that_comes_later_is_taken_up()
    {
        folder.Write("port.md", "---\ntitle: Port\nimage: a.png\nalt: A dot\n---\n");
        var source = folder.Source();
        Assert.Equal("image a.png is missing; the item goes without it", (await source.ReadAsync(null, Ct)).Refusals.Single().Reason);

        folder.Write("a.png", ContentFolder.Png);
        var page = await source.ReadAsync(null, Ct);

        Assert.Empty(page.Refusals);
        Assert.Equal(folder["a.png"], page.Records.Single().Image?.Address);
        Assert.True(page.Records.Single().Image?.IsFile);
    }

    [Fact]
    public async Task The_hash_knows_neither_where_the_folder_lies_nor_how_lines_end()
    {
        using var elsewhere = new ContentFolder();
        folder.Write("port/index.md", "---\ntitle: Port\nimage: a.png\nalt: A dot\n---\nOne.\n\nTwo.\n").Write("port/a.png", ContentFolder.Png);
        elsewhere.Write("port/index.md", "---\r\ntitle: Port\r\nimage: ./a.png\r\nalt: A dot\r\n---\r\nOne.\r\n\r\nTwo.\r\n").Write("port/a.png", ContentFolder.Png);

        Assert.Equal((await folder.ReadAsync()).Records.Single().ContentHash, (await elsewhere.ReadAsync()).Records.Single().ContentHash);
    }

    [Theory]
    [InlineData("title: Port opens", "title: Port closes")]
    [InlineData("title: Port opens", "title: Port opens\nsummary: Other")]
    [InlineData("title: Port opens", "title: Port opens\ntopics: [a]")]
    [InlineData("title: Port opens", "title: Port opens\ncorrection: Sorry")]
    [InlineData("title: Port opens", "title: Port opens\nexpiryDate: 2027-01-01")]
    [InlineData("title: Port opens", "title: Port opens\ndeadline: 2027-01-01")]
    [InlineData("title: a\nauthor: b", "title: ab")]
    public async Task Every_visible_field_counts_in_the_hash(string one, string other)
    {
        folder.Write("port.md", $"---\n{one}\n---\nText.");
        var before = (await folder.ReadAsync()).Records.Single().ContentHash;
        folder.Write("port.md", $"---\n{other}\n---\nText.");
        Assert.NotEqual(before, (await folder.ReadAsync()).Records.Single().ContentHash);
    }

    [Fact]
    public async Task Two_files_with_one_id_are_both_refused_and_named()
    {
        folder.Write("a.md", "---\nid: port\ntitle: A\n---\n").Write("b/c.md", "---\nid: port\ntitle: B\n---\n").Write("d.md", "# D");

        var page = await folder.ReadAsync();

        Assert.Equal("d.md", page.Records.Single().ExternalId);
        Assert.Equal(
            [
                new Refusal("port", "a.md", "the id \"port\" is also that of b/c.md; give each file its own id"),
                new Refusal("port", "b/c.md", "the id \"port\" is also that of a.md; give each file its own id"),
            ],
            page.Refusals);
        Assert.True(page.Complete);
    }

    [Fact]
    public async Task A_missing_folder_is_an_error_that_names_it()
    {
        var source = new FolderSource("news", new FolderOptions { Path = folder["none"] }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => source.ReadAsync(null, Ct));
        Assert.Equal($"There is no folder {folder["none"]}, which the content source \"news\" reads; create it or mend its path.", error.Message);
    }

    [Fact]
    public async Task A_file_in_the_folders_place_is_an_error()
    {
        folder.Write("file", "x");
        var source = new FolderSource("news", new FolderOptions { Path = folder["file"] }, TimeProvider.System);
        Assert.Contains("is a file", (await Assert.ThrowsAsync<DirectoryNotFoundException>(() => source.ReadAsync(null, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_keeps_its_id_while_its_file_is_broken_and_other_items_may_go()
    {
        folder.Write("port.md", "---\ntitle: Port\nid: port-1\n---\n").Write("old.md", "# Old");
        var source = folder.Source();
        await source.ReadAsync(null, Ct);

        folder.Write("port.md", "---\ntitle: Po");
        File.Delete(folder["old.md"]);
        var page = await source.ReadAsync(null, Ct);

        Assert.Equal(("port-1", "port.md:1:1"), (page.Refusals.Single().ExternalId, page.Refusals.Single().Where));
        Assert.Empty(page.Records);
        Assert.True(page.Complete);
    }

    [Fact]
    public async Task A_page_with_a_file_of_unknown_id_is_not_complete()
    {
        folder.Write("port.md", "---\ntitle: Po").Write("other.md", "# Other");

        var page = await folder.ReadAsync();

        Assert.False(page.Complete);
        Assert.Equal("other.md", page.Records.Single().ExternalId);
        Assert.Null(page.Refusals.Single().ExternalId);
    }

    [Fact]
    public async Task Scheduled_and_expired_items_are_records_with_their_instants_and_drafts_are_not()
    {
        folder
            .Write("later.md", "---\ntitle: a\npublishDate: 2030-01-01\n---\n")
            .Write("past.md", "---\ntitle: a\nexpiryDate: 2020-01-01\n---\n")
            .Write("draft.md", "---\ntitle: a\ndraft: true\n---\n")
            .Write("_drafts/idea.md", "# Idea")
            .Write("_index.md", "---\ntitle: News\n---\n");

        var page = await folder.Source(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero))).ReadAsync(null, Ct);

        Assert.Equal(["later.md", "past.md"], page.Records.Select(record => record.ExternalId));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), page.Records[0].PublishAt);
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), page.Records[1].ExpiresAt);
        Assert.Empty(page.Refusals);
    }

    [Fact]
    public async Task Hidden_working_and_tool_files_are_passed_by()
    {
        foreach (var path in (string[])[".git/a.md", "node_modules/x/readme.md", "_layouts/post.md", "_site/a.md", ".hidden.md", "a.md~", "#a.md#", "a.md.swp", "a.md.tmp", "a.txt", "photo.jpg"])
        {
            folder.Write(path, "# Not news");
        }

        folder.Write("2026/11/deep/port.md", "# Port");
        var page = await folder.ReadAsync();

        Assert.Equal("2026/11/deep/port.md", page.Records.Single().ExternalId);
        Assert.Empty(page.Refusals);
    }

    [Fact]
    public async Task Links_out_of_the_folder_are_not_followed_and_links_within_are()
    {
        using var outside = new ContentFolder();
        outside.Write("secret.md", "# Secret").Write("dir/secret.md", "# Secret");
        folder.Write(".data/port.md", "# Port");
        File.CreateSymbolicLink(folder["port.md"], ".data/port.md");
        File.CreateSymbolicLink(folder["secret.md"], outside["secret.md"]);
        File.CreateSymbolicLink(folder["loop.md"], "loop.md");
        Directory.CreateSymbolicLink(folder["dir"], outside["dir"]);
        Directory.CreateSymbolicLink(folder["self"], ".");

        var page = await folder.ReadAsync();

        Assert.Equal("port.md", page.Records.Single().ExternalId);
        Assert.Empty(page.Refusals);
    }

    [Fact]
    public async Task A_folder_nested_too_deeply_leaves_the_page_incomplete()
    {
        folder.Write(string.Concat(Enumerable.Repeat("d/", FolderWalk.MaxDepth + 1)) + "port.md", "# Port").Write("other.md", "# Other");

        var page = await folder.ReadAsync();

        Assert.Equal("other.md", page.Records.Single().ExternalId);
        Assert.False(page.Complete);
        Assert.Contains("32 folders deep", page.Refusals.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_just_written_is_read_once_it_is_still()
    {
        File.WriteAllText(folder["port.md"], "# Port");
        Assert.Equal("Port", (await folder.ReadAsync()).Records.Single().Title);
    }

    [Theory]
    [InlineData("", "UTC", null, "news.path")]
    [InlineData("x", "Mars/Olympus", null, "news.zone: \"Mars/Olympus\" is no IANA time zone")]
    [InlineData("x", "UTC", "/{slug}", "news.link: \"/{slug}\" is no http(s) address")]
    [InlineData("x", "UTC", "https://news.example.org/{year}/{slug}", "news.link: \"{year}\" is unknown")]
    [InlineData("x", "UTC", "ftp://news.example.org/{slug}", "news.link")]
    public void Wrong_options_are_named_by_their_keys(string path, string zone, string? link, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => new FolderSource("news", new FolderOptions { Path = path, Zone = zone, Link = link }, TimeProvider.System));
        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_made_by_the_template()
    {
        folder.Write("2026/11/24-a b/index.md", "# Port");
        var page = await folder.Source(link: "https://news.example.org/{path}/#{id}").ReadAsync(null, Ct);
        Assert.Equal("https://news.example.org/2026/11/24-a%20b/#2026/11/24-a%20b/index.md", page.Records.Single().Url);
    }
}
