using System.Net;
using System.Text;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;

namespace NewsBot.Tests.Discord.Rest;

/// <summary>Announcements, threads and forums.</summary>
public sealed class ThreadTests : IDisposable
{
    private readonly Rig rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crosspost_sends_no_body_and_one_that_stands_already_is_a_success()
    {
        rig.Discord.ThenMessage().Then(HttpStatusCode.BadRequest, """{"message":"This message has already been crossposted.","code":40033}""");

        await rig.Client.CrosspostAsync(Rig.ChannelA, Rig.MessageId, Ct);
        await rig.Client.CrosspostAsync(Rig.ChannelA, Rig.MessageId, Ct);

        Assert.All(rig.Discord.Seen, seen => Assert.Equal($"POST /api/v10/channels/{Rig.ChannelA}/messages/{Rig.MessageId}/crosspost ", $"{seen.Method} {seen.Uri.AbsolutePath} {seen.Body}"));
    }

    [Fact]
    public async Task A_crosspost_beyond_the_hour_is_not_waited_for()
    {
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":2400.5,"global":false}""", ("X-RateLimit-Scope", "user"), ("Retry-After", "2401"));

        var limited = await Assert.ThrowsAsync<RateLimitedException>(() => rig.Client.CrosspostAsync(Rig.ChannelA, Rig.MessageId, Ct));

        Assert.InRange(limited.RetryAfter, TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(41));
    }

    [Fact]
    public async Task A_thread_starts_from_a_message()
    {
        rig.Discord.Then(HttpStatusCode.Created, $$"""{"id":"{{Rig.MessageId}}","type":11,"name":"Talk","parent_id":"{{Rig.ChannelA}}","owner_id":"3","thread_metadata":{"archived":false} }""");

        var thread = await rig.Client.StartThreadAsync(Rig.ChannelA, Rig.MessageId, "Talk", ThreadArchive.Day, Ct);

        Assert.Equal(new Channel { Id = Rig.MessageId, Type = ChannelType.PublicThread, Name = "Talk", ParentId = Rig.ChannelA, OwnerId = new Snowflake(3), ThreadMetadata = new(Archived: false) }, thread);
        Assert.Equal("""{"name":"Talk","auto_archive_duration":1440}""", Assert.Single(rig.Discord.Seen).Body);
    }

    [Fact]
    public async Task A_forum_post_nests_its_message_and_sends_no_nonce()
    {
        rig.Discord.Then(HttpStatusCode.Created, $$"""{"id":"1300000000000000002","type":11,"name":"Plan","message":{{ScriptedDiscord.MessageJson}} }""");

        var post = await rig.Client.CreateForumPostAsync(Rig.ChannelA, new ForumPostDraft { Name = "Plan", AppliedTags = [new Snowflake(9)], Message = Rig.Hello with { Nonce = "n" } }, Ct);

        Assert.Equal("Plan", post.Name);
        Assert.Equal(post.Id, post.Message.Id);
        var seen = Assert.Single(rig.Discord.Seen);
        Assert.Equal($"/api/v10/channels/{Rig.ChannelA}/threads", seen.Uri.AbsolutePath);
        Assert.Equal("""{"name":"Plan","applied_tags":["9"],"message":{"content":"Hello","allowed_mentions":{"parse":[]}}}""", seen.Body);
    }

    [Fact]
    public async Task A_forum_post_can_bring_a_photo()
    {
        rig.Discord.Then(HttpStatusCode.Created, $$"""{"id":"1300000000000000002","name":"Plan","message":{{ScriptedDiscord.MessageJson}} }""");
        var photo = new FileUpload("a.png", "image/png", Encoding.ASCII.GetBytes("png"));

        await rig.Client.CreateForumPostAsync(Rig.ChannelA, new ForumPostDraft { Name = "Plan", Message = new MessageDraft { Files = [photo] } }, Ct);

        var seen = Assert.Single(rig.Discord.Seen);
        Assert.Equal("multipart/form-data", seen.MediaType);
        Assert.Contains("""
            "message":{"allowed_mentions":{"parse":[]},"attachments":[{"id":"0","filename":"a.png"}]}
            """, seen.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorCode.NoTagUsable)]
    [InlineData(ErrorCode.TagRequired)]
    [InlineData(ErrorCode.TooManyThreads)]
    public async Task A_forum_that_refuses_says_why_by_its_code(int code)
    {
        rig.Discord.Then(HttpStatusCode.BadRequest, $$"""{"message":"no","code":{{code}}}""");

        var refused = await Assert.ThrowsAsync<DiscordException>(() => rig.Client.CreateForumPostAsync(Rig.ChannelA, new ForumPostDraft { Name = "x", Message = Rig.Hello }, Ct));

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task Active_threads_tell_who_started_them()
    {
        rig.Discord.Then(HttpStatusCode.OK, """{"threads":[{"id":"4","type":11,"name":"Plan","owner_id":"3"}],"members":[]}""");

        var thread = Assert.Single(await rig.Client.GetActiveThreadsAsync(new Snowflake(1), Ct));

        Assert.Equal((new Snowflake(3), "Plan"), (thread.OwnerId!.Value, thread.Name));
    }

    public void Dispose() => rig.Dispose();
}
