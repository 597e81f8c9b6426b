using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Digest.Subscribers;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>A reader's own pages over real HTTP, with one reader of two topics whose edition waits to be sent.</summary>
internal sealed class ReaderSite : IAsyncDisposable
{
    public const string Address = "anna.bell@example.org";

    private readonly WebApplication site;

    private ReaderSite(DigestWorld world, Subscriber anna, WebApplication site)
    {
        World = world;
        Anna = anna;
        this.site = site;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(site.Urls.Single()) };
    }

    public DigestWorld World { get; }

    public Subscriber Anna { get; }

    public HttpClient Client { get; }

    public string ManagePath => "/" + Manage.Path(DigestWorld.Keys, Anna.Id);

    public static async Task<ReaderSite> StartAsync(string dialect = "sqlite")
    {
        var world = await DigestWorld.CreateAsync(dialect);
        var anna = await world.ReadersAsync(Address, "water;law-enforcement");
        await world.PublishAsync("News", world.Water);
        await world.OpenNextAsync();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var pages = builder.Build();
        new Unsubscribe(world.Db, DigestWorld.Keys, world.Templates.RenderHtml, world.Templates.Phrases).Map(pages);
        new Manage(world.Db, DigestWorld.Keys, world.Templates.RenderHtml, world.Templates.Phrases, ["weekly", "daily", "monthly"], DigestWorld.Berlin).Map(pages);
        new Confirm(world.Db, DigestWorld.Keys, world.Templates.RenderHtml, world.Templates.Phrases, SignupSite.Options).Map(pages);
        await pages.StartAsync();
        return new(world, anna, pages);
    }

    public async Task<string> LeavePathAsync()
    {
        var id = await World.Db.ReadAsync(tx => tx.FirstAsync<long>("select min(id) from subscriptions where subscriber_id = @Id", new { Anna.Id }));
        return "/u/" + LinkToken.Make(DigestWorld.Keys, LinkPurpose.Unsubscribe, id);
    }

    /// <summary>As a browser posts a form of the page.</summary>
    public Task<string> PressAsync(string path, params (string Name, string Value)[] fields) => PressAsync(path, 200, fields);

    public async Task<string> PressAsync(string path, int status, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var reply = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)reply.StatusCode);
        return await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The token of the page's undo button.</summary>
    public static string Undo(string html)
    {
        const string Before = "name=\"undo\" value=\"";
        var at = html.IndexOf(Before, StringComparison.Ordinal);
        Assert.True(at > 0, "The page has no undo.");
        return html[(at + Before.Length)..][..LinkToken.Characters];
    }

    /// <summary>What the reader follows, as <c>slug plan</c>.</summary>
    public async Task<string> FollowsAsync() =>
        string.Join(", ", (await World.Db.ReadAsync(tx => SubscriptionTable.ChoicesAsync(tx, Anna.Id))).Where(topic => topic.Plan is not null).Select(topic => $"{topic.Slug} {topic.Plan}"));

    public Task<string?> DeliveryAsync() => World.Db.ReadAsync(tx => tx.FirstAsync<string>("select state from deliveries"));

    public Task<string?> SuppressionAsync() => World.Db.ReadAsync(tx => SuppressionTable.ReasonAsync(tx, Anna.AddressHash));

    public Task<Subscriber?> ReaderAsync() => World.Db.ReadAsync(tx => SubscriberTable.FindAsync(tx, Anna.Id));

    public async Task<string> GetAsync(string path) => await Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    public Task<T> ReadAsync<T>(string sql) => World.Db.ReadAsync(async tx => (await tx.FirstAsync<T>(sql))!);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await site.DisposeAsync();
        await World.DisposeAsync();
    }
}
