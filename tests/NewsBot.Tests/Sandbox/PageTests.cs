using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NewsBot.Sandbox;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed partial class PageTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task The_page_and_all_it_names_are_served_and_may_load_no_foreign_code()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var page = await GetAsync(sandbox, "");

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var assets = AssetName().Matches(html).Select(match => match.Value).Distinct().ToList();
        Assert.True(assets.Count >= 5);
        foreach (var asset in assets)
        {
            using var served = await GetAsync(sandbox, asset);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        }
    }

    [Fact]
    public void No_script_of_the_page_can_turn_text_into_markup()
    {
        var assembly = typeof(SandboxServer).Assembly;
        var scripts = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".js", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(scripts);
        foreach (var name in scripts)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|setHTML|DOMParser|createContextualFragment|srcdoc|eval\\(|new Function", reader.ReadToEnd());
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_foreign_host_name_gets_nothing(string host)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, sandbox.Server.Page);
        request.Headers.Host = host;

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_page_hears_of_every_change()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var before = await sandbox.PostAsync("""{"content":"before"}""");
        await using var events = await EventsAsync(sandbox);

        var state = await NextAsync(events, "state");
        Assert.Equal(["ports", "trains"], state.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("name").GetString()));
        Assert.Equal($"{before.Id}", state.GetProperty("messages")[0].GetProperty("id").GetString());

        var made = await sandbox.PostAsync("""{"content":"new"}""");
        Assert.Equal("new", (await NextAsync(events, "message")).GetProperty("content").GetString());
        await sandbox.PatchAsync(made.Id, """{"content":"edited"}""");
        Assert.NotEqual(JsonValueKind.Null, (await NextAsync(events, "message")).GetProperty("edited_timestamp").ValueKind);
        await sandbox.DeleteAsync(made.Id);
        Assert.Equal($"{made.Id}", (await NextAsync(events, "gone")).GetProperty("id").GetString());
        sandbox.Server.Discord.AddChannel(5, "late");
        Assert.Equal("late", (await NextAsync(events, "channel")).GetProperty("name").GetString());
        await SendMailAsync(sandbox, "<p>Hello</p>");
        Assert.Equal("Three new items", (await NextAsync(events, "mail")).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_page_gets_the_newest_mails_and_how_many_there_were()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        for (var n = 1; n <= 203; n++)
        {
            sandbox.Server.Mailbox.Keep(Encoding.ASCII.GetBytes($"Subject: Mail {n}\r\n\r\nHello\r\n"), "digest@news.example.org", ["zoe@example.net"]);
        }

        await using var events = await EventsAsync(sandbox);
        var state = await NextAsync(events, "state");

        Assert.Equal((200, 203), (state.GetProperty("shown").GetInt32(), state.GetProperty("received").GetInt64()));
        var subjects = state.GetProperty("mails").EnumerateArray().Select(mail => mail.GetProperty("subject").GetString()).ToList();
        Assert.Equal((200, "Mail 4", "Mail 203"), (subjects.Count, subjects[0], subjects[^1]));
        Assert.Equal(203, sandbox.Server.Mailbox.Received);
    }

    [Fact]
    public async Task Events_carry_hostile_text_as_text()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PostAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["content"] = Hostile + "\n\ndata: {}\n\n" }));

        using var stream = await GetAsync(sandbox, "sandbox/events");
        await using var body = await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(body);
        Assert.Equal("event: state", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        var data = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<", data, StringComparison.Ordinal);
        Assert.Contains("alert(1)", data, StringComparison.Ordinal);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mail_is_shown_as_HTML_that_can_do_nothing_as_text_and_as_source()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await SendMailAsync(sandbox, $"<html><head></head><body>{Hostile}</body></html>");
        var id = sandbox.Server.Mailbox.Mails[0].Id;

        using var html = await GetAsync(sandbox, $"sandbox/mails/{id}/html");
        using var source = await GetAsync(sandbox, $"sandbox/mails/{id}/source");
        using var detail = await GetAsync(sandbox, $"sandbox/mails/{id}");

        var policy = html.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.Equal("text/html", html.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<base target=\"_blank\">", await html.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(("text/plain", "nosniff"), (source.Content.Headers.ContentType?.MediaType, source.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(sandbox.Server.Mailbox.Mails[0].Raw.ToArray(), await source.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var json = JsonDocument.Parse(await detail.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(("Hello in text", "Zoë <zoe@example.net>"), (json.GetProperty("text").GetString(), json.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task What_is_no_mail_is_listed_by_its_envelope()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var line = await sandbox.ConnectAsync();
        await line.BeginDataAsync();
        await line.AskAsync("\u0001\u0002 no header\r\n.");

        using var detail = await GetAsync(sandbox, $"sandbox/mails/{sandbox.Server.Mailbox.Mails[0].Id}");

        Assert.Contains("zoe@example.net", await detail.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_does_not_hold_the_sandbox_back()
    {
        var sandbox = await RunningSandbox.StartAsync();
        await using var events = await EventsAsync(sandbox);
        await NextAsync(events, "state");

        await sandbox.DisposeAsync();

        // Kestrel's last resort is to cut the connection, which would throw: the stream must end by itself.
        Assert.False(await events.MoveNextAsync());
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningSandbox sandbox, string path)
    {
        var client = new HttpClient();
        return await client.GetAsync(new Uri(sandbox.Server.Page, path), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<IAsyncEnumerator<SseItem<string>>> EventsAsync(RunningSandbox sandbox)
    {
        var response = await GetAsync(sandbox, "sandbox/events");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<SseItem<string>> events, string type)
    {
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(type, events.Current.EventType);
        return JsonDocument.Parse(events.Current.Data).RootElement;
    }

    private static async Task SendMailAsync(RunningSandbox sandbox, string html)
    {
        var body = new BodyBuilder { TextBody = "Hello in text", HtmlBody = html }.ToMessageBody();
        var message = new MimeMessage([new MailboxAddress("NewsBot", "digest@news.example.org")], [new MailboxAddress("Zoë", "zoe@example.net")], "Three new items", body);
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sandbox.Server.SmtpPort, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("/assets/[a-z.]+", RegexOptions.NonBacktracking)]
    private static partial Regex AssetName();
}
