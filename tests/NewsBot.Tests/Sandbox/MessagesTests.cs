using System.Net;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class MessagesTests
{
    [Fact]
    public async Task A_message_comes_back_as_it_was_made()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var made = await sandbox.PostAsync("""{"content":" Hello ","nonce":"n1","embeds":[{"title":"T","color":255,"fields":[{"name":"a","value":"b"}]}]}""");

        Assert.Equal(200, made.Status);
        Assert.Equal("Hello", made.Json.GetProperty("content").GetString());
        Assert.Equal("n1", made.Json.GetProperty("nonce").GetString());
        Assert.True(made.Json.GetProperty("author").GetProperty("bot").GetBoolean());
        var read = (await sandbox.GetAsync($"channels/{RunningSandbox.Ports}/messages/{made.Id}")).Json;
        Assert.Equal("""[{"type":"rich","title":"T","color":255,"fields":[{"name":"a","value":"b","inline":false}]}]""", read.GetProperty("embeds").GetRawText());
        Assert.False(read.TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task Ids_carry_the_time_and_rise_even_when_it_stands_still()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var first = await sandbox.PostAsync("""{"content":"1"}""");
        var second = await sandbox.PostAsync("""{"content":"2"}""");

        Assert.Equal(sandbox.Clock.GetUtcNow().ToUnixTimeMilliseconds(), (long)(first.Id >> 22) + 1420070400000);
        Assert.True(second.Id > first.Id);
    }

    [Fact]
    public async Task An_edit_changes_only_what_it_names_and_is_marked()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync("""{"content":"old","embeds":[{"title":"T"}]}""");

        var edited = await sandbox.PatchAsync(made.Id, """{"content":"new"}""");

        Assert.Equal("new", edited.Json.GetProperty("content").GetString());
        Assert.Equal("T", edited.Json.GetProperty("embeds")[0].GetProperty("title").GetString());
        Assert.NotNull(edited.Json.GetProperty("edited_timestamp").GetString());
        Assert.Equal(400, (await sandbox.PatchAsync(made.Id, """{"content":null,"embeds":[]}""")).Status);
    }

    [Fact]
    public async Task A_deleted_message_is_unknown()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync("""{"content":"x"}""");

        Assert.Equal(204, (await sandbox.DeleteAsync(made.Id)).Status);

        Assert.Equal(10008, (await sandbox.DeleteAsync(made.Id)).Code);
        Assert.Equal(10008, (await sandbox.PatchAsync(made.Id, """{"content":"y"}""")).Code);
        Assert.Empty(sandbox.Server.Discord.Messages(RunningSandbox.Ports));
    }

    [Fact]
    public async Task What_a_moderator_deleted_is_gone_too()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync("""{"content":"x"}""");

        Assert.True(sandbox.Server.Discord.Delete(RunningSandbox.Ports, made.Id));

        Assert.Equal(404, (await sandbox.GetAsync($"channels/{RunningSandbox.Ports}/messages/{made.Id}")).Status);
    }

    [Theory]
    [InlineData("", "5 4 3 2 1")]
    [InlineData("?limit=2", "5 4")]
    [InlineData("?limit=2&after={1}", "3 2")]
    [InlineData("?limit=2&before={4}", "3 2")]
    public async Task Messages_are_listed_newest_first(string query, string expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var ids = new List<ulong>();
        for (var i = 1; i <= 5; i++)
        {
            ids.Add((await sandbox.PostAsync($$"""{"content":"{{i}}"}""")).Id);
        }

        query = query.Replace("{1}", $"{ids[0]}", StringComparison.Ordinal).Replace("{4}", $"{ids[3]}", StringComparison.Ordinal);
        var list = await sandbox.GetAsync($"channels/{RunningSandbox.Ports}/messages{query}");

        Assert.Equal(expected, string.Join(' ', list.Json.EnumerateArray().Select(message => message.GetProperty("content").GetString())));
    }

    [Theory]
    [InlineData("channels/1/messages", 404, 10003)]
    [InlineData("channels/x", 400, 50035)]
    [InlineData("channels/1310000000000000001/messages?limit=101", 400, 50035)]
    [InlineData("guilds/1/channels", 404, 10004)]
    [InlineData("nothing/here", 404, 0)]
    public async Task What_is_not_there_says_so(string path, int status, int code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.GetAsync(path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Roles_ping_only_when_mentioned_and_allowed()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        const string Mention = "<@&1320000000000000001> <@&5> @everyone";

        await sandbox.PostAsync($$"""{"content":"{{Mention}}"}""");
        await sandbox.PostAsync($$$"""{"content":"{{{Mention}}}","allowed_mentions":{"parse":[]}}""");
        await sandbox.PostAsync($$$"""{"content":"{{{Mention}}}","allowed_mentions":{"parse":[],"roles":["1320000000000000001"]}}""");
        await sandbox.PostAsync($$$"""{"embeds":[{"description":"{{{Mention}}}"}]}""");

        var pings = sandbox.Server.Discord.Messages(RunningSandbox.Ports).Select(message => (message.MentionRoles.Count, message.MentionEveryone));
        Assert.Equal([(1, true), (0, false), (1, false), (0, false)], pings);
    }

    [Fact]
    public async Task An_embed_shows_its_attachment_and_hides_it_from_the_list()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var form = RunningSandbox.Form(
            """{"embeds":[{"title":"T","image":{"url":"attachment://gate.png"}}],"attachments":[{"id":0,"filename":"gate.png","description":"A gate"}]}""",
            ("whatever.png", [1, 2, 3]));

        var made = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages", form);

        var image = made.Json.GetProperty("embeds")[0].GetProperty("image");
        Assert.Equal("A gate", image.GetProperty("description").GetString());
        Assert.Equal(0, made.Json.GetProperty("attachments").GetArrayLength());
        using var file = await sandbox.Bot.GetAsync(image.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
        Assert.Equal("image/png", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal([1, 2, 3], await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        var edited = await sandbox.PatchAsync(made.Id, """{"embeds":[{"title":"T"}]}""");
        Assert.Equal("gate.png", edited.Json.GetProperty("attachments")[0].GetProperty("filename").GetString());
        var dropped = await sandbox.PatchAsync(made.Id, """{"attachments":[]}""");
        Assert.Equal(0, dropped.Json.GetProperty("attachments").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"content":"x","attachments":[{"id":7}]}""", 50146)]
    [InlineData("""{"embeds":[{"image":{"url":"attachment://other.png"}}]}""", 50035)]
    public async Task A_file_that_was_not_sent_is_refused(string json, int code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages", RunningSandbox.Form(json, ("photo.png", [1])));

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Empty(sandbox.Server.Discord.Messages(RunningSandbox.Ports));
    }

    [Fact]
    public async Task Files_and_requests_have_a_size()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var path = $"channels/{RunningSandbox.Ports}/messages";
        var eleven = new byte[11 * 1024 * 1024];

        var file = await sandbox.SendAsync(HttpMethod.Post, path, RunningSandbox.Form("{}", ("a.png", eleven)));
        var request = await sandbox.SendAsync(HttpMethod.Post, path, RunningSandbox.Form("{}", ("a.png", eleven), ("b.png", eleven), ("c.png", eleven)));

        Assert.Equal(((int)HttpStatusCode.BadRequest, 50045), (file.Status, file.Code));
        Assert.Equal(((int)HttpStatusCode.RequestEntityTooLarge, 40005), (request.Status, request.Code));
    }

    [Fact]
    public async Task The_export_has_all_that_stands_in_order_of_creation()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PostAsync("""{"content":"1"}""", RunningSandbox.Trains);
        var gone = await sandbox.PostAsync("""{"content":"2"}""");
        await sandbox.PostAsync("""{"content":"3"}""");
        await sandbox.DeleteAsync(gone.Id);

        var export = System.Text.Json.JsonDocument.Parse(sandbox.Server.Discord.ExportJson()).RootElement;

        Assert.Equal(["trains 1", "ports 3"], export.EnumerateArray().Select(item => $"{item.GetProperty("channelName")} {item.GetProperty("content")}"));
        Assert.Equal($"{RunningSandbox.Trains}", export[0].GetProperty("channel").GetString());
    }
}
