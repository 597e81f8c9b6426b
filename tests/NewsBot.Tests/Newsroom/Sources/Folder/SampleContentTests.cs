using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class SampleContentTests
{
    [Fact]
    public async Task The_sample_newsroom_reads_without_a_word_of_complaint()
    {
        var source = new FolderSource("sample", new FolderOptions { Path = Repository.Path("content") }, TimeProvider.System);

        var page = await source.ReadAsync(null, TestContext.Current.CancellationToken);

        Assert.Empty(page.Refusals);
        Assert.NotEmpty(page.Records);
        Assert.All(page.Records, record => Assert.NotEmpty(record.Topics));
        Assert.All(page.Records, record => Assert.NotNull(record.Url));
    }
}
