using NewsBot.Newsroom.Sources;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

public sealed class FeedContractTests : ContentSourceContract, IAsyncLifetime
{
    private FeedServer server = null!;

    public async ValueTask InitializeAsync() => server = await FeedServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    protected override IContentSource Fresh() => server.Source();

    protected override void Show(string id, string title) => server.Show(id, title);

    protected override void Spoil(string id) => server.Show(id, null);

    protected override void Remove(string id) => server.Remove(id);

    protected override void Close() => server.Trouble = 500;
}
