using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Discord.Model;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Discord.Rest;

public sealed class RequestTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Rig rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_create_looks_like_its_golden_file()
    {
        rig.Discord.ThenMessage();

        await rig.Client.CreateMessageAsync(Rig.ChannelA, new MessageDraft
        {
            Content = "<@&1300000000000000007> Nächste Woche",
            Nonce = "0123456789abcdef01234567",
            AllowedMentions = AllowedMentions.Roles(new Snowflake(1300000000000000007)),
            Flags = MessageFlags.SuppressNotifications,
            Embeds =
            [
                new Embed
                {
                    Title = "Plan open for comment",
                    Description = "Until Friday.",
                    Url = "https://example.org/plan",
                    Timestamp = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(1)),
                    Color = 0x1F6FEB,
                    Author = new EmbedAuthor("Press office"),
                    Fields = [new EmbedField("Deadline", "6 March", Inline: true)],
                    Image = new EmbedImage("https://example.org/plan.jpg"),
                    Footer = new EmbedFooter("Law Enforcement Partnerships"),
                },
            ],
        }, Ct);

        var seen = Assert.Single(rig.Discord.Seen);
        Assert.Equal("application/json", seen.MediaType);
        Golden.Matches("discord-create-message.json", JsonNode.Parse(seen.Body)!.ToJsonString(Indented) + "\n");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_measured_against_Discords()
    {
        Assert.Null(rig.Client.ClockDifference);
        rig.Discord.ThenMessage(("Date", rig.Clock.GetUtcNow().AddMinutes(-10).ToString("R", CultureInfo.InvariantCulture)));

        await rig.PostAsync();

        Assert.Equal(TimeSpan.FromMinutes(10), rig.Client.ClockDifference);
    }

    [Fact]
    public async Task Every_create_and_edit_says_who_may_be_pinged()
    {
        rig.Discord.ThenMessage().ThenMessage();

        await rig.PostAsync();
        await rig.EditAsync();

        Assert.All(rig.Discord.Seen, seen => Assert.Contains("""
            "allowed_mentions":{"parse":[]}
            """, seen.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_names_the_bot_its_version_and_its_token()
    {
        rig.Discord.Then(HttpStatusCode.OK, """{"id":"42","username":"newsbot","bot":true,"verified":true,"flags":0}""");

        var me = await rig.Client.GetCurrentUserAsync(Ct);

        var seen = Assert.Single(rig.Discord.Seen);
        Assert.Equal(new CurrentUser(new Snowflake(42), "newsbot", Bot: true), me);
        Assert.Equal("https://discord.com/api/v10/users/@me", seen.Uri.AbsoluteUri);
        Assert.Contains($"Authorization: Bot {Rig.Token}", seen.Headers, StringComparison.Ordinal);
        Assert.Matches(@"User-Agent: DiscordBot \(https://\S+, \d+\.\d+\.\d+\)", seen.Headers);
    }

    [Fact]
    public async Task An_edit_sends_no_nonce_and_no_flag_that_Discord_would_refuse()
    {
        rig.Discord.ThenMessage();

        await rig.Client.EditMessageAsync(Rig.ChannelA, Rig.MessageId, new MessageDraft
        {
            Content = "",
            Nonce = "n",
            Flags = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications,
        }, Ct);

        var seen = Assert.Single(rig.Discord.Seen);
        Assert.Equal(HttpMethod.Patch, seen.Method);
        Assert.Equal("""{"content":"","allowed_mentions":{"parse":[]},"flags":4}""", seen.Body);
    }

    [Fact]
    public async Task An_edit_of_the_text_leaves_the_photo_alone()
    {
        rig.Discord.ThenMessage();

        await rig.EditAsync();

        Assert.DoesNotContain("attachments", Assert.Single(rig.Discord.Seen).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_can_name_what_stays_and_add_a_file()
    {
        rig.Discord.ThenMessage().ThenMessage();

        await rig.Client.EditMessageAsync(Rig.ChannelA, Rig.MessageId, new MessageDraft { KeptAttachments = [] }, Ct);
        await rig.Client.EditMessageAsync(Rig.ChannelA, Rig.MessageId, new MessageDraft
        {
            KeptAttachments = [new Snowflake(7)],
            Files = [new FileUpload("new.png", "image/png", Encoding.ASCII.GetBytes("png"))],
        }, Ct);

        Assert.Contains("""
            "attachments":[]
            """, rig.Discord.Seen[0].Body, StringComparison.Ordinal);
        Assert.Contains("""
            "attachments":[{"id":"7"},{"id":"0","filename":"new.png"}]
            """, rig.Discord.Seen[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_travels_as_a_part_with_its_name_type_and_description_and_again_after_a_429()
    {
        var opened = 0;
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"retry_after":0.1,"message":"","global":false}""").ThenMessage();

        var post = rig.Client.CreateMessageAsync(Rig.ChannelA, new MessageDraft
        {
            Files =
            [
                new FileUpload("photo.jpg", "image/jpeg", Open, "Two ministers \"shake\" hands"),
                new FileUpload("plan.pdf", "application/pdf", Encoding.ASCII.GetBytes("the plan")),
            ],
        }, Ct);
        await rig.Clock.RunAsync(post);

        Assert.Equal(2, opened);
        Assert.All(rig.Discord.Seen, seen =>
        {
            Assert.Equal("multipart/form-data", seen.MediaType);
            Assert.Contains("""
                "attachments":[{"id":"0","filename":"photo.jpg","description":"Two ministers \u0022shake\u0022 hands"},{"id":"1","filename":"plan.pdf"}]
                """, seen.Body, StringComparison.Ordinal);
            AssertPart(seen.Body, "Content-Type: application/json", "form-data; name=\"payload_json\"", "{");
            AssertPart(seen.Body, "Content-Type: image/jpeg", "form-data; name=\"files[0]\"; filename=\"photo.jpg\"", "the photo");
            AssertPart(seen.Body, "Content-Type: application/pdf", "form-data; name=\"files[1]\"; filename=\"plan.pdf\"", "the plan");
        });

        Stream Open()
        {
            opened++;
            return new MemoryStream(Encoding.ASCII.GetBytes("the photo"));
        }
    }

    [Fact]
    public async Task Messages_after_an_instant_are_asked_for_by_id_and_read_whole()
    {
        rig.Discord.Then(HttpStatusCode.OK, $$$"""
            [{"id":"9","channel_id":"8","author":{"id":"7","username":"newsbot","global_name":null},"timestamp":"2026-03-01T09:00:00+00:00",
              "edited_timestamp":"2026-03-01T10:00:00+00:00","content":"","flags":5,"type":0,"nonce":"n","something_new":{},
              "embeds":[{"type":"rich","title":"T","url":"https://example.org/1","image":{"url":"https://example.org/1.jpg","proxy_url":"https://p","width":1,"height":1}}],
              "attachments":[{"id":"6","filename":"photo.jpg","size":12,"url":"https://cdn","proxy_url":"https://p"}]}, {{{ScriptedDiscord.MessageJson}}}]
            """);
        var after = Snowflake.FromInstant(new DateTimeOffset(2026, 3, 1, 8, 59, 0, TimeSpan.Zero));

        var messages = await rig.Client.GetMessagesAsync(Rig.ChannelA, after, 100, Ct);

        Assert.Equal($"?limit=100&after={after}", Assert.Single(rig.Discord.Seen).Uri.Query);
        Assert.Equal(2, messages.Count);
        var first = messages[0];
        Assert.Equal(new Snowflake(9), first.Id);
        Assert.Equal(new Snowflake(7), first.Author.Id);
        Assert.Equal(MessageFlags.Crossposted | MessageFlags.SuppressEmbeds, first.Flags);
        Assert.Equal("https://example.org/1", Assert.Single(first.Embeds).Url);
        Assert.Equal("https://example.org/1.jpg", first.Embeds[0].Image?.Url);
        Assert.Equal(new Attachment(new Snowflake(6), "photo.jpg", 12), Assert.Single(first.Attachments));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), first.EditedTimestamp);
        Assert.Empty(messages[1].Attachments);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_page_has_one_to_a_hundred_messages(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => rig.Client.GetMessagesAsync(Rig.ChannelA, null, limit, Ct));

    [Fact]
    public async Task A_channel_says_what_kind_it_is_even_a_kind_of_tomorrow()
    {
        rig.Discord.Then(HttpStatusCode.OK, """{"id":"5","type":15,"name":"forum","guild_id":"4","parent_id":null,"flags":16}""")
            .Then(HttpStatusCode.OK, """{"id":"5","type":99}""");

        Assert.Equal(
            new Channel { Id = new Snowflake(5), Type = ChannelType.Forum, Name = "forum", GuildId = new Snowflake(4), Flags = ChannelFlags.RequireTag },
            await rig.Client.GetChannelAsync(Rig.ChannelA, Ct));
        Assert.Equal(99, (int)(await rig.Client.GetChannelAsync(Rig.ChannelA, Ct)).Type);
    }

    [Fact]
    public async Task A_torn_surrogate_in_a_text_breaks_nothing()
    {
        rig.Discord.ThenMessage();

        await rig.Client.CreateMessageAsync(Rig.ChannelA, new MessageDraft { Content = "a\ud83db" }, Ct);

        Assert.Equal("a\ufffdb", (string?)JsonNode.Parse(Assert.Single(rig.Discord.Seen).Body)!["content"]);
    }

    [Fact]
    public async Task A_nonce_that_Discord_would_refuse_is_the_callers_mistake() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => rig.Client.CreateMessageAsync(Rig.ChannelA, new MessageDraft { Content = "x", Nonce = new string('1', 26) }, Ct));

    [Theory]
    [InlineData("", "image/png")]
    [InlineData("фото.jpg", "image/jpeg")]
    [InlineData("a\"b.png", "image/png")]
    [InlineData("../a.png", "image/png")]
    [InlineData("a.png", "picture")]
    public void A_file_needs_a_plain_name_and_a_media_type(string name, string type) =>
        Assert.Throws<ArgumentException>(() => new FileUpload(name, type, ReadOnlyMemory<byte>.Empty));

    public void Dispose() => rig.Dispose();

    private static void AssertPart(string form, string contentType, string disposition, string begins)
    {
        var part = Assert.Single(form.Split("\r\n--"), text => text.Contains(disposition, StringComparison.Ordinal));
        Assert.Contains(contentType, part, StringComparison.Ordinal);
        Assert.StartsWith(begins, part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], StringComparison.Ordinal);
    }
}
