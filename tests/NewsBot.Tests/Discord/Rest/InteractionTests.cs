using System.Net;
using System.Text;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;
using static NewsBot.Tests.Discord.Rest.ScriptedDiscord;

namespace NewsBot.Tests.Discord.Rest;

/// <summary>The answers to interactions, and the registration of commands.</summary>
public sealed class InteractionTests : IDisposable
{
    private const string Secret = "interaction-token-of-the-test";

    private readonly Rig rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_carries_its_own_token_in_the_path_and_not_the_bots()
    {
        rig.Discord.Then(HttpStatusCode.NoContent, "").ThenMessage().ThenMessage().Then(HttpStatusCode.NoContent, "");

        await rig.Client.RespondAsync(Some(), InteractionReply.Defer(ephemeral: true), Ct);
        await rig.Client.EditReplyAsync(Some(), Rig.Hello, Ct);
        await rig.Client.FollowUpAsync(Some(), Rig.Hello with { Nonce = "n", Flags = MessageFlags.Ephemeral }, Ct);
        await rig.Client.DeleteReplyAsync(Some(), Ct);

        Assert.All(rig.Discord.Seen, seen => Assert.DoesNotContain("Authorization", seen.Headers, StringComparison.Ordinal));
        Assert.Equal(
            [
                $"POST /api/v10/interactions/1400000000000000001/{Secret}/callback {{\"type\":5,\"data\":{{\"flags\":64}}}}",
                $"PATCH /api/v10/webhooks/1400000000000000009/{Secret}/messages/@original {{\"content\":\"Hello\",\"allowed_mentions\":{{\"parse\":[]}}}}",
                $"POST /api/v10/webhooks/1400000000000000009/{Secret} {{\"content\":\"Hello\",\"allowed_mentions\":{{\"parse\":[]}},\"flags\":64}}",
                $"DELETE /api/v10/webhooks/1400000000000000009/{Secret}/messages/@original ",
            ],
            rig.Discord.Seen.Select(seen => $"{seen.Method} {seen.Uri.AbsolutePath} {seen.Body}"));
    }

    [Fact]
    public async Task Every_kind_of_first_answer_has_the_form_that_Discord_documents()
    {
        var form = new Form("edit:1", "Edit", [new Label { Text = "Title", Field = new TextInput { CustomId = "title", Style = TextInputStyle.Line } }, new TextDisplay("Soon.")]);
        (InteractionReply Reply, string Body)[] kinds =
        [
            (InteractionReply.Pong, """{"type":1}"""),
            (InteractionReply.Say(Rig.Hello), """{"type":4,"data":{"content":"Hello","allowed_mentions":{"parse":[]}}}"""),
            (InteractionReply.Defer(ephemeral: false), """{"type":5}"""),
            (InteractionReply.DeferUpdate, """{"type":6}"""),
            (InteractionReply.Update(new MessageDraft { Components = [] }), """{"type":7,"data":{"allowed_mentions":{"parse":[]},"components":[]}}"""),
            (InteractionReply.Suggest([new Choice("Ports", "ports")]), """{"type":8,"data":{"choices":[{"name":"Ports","value":"ports"}]}}"""),
            (InteractionReply.Ask(form), """{"type":9,"data":{"components":[{"type":18,"label":"Title","component":{"type":4,"custom_id":"title","style":1}},{"type":10,"content":"Soon."}],"custom_id":"edit:1","title":"Edit"}}"""),
        ];
        foreach (var (reply, _) in kinds)
        {
            rig.Discord.Then(HttpStatusCode.NoContent, "");
            await rig.Client.RespondAsync(Some(), reply, Ct);
        }

        Assert.Equal(kinds.Select(kind => kind.Body), rig.Discord.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task An_answer_does_not_wait_behind_a_full_channel_a_global_limit_or_the_breaker()
    {
        for (var n = 0; n < InvalidRequests.Most - 1; n++)
        {
            rig.Discord.Then(HttpStatusCode.Forbidden, """{"message":"Missing Access","code":50001}""");
            rig.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());
        }
        rig.Discord.Then(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":60,"global":true}""").Then(HttpStatusCode.NoContent, "").ThenMessage().ThenMessage();
        Assert.Equal(RateLimitScope.Global, (await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync())).Scope);
        Assert.Equal(RateLimitScope.Breaker, (await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync())).Scope);

        await rig.Client.RespondAsync(Some(), InteractionReply.Defer(ephemeral: true), Ct);
        await rig.Client.EditReplyAsync(Some(), Rig.Hello, Ct);
        await rig.Client.FollowUpAsync(Some(), Rig.Hello, Ct);

        Assert.False(rig.Clock.IsWaitedFor);
    }

    [Fact]
    public async Task Answers_use_up_nothing_of_the_global_limit_and_do_not_wait_for_each_other()
    {
        for (ulong n = 0; n < 200; n++)
        {
            rig.Discord.Then(HttpStatusCode.NoContent, "");
            await rig.Client.RespondAsync(Some(n), InteractionReply.Defer(ephemeral: true), Ct);
        }
        var (first, second) = (rig.Discord.ThenHold(), rig.Discord.ThenHold());
        rig.Discord.ThenMessage();
        Task[] followUps = [rig.Client.FollowUpAsync(Some(), Rig.Hello, Ct), rig.Client.FollowUpAsync(Some(), Rig.Hello, Ct)];
        await rig.PostAsync();

        Assert.Equal(203, rig.Discord.Seen.Count);
        Assert.False(rig.Clock.IsWaitedFor);
        first.SetResult(Answer(HttpStatusCode.OK, MessageJson));
        second.SetResult(Answer(HttpStatusCode.OK, MessageJson));
        await Task.WhenAll(followUps);
    }

    [Fact]
    public async Task Follow_ups_of_one_interaction_keep_the_bucket_it_names_and_those_of_another_do_not()
    {
        rig.Discord.ThenMessage(Bucket("w", 5, 0, "30")).ThenMessage(Bucket("w", 5, 4, "30"));
        await rig.Client.FollowUpAsync(Some(), Rig.Hello, Ct);

        await Assert.ThrowsAsync<RateLimitedException>(() => rig.Client.FollowUpAsync(Some(), Rig.Hello, Ct));
        await rig.Client.FollowUpAsync(Some(2), Rig.Hello, Ct);
    }

    [Fact]
    public async Task Thousands_of_interactions_do_not_make_the_client_forget_its_channels()
    {
        rig.Discord.ThenMessage(Bucket("h", 5, 0, "86400"));
        await rig.PostAsync();
        for (ulong n = 0; n < 3000; n++)
        {
            rig.Discord.Then(HttpStatusCode.NoContent, "");
            await rig.Client.RespondAsync(Some(n), InteractionReply.Defer(ephemeral: true), Ct);
        }

        await Assert.ThrowsAsync<RateLimitedException>(() => rig.PostAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, ErrorCode.UnknownInteraction)]
    [InlineData(HttpStatusCode.BadRequest, ErrorCode.AlreadyAcknowledged)]
    public async Task An_answer_that_comes_too_late_or_twice_says_so_by_its_code(HttpStatusCode status, int code)
    {
        rig.Discord.Then(status, $$"""{"message":"no","code":{{code}}}""");

        var refused = await Assert.ThrowsAsync<DiscordException>(() => rig.Client.RespondAsync(Some(), InteractionReply.DeferUpdate, Ct));

        Assert.Equal(code, refused.Code);
        Assert.Equal("POST /interactions/{interaction}/{token}/callback", refused.Path);
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_401_to_an_interaction_says_nothing_of_the_bots_token_and_the_reverse()
    {
        rig.Discord.Then(HttpStatusCode.Unauthorized, """{"message":"Invalid Webhook Token","code":50027}""").ThenMessage()
            .Then(HttpStatusCode.Unauthorized, """{"message":"401: Unauthorized","code":0}""").ThenMessage();

        var over = await Assert.ThrowsAsync<DiscordException>(() => rig.Client.EditReplyAsync(Some(), Rig.Hello, Ct));
        Assert.Equal(ErrorCode.BadWebhookToken, over.Code);
        await rig.PostAsync();
        await Assert.ThrowsAsync<TokenRejectedException>(() => rig.PostAsync());

        await rig.Client.EditReplyAsync(Some(), Rig.Hello, Ct);
    }

    [Fact]
    public async Task A_file_travels_with_an_edited_reply_and_with_a_first_answer()
    {
        rig.Discord.ThenMessage().Then(HttpStatusCode.NoContent, "");
        var draft = new MessageDraft { Files = [new FileUpload("ledger.csv", "text/csv", Encoding.ASCII.GetBytes("a,b"))] };

        await rig.Client.EditReplyAsync(Some(), draft, Ct);
        await rig.Client.RespondAsync(Some(), InteractionReply.Say(draft), Ct);

        Assert.All(rig.Discord.Seen, seen =>
        {
            Assert.Equal("multipart/form-data", seen.MediaType);
            Assert.Contains("form-data; name=\"files[0]\"; filename=\"ledger.csv\"", seen.Body, StringComparison.Ordinal);
            Assert.Contains("""
                "attachments":[{"id":"0","filename":"ledger.csv"}]
                """, seen.Body, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Commands_replace_all_others_and_global_ones_say_where_they_are_offered()
    {
        rig.Discord.Then(HttpStatusCode.OK, "[]").Then(HttpStatusCode.OK, "[]");
        CommandDefinition[] commands = [new() { Name = "why", Description = "Why?", DefaultMemberPermissions = Permissions.ManageGuild }];

        await rig.Client.PutCommandsAsync(new Snowflake(1), new Snowflake(2), commands, Ct);
        await rig.Client.PutCommandsAsync(new Snowflake(1), null, commands, Ct);

        Assert.Equal(
            [
                "PUT /api/v10/applications/1/guilds/2/commands [{\"type\":1,\"name\":\"why\",\"description\":\"Why?\",\"default_member_permissions\":\"32\"}]",
                "PUT /api/v10/applications/1/commands [{\"type\":1,\"name\":\"why\",\"description\":\"Why?\",\"default_member_permissions\":\"32\",\"contexts\":[0],\"integration_types\":[0]}]",
            ],
            rig.Discord.Seen.Select(seen => $"{seen.Method} {seen.Uri.AbsolutePath} {seen.Body}"));
    }

    public void Dispose() => rig.Dispose();

    private static Interaction Some(ulong n = 1) => new()
    {
        Id = new Snowflake(1400000000000000000 + n),
        Type = InteractionType.Command,
        ApplicationId = new Snowflake(1400000000000000009),
        Token = n == 1 ? Secret : $"{Secret}-{n}",
    };
}
