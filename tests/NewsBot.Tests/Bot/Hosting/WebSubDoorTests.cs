using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Bot.Hosting;
using NewsBot.Tests.Newsroom.Sources.Feed;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

public sealed class WebSubDoorTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private WebSubRoom room = null!;
    private WebApplication web = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Callback => $"{web.Urls.First()}/websub/{room.Path}";

    public async ValueTask InitializeAsync()
    {
        room = await WebSubRoom.CreateAsync();
        await room.WebSub.KeepAsync(Ct);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        new WebSubDoor(room.WebSub).Map(web);
        await web.StartAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
        await room.DisposeAsync();
    }

    [Fact]
    public async Task A_hub_that_asks_is_answered_with_its_challenge_and_its_signed_push_wakes_the_feed()
    {
        var answer = await http.GetAsync($"{Callback}?hub.mode=subscribe&hub.topic=https%3A%2F%2Fnews.example.org%2Ffeed&hub.challenge=%3Cb%3Eyes&hub.lease_seconds=864000", Ct);
        Assert.Equal((HttpStatusCode.OK, "<b>yes", "text/plain"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Content.Headers.ContentType?.MediaType));

        Assert.Equal(HttpStatusCode.Accepted, await PushAsync(Callback, "news", room.Sign("news")));
        await room.Feed.WaitForPushAsync(Ct);
    }

    [Fact]
    public async Task A_push_that_is_not_signed_is_accepted_and_ignored()
    {
        await room.SubscribeAsync("864000");

        Assert.Equal(HttpStatusCode.Accepted, await PushAsync(Callback, "news", null));
        Assert.Equal(HttpStatusCode.Accepted, await PushAsync(Callback, "news", room.Sign("other")));

        Assert.False(room.Feed.WaitForPushAsync(Ct).IsCompleted);
    }

    [Fact]
    public async Task Who_does_not_know_the_path_learns_nothing()
    {
        var guess = $"{web.Urls.First()}/websub/guessed";

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{guess}?hub.mode=subscribe&hub.topic=https%3A%2F%2Fnews.example.org%2Ffeed&hub.challenge=yes", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(Callback, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await PushAsync(guess, "news", room.Sign("news")));
    }

    private async Task<HttpStatusCode> PushAsync(string address, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        if (signature is not null)
        {
            request.Headers.Add("X-Hub-Signature", signature);
        }

        return (await http.SendAsync(request, Ct)).StatusCode;
    }
}
