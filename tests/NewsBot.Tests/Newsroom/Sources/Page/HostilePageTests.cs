using System.Text;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Page;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Page;

/// <summary>Pages that were made to hurt end in one line, and soon: a second is generous for what takes hundredths.</summary>
public sealed class HostilePageTests
{
    private const string Item = "<ul><li><a href='/x'>Item</a></ul>";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static TheoryData<string, string, string> Pages => new()
    {
        { "nested", string.Concat(Enumerable.Repeat("<div>", 20_000)) + Item, "elements within each other" },
        { "nested and odd", string.Concat(Enumerable.Repeat("<a><table><b>", 20_000)) + Item, "elements within each other" },
        { "tags", string.Concat(Enumerable.Repeat("<br>", 60_000)) + Item, "tags" },
        { "attributes", "<p " + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a{i}=1 ")) + ">" + Item, "tags" },
        { "text", new string('x', 3 * 1024 * 1024) + Item, "million characters" },
        { "open comments", string.Concat(Enumerable.Repeat("<!--", 200_000)), "row" },
        { "open quotes", string.Concat(Enumerable.Repeat("<a href=\"", 100_000)), "" },
        { "scripts without end", string.Concat(Enumerable.Repeat("<script>", 100_000)), "" },
        { "only scripts", "<script>" + new string('x', 3 * 1024 * 1024) + "</script><div id=app></div>", "without scripts it shows nothing" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_hostile_page_ends_in_one_line(string name, string html, string says)
    {
        Assert.NotEmpty(name);
        var error = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(Encoding.UTF8.GetBytes(html)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.InRange(error.Message.Length, 10, 500);
    }

    [Fact]
    public void Fifty_megabytes_are_refused_before_they_are_looked_at()
    {
        var bytes = new byte[50 * 1024 * 1024];
        Array.Fill(bytes, (byte)' ');
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<SourceException>(() => PageReader.Read(bytes, null, null, new PageSelectors(), TimeZoneInfo.Utc));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
        Assert.Equal("the page is larger than 4 MiB", error.Message);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Encodings_with_a_mark_are_read_whatever_the_label_says(string encoding)
    {
        var coding = Encoding.GetEncoding(encoding);
        var page = await ReadAsync([.. coding.GetPreamble(), .. coding.GetBytes(Item.Replace("Item", "Möwe", StringComparison.Ordinal))]);
        Assert.Equal("Möwe", page.Records.Single().Title);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_lose_no_item()
    {
        var page = await ReadAsync([0xFF, 0x00, 0x80, .. Encoding.UTF8.GetBytes(Item), 0xC3]);
        Assert.Equal("Item", page.Records.Single().Title);
    }

    [Fact]
    public async Task Many_rows_are_cut_and_said_so()
    {
        var page = await ReadAsync(Encoding.UTF8.GetBytes("<ul>" + string.Concat(Enumerable.Range(0, 700).Select(i => $"<li><a href='/{i}'>{i}</a>")) + "</ul>"));
        Assert.Equal(500, page.Records.Count);
        Assert.Contains("more than 500 rows", page.Refusals.Single().Reason, StringComparison.Ordinal);
    }

    private static Task<PageDocument> ReadAsync(byte[] bytes) =>
        Task.Run(() => PageReader.Read(bytes, "text/html", new Uri("https://a.example/"), new PageSelectors { Row = "li", Title = "a", Link = "a@href" }, TimeZoneInfo.Utc))
            .WaitAsync(Soon, TimeProvider.System, TestContext.Current.CancellationToken);
}
