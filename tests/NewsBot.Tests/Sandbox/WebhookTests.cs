using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class WebhookTests
{
    private const ulong Forum = 1310000000000000006;

    [Fact]
    public async Task A_webhook_posts_under_its_own_name_and_mends_only_what_it_posted()
    {
        await using var sandbox = await StartAsync();
        var bots = await sandbox.PostAsync("""{"content":"the bot's"}""");
        var made = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/webhooks", RunningSandbox.Json("""{"name":"News"}"""));
        Assert.Equal((200, 1), (made.Status, made.Json.GetProperty("type").GetInt32()));
        var hook = $"webhooks/{made.Id}/{made.Json.GetProperty("token").GetString()}";
        sandbox.Bot.DefaultRequestHeaders.Authorization = null; // The token in the path is enough.

        var silent = await sandbox.SendAsync(HttpMethod.Post, hook, RunningSandbox.Json("""{"content":"x"}"""));
        var shown = await sandbox.SendAsync(HttpMethod.Post, hook + "?wait=true", RunningSandbox.Json("""{"content":"y","username":"Desk","enforce_nonce":true,"nonce":"1"}"""));
        var edited = await sandbox.SendAsync(HttpMethod.Patch, $"{hook}/messages/{shown.Id}", RunningSandbox.Json("""{"content":"z"}"""));

        Assert.Equal(204, silent.Status);
        Assert.Equal(("Desk", $"{made.Id}"), (shown.Json.GetProperty("author").GetProperty("username").GetString(), shown.Json.GetProperty("webhook_id").GetString()));
        Assert.Equal((200, "z"), (edited.Status, edited.Json.GetProperty("content").GetString()));
        Assert.Equal((404, 10008), Told(await sandbox.GetAsync($"{hook}/messages/{bots.Id}")));
        Assert.Equal(204, (await sandbox.SendAsync(HttpMethod.Delete, $"{hook}/messages/{shown.Id}")).Status);
        Assert.Equal(["the bot's", "x"], sandbox.Server.Discord.Messages(RunningSandbox.Ports).Select(message => message.Content));
    }

    [Fact]
    public async Task A_webhook_that_is_gone_and_a_wrong_token_are_told_apart()
    {
        await using var sandbox = await StartAsync();
        var webhook = sandbox.Server.Discord.Webhooks.Add(RunningSandbox.Ports, "News");

        Assert.Equal((401, 50027), Told(await sandbox.SendAsync(HttpMethod.Post, $"webhooks/{webhook.Id}/wrong", RunningSandbox.Json("""{"content":"x"}"""))));
        Assert.True(sandbox.Server.Discord.Webhooks.Remove(webhook.Id));
        Assert.Equal((404, 10015), Told(await sandbox.SendAsync(HttpMethod.Post, $"webhooks/{webhook.Id}/{webhook.Token}", RunningSandbox.Json("""{"content":"x"}"""))));
    }

    [Fact]
    public async Task A_webhook_of_a_forum_needs_a_thread()
    {
        await using var sandbox = await StartAsync();
        var webhook = sandbox.Server.Discord.Webhooks.Add(Forum, "News");
        var hook = $"webhooks/{webhook.Id}/{webhook.Token}?wait=true";

        Assert.Equal((400, 220001), Told(await PostAsync(hook, """{"content":"x"}""")));
        var made = await PostAsync(hook, """{"content":"x","thread_name":"t"}""");
        var thread = made.Json.GetProperty("channel_id").GetString();
        Assert.Equal(200, (await PostAsync($"{hook}&thread_id={thread}", """{"content":"y"}""")).Status);
        Assert.Equal((400, 220002), Told(await PostAsync($"{hook}&thread_id={thread}", """{"content":"y","thread_name":"t"}""")));
        Assert.Equal(["x", "y"], sandbox.Server.Discord.Messages(ulong.Parse(thread!, provider: null)).Select(message => message.Content));

        Task<ApiAnswer> PostAsync(string path, string json) => sandbox.SendAsync(HttpMethod.Post, path, RunningSandbox.Json(json));
    }

    [Fact]
    public async Task Names_numbers_and_permissions_are_bounded()
    {
        await using var sandbox = await StartAsync();
        const string Path = "channels/1310000000000000001/webhooks";
        var first = sandbox.Server.Discord.Webhooks.Add(RunningSandbox.Ports, "News");
        Assert.Equal((400, 50035), Told(await CreateAsync("""{"name":"Discord News"}""")));
        Assert.Equal((400, 50035), Told(await CreateAsync("{}")));
        for (var i = 1; i < 15; i++)
        {
            Assert.Equal(200, (await CreateAsync("""{"name":"News"}""")).Status);
        }

        Assert.Equal((400, 30007), Told(await CreateAsync("""{"name":"News"}""")));
        Assert.Equal(15, (await sandbox.GetAsync(Path)).Json.GetArrayLength());
        Assert.Equal(204, (await sandbox.SendAsync(HttpMethod.Delete, $"webhooks/{first.Id}")).Status);
        sandbox.Server.Discord.SetPermissions(RunningSandbox.Ports, deny: Permissions.ManageWebhooks);
        Assert.Equal((403, 50013), Told(await CreateAsync("""{"name":"News"}""")));

        Task<ApiAnswer> CreateAsync(string json) => sandbox.SendAsync(HttpMethod.Post, Path, RunningSandbox.Json(json));
    }

    private static (int Status, int Code) Told(ApiAnswer answer) => (answer.Status, answer.Code);

    private static async Task<RunningSandbox> StartAsync()
    {
        var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 1000, Global = 1000, Webhook = null } });
        sandbox.Server.Discord.AddForum(Forum, "forum", []);
        return sandbox;
    }
}
