using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using NewsBot.Bot.Hosting;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Newsroom.Sources.Folder;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Bot.Hosting;

/// <summary>Pictures of the content folder over HTTP, from the pages as the program puts them together.</summary>
public sealed class PicturePageTests : IAsyncLifetime
{
    private readonly ContentFolder folder = new();
    private TestStore store = null!;
    private WebApplication site = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync();
        var options = new NewsBotOptions
        {
            Templates = Repository.Path("templates"),
            Web = new WebSection { Listen = "http://127.0.0.1:0", SecretFile = Path.Combine(folder.Root, "newsbot.key") },
        };
        site = Wiring.Build(options, store.Db, store.Time, LogLevel.None);
        await site.StartAsync();
        client = new HttpClient { BaseAddress = new Uri(site.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await site.StopAsync(); // Its loops end in order, and say nothing.
        await site.DisposeAsync();
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_picture_of_a_public_item_is_served_as_what_its_bytes_are()
    {
        folder.Write("photo.jpg", ContentFolder.Png); // The name lies; the bytes are a PNG's.
        var item = await PublishAsync(folder["photo.jpg"]);

        using var reply = await GetAsync(item);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("image/png", reply.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'", reply.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(ContentFolder.Png, await reply.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mail_programs_proxy_may_ask_for_the_head_alone()
    {
        folder.Write("photo.png", ContentFolder.Png);
        var item = await PublishAsync(folder["photo.png"]);
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/media/{item.Id}/1");

        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (reply.StatusCode, reply.Content.Headers.ContentType?.ToString()));
    }

    [Fact]
    public async Task A_withdrawn_item_takes_its_picture_along()
    {
        folder.Write("photo.png", ContentFolder.Png);
        var item = await PublishAsync(folder["photo.png"]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(item));

        await store.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(item));
    }

    [Fact]
    public async Task An_embargo_holds_the_picture_too_and_so_does_an_end()
    {
        folder.Write("photo.png", ContentFolder.Png);
        var now = store.Time.GetUtcNow();
        var item = await PublishAsync(folder["photo.png"], record => record with { PublishAt = now.AddHours(1), ExpiresAt = now.AddHours(2) });

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(item));
        store.Time.SetUtcNow(now.AddHours(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(item));
        store.Time.SetUtcNow(now.AddHours(2));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(item));
    }

    [Fact]
    public async Task What_is_no_picture_file_is_not_served()
    {
        folder.Write("notes.png", "<script>alert(1)</script>").Write("empty.png", []);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(await PublishAsync(folder["notes.png"])));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(await PublishAsync(folder["empty.png"])));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(await PublishAsync(folder["gone.png"])));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(await PublishAsync("https://images.example.org/photo.png")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(await PublishAsync(null)));
    }

    [Theory]
    [InlineData("/media/4711/1")]
    [InlineData("/media/-1/1")]
    [InlineData("/media/1/x")]
    [InlineData("/media/..%2f..%2fetc%2fpasswd/1")]
    public async Task An_address_of_no_item_is_nothing(string path)
    {
        using var reply = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    private Task<Item> PublishAsync(string? picture, Func<Record, Record>? change = null)
    {
        var record = Some.Record() with { Image = picture is null ? null : new Picture(picture, "A dot", null) };
        return store.Db.WriteAsync(tx => ItemTable.InsertAsync(tx, "test", change?.Invoke(record) ?? record, ItemState.Public, tx.Now));
    }

    private Task<HttpResponseMessage> GetAsync(Item item) => client.GetAsync($"/media/{item.Id}/{item.Revision}", TestContext.Current.CancellationToken);

    private async Task<HttpStatusCode> StatusAsync(Item item)
    {
        using var reply = await GetAsync(item);
        return reply.StatusCode;
    }
}
