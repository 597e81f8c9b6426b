using NewsBot.Newsroom.Sources;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Page;

public sealed class PageContractTests : ContentSourceContract, IAsyncLifetime
{
    private PageServer server = null!;

    public async ValueTask InitializeAsync() => server = await PageServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_page_that_did_not_change_is_not_read_again()
    {
        server.Show("one", "First");
        var source = server.Source();
        var first = await source.ReadAsync(null, TestContext.Current.CancellationToken);
        var second = await source.ReadAsync(first.Cursor, TestContext.Current.CancellationToken);
        Assert.False(first.Unchanged);
        Assert.True(second.Unchanged);
        Assert.False(first.Complete);
        Assert.False((await server.Source().ReadAsync(second.Cursor, TestContext.Current.CancellationToken)).Unchanged);
    }

    [Fact]
    public async Task A_page_whose_rows_are_gone_is_an_error_at_every_read()
    {
        server.Show("one", "First");
        var source = server.Source();
        var first = await source.ReadAsync(null, TestContext.Current.CancellationToken);
        server.Remove("one");
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(first.Cursor, TestContext.Current.CancellationToken));
        }
    }

    protected override IContentSource Fresh() => server.Source();

    protected override string Known(string id) => server.Web.At($"/{id}").AbsoluteUri;

    protected override void Show(string id, string title) => server.Show(id, title);

    protected override void Spoil(string id) => server.Show(id, null);

    protected override void Remove(string id) => server.Remove(id);

    protected override void Close() => server.Trouble = 500;
}
