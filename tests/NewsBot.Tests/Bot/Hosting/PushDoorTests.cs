using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Bot.Hosting;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

public sealed class PushDoorTests : IAsyncLifetime
{
    private const string Item = """{ "id": "a", "title": "Port opens", "link": "no address" }""";

    private static readonly PushOptions Options = new() { Secret = "0123456789abcdef0123456789abcdef" };

    private readonly HttpClient http = new();
    private TestStore store = null!;
    private WebApplication web = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync();
        var source = new PushSource("site", Options, store.Db);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        new PushDoor(new Dictionary<string, PushInbox> { ["site"] = new(store.Db, source, Options, store.Time, NullLogger.Instance) }).Map(web);
        await web.StartAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_signed_item_is_taken_and_the_answer_says_what()
    {
        var (status, text) = await PushAsync(Item);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"taken":["a"],"warnings":["link: \u0022no address\u0022 is no http(s) address and no site is configured to complete it; the item goes without it"]}""", text);
        Assert.Equal(HttpStatusCode.Conflict, (await PushAsync(Item)).Status);
    }

    [Fact]
    public async Task Who_may_not_or_sends_nonsense_is_told_no_more_than_needed()
    {
        Assert.Equal((HttpStatusCode.Unauthorized, ""), await PushAsync(Item, signature: "v1=00"));
        Assert.Equal((HttpStatusCode.Unauthorized, ""), await PushAsync(Item, signature: ""));
        Assert.Equal((HttpStatusCode.NotFound, ""), await PushAsync(Item, source: "other"));
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"title: missing, or without a visible character"}"""), await PushAsync("""{ "id": "a" }"""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PushAsync(new string(' ', PushInbox.MaxBytes + 1))).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.GetAsync($"{web.Urls.First()}/ingest/site", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_store_that_refuses_says_when_to_come_again()
    {
        store.Db.BeforeStatement = _ => throw new Microsoft.Data.Sqlite.SqliteException("disk full", 13);
        using var request = Request(Item, null, "site");
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "30"), (answer.StatusCode, answer.Headers.RetryAfter!.ToString()));
        store.Db.BeforeStatement = null;
        Assert.Equal(HttpStatusCode.Accepted, (await PushAsync(Item)).Status);
    }

    private async Task<(HttpStatusCode Status, string Text)> PushAsync(string body, string? signature = null, string source = "site")
    {
        using var request = Request(body, signature, source);
        using var answer = await http.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private HttpRequestMessage Request(string body, string? signature, string source)
    {
        var timestamp = store.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{web.Urls.First()}/ingest/{source}") { Content = new StringContent(body) };
        request.Headers.ExpectContinue = true; // A body that is too large is refused before it is sent: in the midst of it, the connection would break.
        request.Headers.Add(PushSignature.TimestampHeader, timestamp);
        request.Headers.TryAddWithoutValidation(PushSignature.SignatureHeader, signature ?? PushSignature.Sign(Options.Secret, timestamp, System.Text.Encoding.UTF8.GetBytes(body)));
        return request;
    }
}
