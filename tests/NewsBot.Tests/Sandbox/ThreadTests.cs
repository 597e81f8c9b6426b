using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class ThreadTests
{
    private const ulong News = 1310000000000000005;
    private const ulong Forum = 1310000000000000006;
    private const ulong Tag = 1330000000000000001;

    [Fact]
    public async Task A_message_of_an_announcement_channel_is_published_once()
    {
        await using var sandbox = await StartAsync();
        var made = await sandbox.PostAsync("""{"content":"x"}""", News);
        var path = $"channels/{News}/messages/{made.Id}/crosspost";

        var published = await sandbox.SendAsync(HttpMethod.Post, path);
        var again = await sandbox.SendAsync(HttpMethod.Post, path);
        var elsewhere = await sandbox.PostAsync("""{"content":"x"}""");
        var wrong = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages/{elsewhere.Id}/crosspost");

        Assert.Equal((200, 1), (published.Status, published.Json.GetProperty("flags").GetInt32()));
        Assert.Equal((400, 40033), (again.Status, again.Code));
        Assert.Equal((400, 50024), (wrong.Status, wrong.Code));
        Assert.Equal(10008, (await sandbox.SendAsync(HttpMethod.Post, $"channels/{News}/messages/7/crosspost")).Code);
        Assert.True(Assert.Single(sandbox.Server.Discord.Messages(News)).IsCrossposted);
    }

    [Fact]
    public async Task A_channel_is_published_ten_times_an_hour()
    {
        await using var sandbox = await StartAsync(new ChannelLimits { PerChannel = 100 });
        for (var i = 0; i < 11; i++)
        {
            var made = await sandbox.PostAsync("""{"content":"x"}""", News);
            var published = await sandbox.SendAsync(HttpMethod.Post, $"channels/{News}/messages/{made.Id}/crosspost");
            Assert.Equal(i < 10 ? 200 : 429, published.Status);
            if (i == 10)
            {
                Assert.Equal("3600", published.Headers["Retry-After"]);
            }
        }
    }

    [Fact]
    public async Task A_forum_takes_posts_and_no_messages()
    {
        await using var sandbox = await StartAsync();
        var discord = sandbox.Server.Discord;

        Assert.Equal((400, 40058), Told(await sandbox.PostAsync("""{"content":"x"}""", Forum)));
        var made = await PostAsync($$$"""{"name":"Ports","applied_tags":["{{{Tag}}}"],"message":{"content":"x"}}""");

        Assert.Equal(201, made.Status);
        Assert.Equal((11, $"{Forum}"), (made.Json.GetProperty("type").GetInt32(), made.Json.GetProperty("parent_id").GetString()));
        Assert.Equal(made.Json.GetProperty("id").GetString(), made.Json.GetProperty("message").GetProperty("id").GetString());
        Assert.Equal("x", Assert.Single(discord.Messages(made.Id)).Content);
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"more"}""", made.Id)).Status);
        var active = await sandbox.GetAsync($"guilds/{discord.GuildId}/threads/active");
        Assert.Equal("Ports", Assert.Single(active.Json.GetProperty("threads").EnumerateArray()).GetProperty("name").GetString());
        Assert.DoesNotContain((await sandbox.GetAsync($"guilds/{discord.GuildId}/channels")).Json.EnumerateArray(), channel => channel.GetProperty("type").GetInt32() == 11);

        Assert.Equal((400, 50035), Told(await PostAsync("""{"name":"","message":{"content":"x"}}""")));
        Assert.Equal((400, 50035), Told(await PostAsync($$$"""{"name":"{{{new string('x', 101)}}}","message":{"content":"x"}}""")));
        Assert.Equal((400, 50035), Told(await PostAsync("""{"name":"x"}""")));
        Assert.Equal((400, 40066), Told(await PostAsync("""{"name":"x","applied_tags":["7"],"message":{"content":"x"}}""")));
        Assert.Equal((400, 40067), Told(await PostAsync("""{"name":"x","message":{"content":"x"}}""")));
        Assert.Equal((400, 50006), Told(await PostAsync($$$"""{"name":"x","applied_tags":["{{{Tag}}}"],"message":{}}""")));
        Assert.Single(discord.Channels, channel => channel.IsThread); // What was refused left no thread.

        Task<ApiAnswer> PostAsync(string json) => sandbox.SendAsync(HttpMethod.Post, $"channels/{Forum}/threads", RunningSandbox.Json(json));
    }

    [Fact]
    public async Task An_archived_thread_opens_when_somebody_writes_and_takes_no_edit()
    {
        await using var sandbox = await StartAsync();
        var first = await sandbox.PostAsync("""{"content":"x"}""");
        var thread = await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages/{first.Id}/threads", RunningSandbox.Json("""{"name":"t"}"""));
        Assert.Equal((201, first.Id), (thread.Status, thread.Id));
        Assert.Equal(160004, (await sandbox.SendAsync(HttpMethod.Post, $"channels/{RunningSandbox.Ports}/messages/{first.Id}/threads", RunningSandbox.Json("""{"name":"t"}"""))).Code);
        var inside = await sandbox.PostAsync("""{"content":"y"}""", thread.Id);
        var edit = $"channels/{thread.Id}/messages/{inside.Id}";

        sandbox.Server.Discord.SetThread(thread.Id, archived: true);

        Assert.Equal((400, 50083), Told(await sandbox.SendAsync(HttpMethod.Patch, edit, RunningSandbox.Json("""{"content":"z"}"""))));
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Patch, $"channels/{thread.Id}", RunningSandbox.Json("""{"archived":false}"""))).Status);
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Patch, edit, RunningSandbox.Json("""{"content":"z"}"""))).Status);
        sandbox.Server.Discord.SetThread(thread.Id, archived: true);
        Assert.Equal(200, (await sandbox.PostAsync("""{"content":"open"}""", thread.Id)).Status);
        Assert.False(sandbox.Server.Discord.Channels.Single(channel => channel.IsThread).Thread!.Archived);
    }

    [Fact]
    public async Task Archived_threads_are_listed_apart_and_a_locked_one_is_for_moderators()
    {
        await using var sandbox = await StartAsync();
        var discord = sandbox.Server.Discord;
        var thread = await sandbox.SendAsync(HttpMethod.Post, $"channels/{Forum}/threads", RunningSandbox.Json($$$"""{"name":"x","applied_tags":["{{{Tag}}}"],"message":{"content":"x"}}"""));
        Assert.Empty((await sandbox.GetAsync($"channels/{Forum}/threads/archived/public?limit=100")).Json.GetProperty("threads").EnumerateArray());
        discord.SetThread(thread.Id, archived: true, locked: true);
        Assert.Equal($"{thread.Id}", Assert.Single((await sandbox.GetAsync($"channels/{Forum}/threads/archived/public?limit=100")).Json.GetProperty("threads").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await sandbox.GetAsync($"guilds/{discord.GuildId}/threads/active")).Json.GetProperty("threads").EnumerateArray());

        discord.SetPermissions(Forum, deny: Permissions.ManageThreads | Permissions.ReadMessageHistory);
        Assert.Equal((403, 160005), Told(await sandbox.PostAsync("""{"content":"y"}""", thread.Id)));
        Assert.Equal((403, 50013), Told(await sandbox.SendAsync(HttpMethod.Patch, $"channels/{thread.Id}", RunningSandbox.Json("""{"archived":false}"""))));
        Assert.Equal((403, 50013), Told(await sandbox.GetAsync($"channels/{Forum}/threads/archived/public?limit=100")));
    }

    [Fact]
    public async Task A_thread_follows_the_permissions_of_its_channel()
    {
        await using var sandbox = await StartAsync();
        var thread = await sandbox.SendAsync(HttpMethod.Post, $"channels/{Forum}/threads", RunningSandbox.Json($$$"""{"name":"x","applied_tags":["{{{Tag}}}"],"message":{"content":"x"}}"""));

        sandbox.Server.Discord.SetPermissions(Forum, deny: Permissions.SendMessagesInThreads);
        Assert.Equal((403, 50013), Told(await sandbox.PostAsync("""{"content":"x"}""", thread.Id)));
        sandbox.Server.Discord.SetPermissions(Forum, deny: Permissions.ViewChannel);
        Assert.Equal((403, 50001), Told(await sandbox.PostAsync("""{"content":"x"}""", thread.Id)));
        Assert.True(sandbox.Server.Discord.DeleteChannel(Forum));
        Assert.Equal((404, 10003), Told(await sandbox.PostAsync("""{"content":"x"}""", thread.Id)));
    }

    private static (int Status, int Code) Told(ApiAnswer answer) => (answer.Status, answer.Code);

    private static async Task<RunningSandbox> StartAsync(ChannelLimits? limits = null)
    {
        var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Limits = limits ?? new ChannelLimits { PerChannel = 1000, Global = 1000 } });
        sandbox.Server.Discord.AddChannel(News, "news", type: ChannelType.Announcement);
        sandbox.Server.Discord.AddForum(Forum, "forum", [new ForumTag(Tag, "ports")], tagRequired: true);
        return sandbox;
    }
}
