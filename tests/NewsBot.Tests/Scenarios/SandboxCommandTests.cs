using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The local Discord as a program of its own, for somebody else's bot.</summary>
public sealed class SandboxCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_sandbox_serves_any_bot_with_the_token_and_records_what_it_asks()
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-sandbox-");
        var record = Path.Combine(folder.FullName, "record.jsonl");
        using var program = NewsBotProcess.Start(folder.FullName, ["sandbox", "--port", "0", "--token", "a-token-of-mine", "--record", record]);
        await program.SaysAsync("Ctrl+C ends it.", Ct);
        var page = new Uri(program.Stdout.Trim());
        using var client = new HttpClient { BaseAddress = new Uri(page, "api/v10/") };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://news.example.org, 1.0.0)");

        using var refused = await client.GetAsync("users/@me", Ct);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", "a-token-of-mine");
        using var made = await client.PostAsync("channels/1260000000000000001/messages", new StringContent("""{"content":"x"}""", Encoding.UTF8, "application/json"), Ct);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, made.StatusCode));
        Assert.Contains("NewsBot", await client.GetStringAsync(page, Ct), StringComparison.Ordinal);
        Assert.Equal(0, await program.StopAsync(Ct));
        Assert.Equal(
        [
            """{"method":"GET","path":"/api/v10/users/@me","body":null,"status":401}""",
            """{"method":"POST","path":"/api/v10/channels/1260000000000000001/messages","body":{"content":"x"},"status":200}""",
        ], await File.ReadAllLinesAsync(record, Ct));
        Assert.DoesNotContain("a-token-of-mine", program.Stdout + program.Stderr, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(2, "--port", "--port", "70000")]
    [InlineData(2, "--token", "--token", "")]
    [InlineData(1, "--record", "--port", "0", "--record", "/nowhere/at/all")]
    public async Task A_wrong_option_is_named(int exitCode, string named, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-sandbox-");

        var (code, stdout, stderr) = await NewsBotProcess.RunAsync(folder.FullName, Ct, ["sandbox", .. arguments]);

        Assert.Equal((exitCode, ""), (code, stdout.Trim()));
        Assert.Contains(named, stderr, StringComparison.Ordinal);
        folder.Delete();
    }
}
