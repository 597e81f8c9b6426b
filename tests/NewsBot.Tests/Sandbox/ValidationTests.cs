using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NewsBot.Sandbox;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed partial class ValidationTests
{
    [Theory]
    [InlineData("content", "BASE_TYPE_MAX_LENGTH", """{"content":"@2001"}""")]
    [InlineData("content", "STRING_TYPE_CONVERT", """{"content":[]}""")]
    [InlineData("embeds", "BASE_TYPE_MAX_LENGTH", """{"embeds":[{},{},{},{},{},{},{},{},{},{},{}]}""")]
    [InlineData("embeds", "LIST_TYPE_CONVERT", """{"embeds":{}}""")]
    [InlineData("embeds.0", "DICT_TYPE_CONVERT", """{"embeds":["x"]}""")]
    [InlineData("embeds.0.title", "BASE_TYPE_MAX_LENGTH", """{"embeds":[{"title":"@257"}]}""")]
    [InlineData("embeds.1.description", "BASE_TYPE_MAX_LENGTH", """{"embeds":[{"title":"x"},{"description":"@4097"}]}""")]
    [InlineData("embeds.0.footer.text", "BASE_TYPE_MAX_LENGTH", """{"embeds":[{"footer":{"text":"@2049"}}]}""")]
    [InlineData("embeds.0.author.name", "BASE_TYPE_MAX_LENGTH", """{"embeds":[{"author":{"name":"@257"}}]}""")]
    [InlineData("embeds.0.fields.0.name", "BASE_TYPE_REQUIRED", """{"embeds":[{"fields":[{"name":" ","value":"v"}]}]}""")]
    [InlineData("embeds.0.fields.0.value", "BASE_TYPE_REQUIRED", """{"embeds":[{"fields":[{"name":"n"}]}]}""")]
    [InlineData("embeds.0.fields.0.value", "BASE_TYPE_MAX_LENGTH", """{"embeds":[{"fields":[{"name":"n","value":"@1025"}]}]}""")]
    [InlineData("embeds", "MAX_EMBED_SIZE_EXCEEDED", """{"embeds":[{"description":"@3001"},{"description":"@3000"}]}""")]
    [InlineData("embeds.0.url", "URL_TYPE_INVALID_SCHEME", """{"embeds":[{"title":"x","url":"javascript:alert(1)"}]}""")]
    [InlineData("embeds.0.url", "URL_TYPE_INVALID_SCHEME", """{"embeds":[{"title":"x","url":""}]}""")]
    [InlineData("embeds.0.url", "URL_TYPE_INVALID_SCHEME", """{"embeds":[{"title":"x","url":"attachment://x"}]}""")]
    [InlineData("embeds.0.image.url", "URL_TYPE_INVALID_URL", """{"embeds":[{"image":{"url":"https://"}}]}""")]
    [InlineData("embeds.0.image.url", "URL_TYPE_INVALID_SCHEME", """{"embeds":[{"image":{"url":"data:image/png;base64,AA"}}]}""")]
    [InlineData("embeds.0.color", "NUMBER_TYPE_MAX", """{"embeds":[{"title":"x","color":16777216}]}""")]
    [InlineData("embeds.0.color", "NUMBER_TYPE_COERCE", """{"embeds":[{"title":"x","color":"red"}]}""")]
    [InlineData("embeds.0.timestamp", "DATE_TIME_TYPE_PARSE", """{"embeds":[{"title":"x","timestamp":"yesterday"}]}""")]
    [InlineData("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", """{"content":"x","allowed_mentions":{"parse":["roles"],"roles":["1"]}}""")]
    [InlineData("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", """{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}""")]
    [InlineData("allowed_mentions.parse", "BASE_TYPE_CHOICES", """{"content":"x","allowed_mentions":{"parse":["all"]}}""")]
    [InlineData("nonce", "BASE_TYPE_MAX_LENGTH", """{"content":"x","nonce":"@26"}""")]
    [InlineData("enforce_nonce", "BOOLEAN_TYPE_CONVERT", """{"content":"x","nonce":"1","enforce_nonce":"yes"}""")]
    public async Task A_bad_form_is_refused_by_name(string path, string code, string json)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Lengthen(json));

        Assert.Equal((400, 50035), (answer.Status, answer.Code));
        var error = path.Split('.').Aggregate(answer.Json.GetProperty("errors"), (node, name) => node.GetProperty(name));
        Assert.Contains(code, error.GetProperty("_errors").EnumerateArray().Select(item => item.GetProperty("code").GetString()));
        Assert.Empty(sandbox.Server.Discord.Messages(RunningSandbox.Ports));
    }

    [Theory]
    [InlineData("""{"content":"@2000"}""")]
    [InlineData("""{"embeds":[{"title":"@256","description":"@3744","footer":{"text":"@1744"},"author":{"name":"@256"}}]}""")]
    [InlineData("""{"content":"x","nonce":-9223372036854775808}""")]
    [InlineData("""{"content":"x","nonce":"@25","unknown":{"thing":1}}""")]
    [InlineData("""{"content":null,"embeds":[{"title":"x","url":null,"image":null}],"allowed_mentions":null,"attachments":null}""")]
    public async Task A_form_at_its_limits_is_taken(string json)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        Assert.Equal(200, (await sandbox.PostAsync(Lengthen(json))).Status);
    }

    [Theory]
    [InlineData("{}", 50006)]
    [InlineData("""{"content":"  "}""", 50006)]
    [InlineData("""{"embeds":[{"color":5}]}""", 50006)]
    [InlineData("{", 50109)]
    [InlineData("[]", 50035)]
    public async Task An_empty_or_broken_body_is_refused(string json, int code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.PostAsync(json);

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("""{"content":"\ud800"}""")]
    [InlineData("""{"embeds":[{"title":"x","description":"half a \udc00 pair"}]}""")]
    [InlineData("""{"content":"x","nonce":"\ud800"}""")]
    [InlineData("""{"content":"x","flags":"\ud800"}""")]
    [InlineData("""{"content":"x","allowed_mentions":{"parse":["\ud800"]}}""")]
    [InlineData("""{"content":"x","\ud800":1}""")]
    [InlineData("""{"content":"@bytes"}""")]
    public async Task Text_that_is_not_Unicode_is_refused_and_recorded(string json)
    {
        var record = Path.GetTempFileName();
        try
        {
            await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { RecordFile = record });
            using var body = new ByteArrayContent(Encoding.Latin1.GetBytes(json.Replace("@bytes", "\u00ff\u00fe", StringComparison.Ordinal)));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            var answer = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages", body);

            Assert.Equal((400, 50035), (answer.Status, answer.Code));
            Assert.Contains("not valid Unicode", answer.Text, StringComparison.Ordinal);
            Assert.Equal(400, Assert.Single(sandbox.Server.Discord.Requests).Status);
            await sandbox.DisposeAsync();
            Assert.Equal(400, JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken))).RootElement.GetProperty("status").GetInt32());
        }
        finally
        {
            File.Delete(record);
        }
    }

    [Fact]
    public async Task Escaped_pairs_are_text()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"\ud83d\udea2"}""")).Status);
        Assert.Equal("🚢", sandbox.Server.Discord.Messages(RunningSandbox.Ports).Single().Content);
    }

    [Fact]
    public async Task A_body_needs_a_content_type()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages", new ByteArrayContent("{}"u8.ToArray()));

        Assert.Equal((400, 50035), (answer.Status, answer.Code));
        Assert.Contains("CONTENT_TYPE_INVALID", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bot wrong", "DiscordBot (https://x.example, 1)", 401, 0)]
    [InlineData("sandbox-token", "DiscordBot (https://x.example, 1)", 401, 0)]
    [InlineData("Bot sandbox-token", "curl/8.0", 403, 40333)]
    [InlineData("Bot sandbox-token", null, 403, 40333)]
    [InlineData("Bot sandbox-token", "DiscordBot (https://x.example, 1) .NET/10", 200, null)]
    public async Task The_door_wants_a_token_and_a_user_agent(string authorization, string? userAgent, int status, int? code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Server.DiscordApi };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        if (userAgent is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        }

        using var response = await client.GetAsync("users/@me", TestContext.Current.CancellationToken);

        var answer = await ApiAnswer.ReadAsync(response);
        Assert.Equal(status, answer.Status);
        Assert.Equal(code, answer.Json.TryGetProperty("code", out var found) ? found.GetInt32() : null);
    }

    /// <summary>"@2001" stands for so many characters of four bytes each: Discord counts code points.</summary>
    internal static string Lengthen(string json)
        => Count().Replace(json, match => JsonSerializer.Serialize(string.Concat(Enumerable.Repeat("📰", int.Parse(match.Value.AsSpan()[2..^1], provider: null)))));

    [GeneratedRegex("\"@[0-9]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex Count();
}
