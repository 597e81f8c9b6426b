using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Digest.Subscribers;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>Over real HTTP, as mail programs, scanners and people come.</summary>
public sealed class UnsubscribeTests : IAsyncLifetime
{
    private DigestWorld world = null!;
    private WebApplication site = null!;
    private HttpClient client = null!;
    private string path = "";
    private Subscriber anna = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync();
        anna = await world.ReadersAsync("anna@example.org", "water;law-enforcement");
        await world.PublishAsync("News", world.Water);
        await world.OpenNextAsync();
        var followed = await world.Db.ReadAsync(tx => SubscriberTable.FollowedAsync(tx, anna.Id, "weekly"));
        path = "/u/" + LinkToken.Make(DigestWorld.Keys, LinkPurpose.Unsubscribe, followed[0].SubscriptionId);

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        site = builder.Build();
        new Unsubscribe(world.Db, DigestWorld.Keys, world.Templates.RenderHtml, world.Templates.Phrases).Map(site);
        await site.StartAsync();
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(site.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await site.DisposeAsync();
        await world.DisposeAsync();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Following_the_link_changes_nothing(string method)
    {
        var reply = await SendAsync(new(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("text/html; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Assert.True(reply.Content.Headers.ContentLength > 500);
        Assert.Equal(2, (await FollowedAsync()).Count);
        Assert.Equal("pending", await DeliveryStateAsync());
    }

    [Fact]
    public async Task The_page_has_a_button_that_posts_and_says_what_ends()
    {
        var html = await client.GetStringAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains("<form method=\"post\">", html, StringComparison.Ordinal); // To the page's own address.
        Assert.Contains("Law Enforcement Partnerships", html, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_can_do_nothing_and_tells_nobody()
    {
        var reply = await SendAsync(new(HttpMethod.Get, path));
        Assert.Contains("default-src 'none'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex", reply.Headers.GetValues("X-Robots-Tag").Single());
        Assert.False(reply.Headers.Contains("Set-Cookie"));
    }

    public static TheoryData<string> Bodies => new("urlencoded", "multipart", "empty", "json");

    [Theory, MemberData(nameof(Bodies))]
    public async Task One_click_ends_the_plan_and_cancels_what_waits_and_may_come_twice(string body)
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var reply = await SendAsync(new(HttpMethod.Post, path) { Content = Body(body) });
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.False(reply.Headers.Contains("Set-Cookie") || reply.Headers.Contains("Location"));
            Assert.Equal("You are unsubscribed.\n", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Empty(await FollowedAsync());
            Assert.Equal("cancelled", await DeliveryStateAsync());
        }
    }

    [Fact]
    public async Task A_person_gets_a_page_both_times()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Body("urlencoded") };
            request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
            var reply = await SendAsync(request);
            var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Contains("You are unsubscribed", html, StringComparison.Ordinal);
            Assert.Contains("Water Policy and Law Enforcement Partnerships", html, StringComparison.Ordinal);
        }

        Assert.Contains("You are unsubscribed", await client.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_plans_mail_still_goes()
    {
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscriptions set plan = 'daily' where topic_id = @topic", new { topic = world.Law }));
        await SendAsync(new(HttpMethod.Post, path));
        Assert.Empty(await FollowedAsync());
        Assert.Single(await world.Db.ReadAsync(tx => SubscriberTable.FollowedAsync(tx, anna.Id, "daily")));
        Assert.Equal("pending", await DeliveryStateAsync());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    public async Task A_link_that_was_cut_or_made_up_is_a_400(string method)
    {
        foreach (var bad in new[] { path[..^1], "/u/" + new string('A', 36), "/u/" + LinkToken.Make(DigestWorld.Keys, LinkPurpose.Bounce, 1) })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(new(new HttpMethod(method), bad))).StatusCode);
        }

        Assert.Equal(2, (await FollowedAsync()).Count);
    }

    [Fact]
    public async Task A_link_of_an_erased_reader_is_answered_like_a_second_click()
    {
        var erased = "/u/" + LinkToken.Make(DigestWorld.Keys, LinkPurpose.Unsubscribe, 999);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(new(HttpMethod.Post, erased))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(new(HttpMethod.Get, erased))).StatusCode);
    }

    [Fact]
    public async Task A_large_body_is_refused_unread()
    {
        var reply = await SendAsync(new(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[64 * 1024]) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Equal(2, (await FollowedAsync()).Count);
    }

    private static HttpContent? Body(string kind) => kind switch
    {
        "urlencoded" => new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]),
        "multipart" => new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } },
        "json" => JsonContent.Create(new[] { 1 }, MediaTypeHeaderValue.Parse("application/json")),
        _ => null,
    };

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<Followed>> FollowedAsync() => world.Db.ReadAsync(tx => SubscriberTable.FollowedAsync(tx, anna.Id, "weekly"));

    private Task<string?> DeliveryStateAsync() => world.Db.ReadAsync(tx => tx.FirstAsync<string>("select state from deliveries"));
}
