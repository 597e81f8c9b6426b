using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalDiscord.Interactions;
using Xunit;
using Guild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Sandbox.Interactions;

public sealed class InteractionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_carries_who_asked_where_and_what_with_everything_resolved()
    {
        await using var stage = await Stage.StartAsync();

        var sent = await stage.Interactions.RunCommandAsync(Guild.Nadia, RunningSandbox.Ports, "news post", new Dictionary<string, string>
        {
            ["item"] = "42",
            ["channel"] = $"{RunningSandbox.Trains}",
            ["ping"] = $"{RunningSandbox.Readers}",
            ["times"] = "2",
            ["layout"] = "card",
        }, Ct);
        var payload = JsonSerializer.SerializeToElement(sent.Payload);

        Assert.Equal((2, 1, 0), (payload.GetProperty("type").GetInt32(), payload.GetProperty("version").GetInt32(), payload.GetProperty("context").GetInt32()));
        Assert.Equal(sent.Token, payload.GetProperty("token").GetString());
        Assert.Equal($"{Guild.Nadia}", payload.GetProperty("member").GetProperty("user").GetProperty("id").GetString());
        Assert.Equal(GuildJson.Bits(stage.Discord.PermissionsOf(Guild.Nadia)), payload.GetProperty("member").GetProperty("permissions").GetString());
        Assert.Equal(GuildJson.Bits(stage.Discord.PermissionsOf(stage.Discord.BotId)), payload.GetProperty("app_permissions").GetString());
        Assert.Equal($"{stage.Discord.GuildId}", payload.GetProperty("authorizing_integration_owners").GetProperty("0").GetString());
        Assert.Equal(0, payload.GetProperty("entitlements").GetArrayLength());
        var data = payload.GetProperty("data");
        var post = data.GetProperty("options")[0];
        Assert.Equal(("news", "post", 1), (data.GetProperty("name").GetString(), post.GetProperty("name").GetString(), post.GetProperty("type").GetInt32()));
        Assert.Equal(["item=42", $"channel={RunningSandbox.Trains}", $"ping={RunningSandbox.Readers}", "times=2", "layout=card"],
            post.GetProperty("options").EnumerateArray().Select(option => $"{option.GetProperty("name")}={option.GetProperty("value")}"));
        Assert.Equal(JsonValueKind.Number, post.GetProperty("options")[3].GetProperty("value").ValueKind);
        var resolved = data.GetProperty("resolved");
        Assert.True(ulong.TryParse(resolved.GetProperty("channels").GetProperty($"{RunningSandbox.Trains}").GetProperty("app_permissions").GetString(), out _));
        Assert.Equal("Readers", resolved.GetProperty("roles").GetProperty($"{RunningSandbox.Readers}").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("item", null, "required")]
    [InlineData("times", "4", "At most 3")]
    [InlineData("times", "two", "whole number")]
    [InlineData("layout", "poster", "One of the choices")]
    [InlineData("channel", "5", "no such channel")]
    [InlineData("colour", "red", "no option")]
    public async Task What_the_client_of_Discord_would_not_send_is_refused(string option, string? value, string why)
    {
        await using var stage = await Stage.StartAsync();
        var options = new Dictionary<string, string> { ["item"] = "42" };
        options.Remove(option);
        if (value is not null)
        {
            options[option] = value;
        }

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.RunCommandAsync(Guild.Nadia, RunningSandbox.Ports, "news post", options, Ct));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_autocompletion_marks_the_focused_option_and_gets_choices()
    {
        await using var stage = await Stage.StartAsync();

        var typed = await stage.Interactions.CompleteAsync(Guild.Nadia, RunningSandbox.Ports, "news post",
            new Dictionary<string, string> { ["item"] = "har", ["times"] = "t" }, "item", Ct);
        var deferred = await stage.AnswerAsync(typed, """{"type":5}""");
        var answered = await stage.AnswerAsync(typed, """{"type":8,"data":{"choices":[{"name":"Harbour","value":"42"}]}}""");
        var reply = await typed.WaitForReplyAsync(Ct);

        var option = Assert.Single(typed.Payload["data"]!["options"]![0]!["options"]!.AsArray());
        Assert.Equal("""{"name":"item","type":3,"value":"har","focused":true}""", option!.ToJsonString());
        Assert.Equal((400, 204), (deferred.Status, answered.Status));
        Assert.Equal([new Choice("Harbour", "42")], reply.Choices!);
    }

    [Fact]
    public async Task A_public_reply_stands_in_the_channel_and_says_what_it_answers()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();

        var answer = await stage.AnswerAsync(asked, """{"type":4,"data":{"content":"Ports, trains"}}""", "?with_response=true");

        Assert.Equal(200, answer.Status);
        var message = Assert.Single(stage.Discord.Messages(RunningSandbox.Ports));
        Assert.Equal(("Ports, trains", 20), (message.Content, message.Type));
        var shown = answer.Json.GetProperty("resource").GetProperty("message");
        Assert.Equal($"{Guild.Milo}", shown.GetProperty("interaction_metadata").GetProperty("user").GetProperty("id").GetString());
        Assert.False(answer.Json.GetProperty("interaction").GetProperty("response_message_ephemeral").GetBoolean());
    }

    [Fact]
    public async Task An_ephemeral_reply_stands_in_no_channel_and_lives_by_its_token_alone()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();

        await stage.AnswerAsync(asked, """{"type":4,"data":{"content":"For you","flags":64}}""");
        var message = await Stage.ReplyAsync(asked);
        var byChannel = await stage.Sandbox.GetAsync($"channels/{RunningSandbox.Ports}/messages/{message.Id}");
        var byToken = await stage.HookAsync(HttpMethod.Get, asked);
        var edited = await stage.HookAsync(HttpMethod.Patch, asked, "@original", """{"content":"Still for you","flags":0}""");
        var after = await Stage.ReplyAsync(asked);
        var deleted = await stage.HookAsync(HttpMethod.Delete, asked);

        Assert.Equal((Guild.Milo, 64), (message.SeenBy!.Value, message.Flags));
        Assert.Empty(stage.Discord.Messages(RunningSandbox.Ports));
        Assert.Equal((404, 200, 200, 204), (byChannel.Status, byToken.Status, edited.Status, deleted.Status));
        Assert.Equal(("Still for you", 64), (after.Content, after.Flags));
        Assert.Empty(stage.Interactions.EphemeralMessages);
    }

    [Fact]
    public async Task Thinking_ends_with_an_edit_that_cannot_change_who_sees_it()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();

        var answer = await stage.AnswerAsync(asked, """{"type":5,"data":{"flags":64}}""", "?with_response=1");
        var first = await asked.WaitForCallbackAsync(Ct);
        var thinking = Assert.Single(stage.Interactions.EphemeralMessages);
        await stage.HookAsync(HttpMethod.Patch, asked, json: """{"content":"Done"}""");
        var done = await Stage.ReplyAsync(asked);

        Assert.Equal(204, answer.Status); // with_response is true or nothing.
        Assert.Equal(5, first.Callback);
        Assert.True(thinking.IsThinking);
        Assert.Equal(("Done", 64, (DateTimeOffset?)null), (done.Content, done.Flags, done.EditedTimestamp));
    }

    [Fact]
    public async Task The_first_follow_up_takes_the_place_of_thinking_and_the_next_ones_stand_for_themselves()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();
        await stage.AnswerAsync(asked, """{"type":5,"data":{"flags":64}}""");

        var first = await stage.HookAsync(HttpMethod.Post, asked, message: null, """{"content":"One"}""");
        var second = await stage.HookAsync(HttpMethod.Post, asked, message: null, """{"content":"Two"}""");
        var edited = await stage.HookAsync(HttpMethod.Patch, asked, $"{second.Id}", """{"content":"Three"}""");
        var gone = await stage.HookAsync(HttpMethod.Delete, asked, $"{second.Id}");
        var unknown = await stage.HookAsync(HttpMethod.Get, asked, $"{second.Id}");

        Assert.Equal((200, 200, 200, 204), (first.Status, second.Status, edited.Status, gone.Status));
        Assert.Equal(first.Id, (await Stage.ReplyAsync(asked)).Id);
        Assert.Equal((404, 10008), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task After_three_seconds_the_interaction_is_unknown()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();

        stage.Sandbox.Clock.Advance(LocalInteractions.FirstAnswer);
        var late = await stage.AnswerAsync(asked, """{"type":5}""");

        Assert.True((await asked.WaitForReplyAsync(Ct)).Failed);
        Assert.Equal((404, 10062), (late.Status, late.Code));
    }

    [Fact]
    public async Task A_token_works_for_fifteen_minutes_and_not_before_the_first_answer()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();

        var early = await stage.HookAsync(HttpMethod.Patch, asked, json: """{"content":"x"}""");
        await stage.AnswerAsync(asked, """{"type":5}""");
        stage.Sandbox.Clock.Advance(TimeSpan.FromMinutes(15));
        var intime = await stage.HookAsync(HttpMethod.Patch, asked, json: """{"content":"x"}""");
        stage.Sandbox.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var late = await stage.HookAsync(HttpMethod.Patch, asked, json: """{"content":"y"}""");

        Assert.Equal((404, 10015), (early.Status, early.Code));
        Assert.Equal(200, intime.Status);
        Assert.Equal((401, 50027), (late.Status, late.Code));
    }

    [Fact]
    public async Task A_second_answer_or_one_with_a_wrong_token_is_refused()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();
        await stage.AnswerAsync(asked, """{"type":5}""");

        var second = await stage.AnswerAsync(asked, """{"type":4,"data":{"content":"x"}}""");
        var forged = await stage.Sandbox.SendAsync(HttpMethod.Post, $"interactions/{asked.Id}/wrong/callback", RunningSandbox.Json("""{"type":5}"""));
        await stage.Interactions.RepeatAsync(asked, Ct);
        var repeated = await stage.AnswerAsync(asked, """{"type":5}""");

        Assert.Equal((400, 40060), (second.Status, second.Code));
        Assert.Equal((404, 10062), (forged.Status, forged.Code));
        Assert.Equal(40060, repeated.Code);
    }

    [Fact]
    public async Task Answers_need_no_token_of_the_bot_and_count_in_no_limit_but_their_own()
    {
        await using var stage = await Stage.StartAsync();
        stage.Sandbox.Bot.DefaultRequestHeaders.Authorization = null;
        var asked = await stage.TopicsAsync();
        Assert.DoesNotContain("X-RateLimit-Limit", (await stage.AnswerAsync(asked, """{"type":5}""")).Headers.Keys);
        var (global, limit) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            var edited = await stage.HookAsync(HttpMethod.Patch, asked, json: """{"content":"x"}""");
            limit += edited.Status == 429 ? 1 : 0;
            global += edited.Headers.ContainsKey("X-RateLimit-Global") ? 1 : 0;
        }

        Assert.Equal((0, 55), (global, limit)); // Five in two seconds for each interaction, as for each webhook.
    }

    [Fact]
    public async Task A_wrong_answer_is_refused_by_name_and_may_be_sent_again()
    {
        await using var stage = await Stage.StartAsync();
        var asked = await stage.TopicsAsync();

        Assert.True((await stage.AnswerAsync(asked, """{"type":7,"data":{"content":"x"}}""")).Json.GetProperty("errors").TryGetProperty("type", out _));
        Assert.Equal(50006, (await stage.AnswerAsync(asked, """{"type":4,"data":{"content":""}}""")).Code);
        var long2 = await stage.AnswerAsync(asked, ValidationTests.Lengthen("""{"type":4,"data":{"content":"@2001"}}"""));
        Assert.Equal("BASE_TYPE_MAX_LENGTH", long2.Json.GetProperty("errors").GetProperty("data").GetProperty("content").GetProperty("_errors")[0].GetProperty("code").GetString());
        Assert.Equal(204, (await stage.AnswerAsync(asked, """{"type":4,"data":{"content":"x"}}""")).Status);
    }

    [Fact]
    public async Task A_menu_names_the_message_and_a_forged_act_asks_nobody()
    {
        await using var stage = await Stage.StartAsync();
        var message = await stage.MessageAsync();

        var menu = await stage.Interactions.UseMenuAsync(Guild.Nadia, message, "Retract this post", Ct);
        var forged = await stage.Interactions.ForgePressAsync(Guild.Milo, message, "retract:42", Ct);
        var any = await stage.Interactions.ForgeAsync(Guild.Milo, RunningSandbox.Ports, InteractionType.Command, new JsonObject { ["id"] = "1", ["name"] = "gone", ["type"] = 1 }, ct: Ct);

        Assert.Equal($"{message.Id}", (string?)menu.Payload["data"]!["target_id"]);
        Assert.Equal("x", (string?)menu.Payload["data"]!["resolved"]!["messages"]![$"{message.Id}"]!["content"]);
        Assert.Equal(("retract:42", $"{message.Id}"), ((string?)forged.Payload["data"]!["custom_id"], (string?)forged.Payload["message"]!["id"]));
        Assert.Equal("gone", (string?)any.Payload["data"]!["name"]);
    }
}
