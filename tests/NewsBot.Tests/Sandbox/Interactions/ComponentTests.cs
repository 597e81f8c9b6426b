using Xunit;
using Guild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Sandbox.Interactions;

public sealed class ComponentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("components", "BASE_TYPE_MAX_LENGTH", "[{},{},{},{},{},{}]")]
    [InlineData("components.0.type", "BASE_TYPE_CHOICES", """[{"type":17}]""")]
    [InlineData("components.0.components", "BASE_TYPE_BAD_LENGTH", """[{"type":1,"components":[]}]""")]
    [InlineData("components.0.components.0.type", "BASE_TYPE_CHOICES", """[{"type":1,"components":[{"type":4}]}]""")]
    [InlineData("components.0.components.0.custom_id", "BASE_TYPE_REQUIRED", """[{"type":1,"components":[{"type":2,"style":1,"label":"x"}]}]""")]
    [InlineData("components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH", """[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"@101"}]}]""")]
    [InlineData("components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", """[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"a"},{"type":2,"style":1,"label":"y","custom_id":"a"}]}]""")]
    [InlineData("components.0.components.0.label", "BASE_TYPE_MAX_LENGTH", """[{"type":1,"components":[{"type":2,"style":1,"label":"@81","custom_id":"a"}]}]""")]
    [InlineData("components.0.components.0", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", """[{"type":1,"components":[{"type":2,"style":1,"custom_id":"a"}]}]""")]
    [InlineData("components.0.components.0", "BUTTON_COMPONENT_LINK_URL", """[{"type":1,"components":[{"type":2,"style":5,"label":"x","url":"https://a.example","custom_id":"a"}]}]""")]
    [InlineData("components.0.components.0.url", "URL_TYPE_INVALID_SCHEME", """[{"type":1,"components":[{"type":2,"style":5,"label":"x","url":"javascript:alert(1)"}]}]""")]
    [InlineData("components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", """[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"a"},{"type":5,"custom_id":"b"}]}]""")]
    [InlineData("components.0.components.0.options", "BASE_TYPE_BAD_LENGTH", """[{"type":1,"components":[{"type":3,"custom_id":"a","options":[]}]}]""")]
    [InlineData("components.0.components.0.options.1.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", """[{"type":1,"components":[{"type":3,"custom_id":"a","options":[{"label":"x","value":"1"},{"label":"y","value":"1"}]}]}]""")]
    [InlineData("components.0.components.0.max_values", "SELECT_COMPONENT_MAX_OVER_OPTIONS", """[{"type":1,"components":[{"type":3,"custom_id":"a","max_values":2,"options":[{"label":"x","value":"1"}]}]}]""")]
    public async Task Wrong_components_are_refused_by_name(string path, string code, string json)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.PostAsync(ValidationTests.Lengthen($$"""{"content":"x","components":{{json}}}"""));

        Assert.Equal((400, 50035), (answer.Status, answer.Code));
        var error = path.Split('.').Aggregate(answer.Json.GetProperty("errors"), (node, name) => node.GetProperty(name));
        Assert.Contains(code, error.GetProperty("_errors").EnumerateArray().Select(item => item.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("data.title", "BASE_TYPE_BAD_LENGTH", """{"custom_id":"m","title":"@46","components":[{"type":10,"content":"x"}]}""")]
    [InlineData("data.components", "BASE_TYPE_BAD_LENGTH", """{"custom_id":"m","title":"t","components":[]}""")]
    [InlineData("data.components.0.label", "BASE_TYPE_BAD_LENGTH", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"@46","component":{"type":4,"style":1,"custom_id":"a"}}]}""")]
    [InlineData("data.components.0.component", "BASE_TYPE_REQUIRED", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"x"}]}""")]
    [InlineData("data.components.0.component.type", "BASE_TYPE_CHOICES", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"x","component":{"type":2}}]}""")]
    [InlineData("data.components.0.component.style", "BASE_TYPE_CHOICES", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"x","component":{"type":4,"style":3,"custom_id":"a"}}]}""")]
    [InlineData("data.components.0.component.label", "TEXT_INPUT_LABEL_IN_LABEL", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"x","component":{"type":4,"style":1,"custom_id":"a","label":"x"}}]}""")]
    [InlineData("data.components.0.component.value", "BASE_TYPE_BAD_LENGTH", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"x","component":{"type":4,"style":1,"custom_id":"a","max_length":3,"value":"long"}}]}""")]
    [InlineData("data.components.1.component.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", """{"custom_id":"m","title":"t","components":[{"type":18,"label":"x","component":{"type":4,"style":1,"custom_id":"a"}},{"type":18,"label":"x","component":{"type":4,"style":1,"custom_id":"a"}}]}""")]
    public async Task A_wrong_modal_is_refused_by_name(string path, string code, string json)
    {
        await using var stage = await Stage.StartAsync();

        var answer = await stage.AnswerAsync(await stage.TopicsAsync(), ValidationTests.Lengthen($$"""{"type":9,"data":{{json}}}"""));

        Assert.Equal((400, 50035), (answer.Status, answer.Code));
        var error = path.Split('.').Aggregate(answer.Json.GetProperty("errors"), (node, name) => node.GetProperty(name));
        Assert.Contains(code, error.GetProperty("_errors").EnumerateArray().Select(item => item.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_pressed_button_names_its_message_and_its_update_changes_it()
    {
        await using var stage = await Stage.StartAsync();
        var message = await stage.MessageAsync();

        var pressed = await stage.Interactions.PressAsync(Guild.Milo, message, "go", Ct);
        var answer = await stage.AnswerAsync(pressed, """{"type":7,"data":{"content":"gone","components":[]}}""");

        Assert.Equal(204, answer.Status);
        Assert.Equal(2, (int?)pressed.Payload["data"]!["component_type"]);
        Assert.Equal($"{message.Id}", (string?)pressed.Payload["message"]!["id"]);
        var after = Assert.Single(stage.Discord.Messages(RunningSandbox.Ports));
        Assert.Equal(("gone", 0), (after.Content, after.Components.Count));
        Assert.NotNull(after.EditedTimestamp);
    }

    [Fact]
    public async Task A_later_update_edits_the_message_of_the_button()
    {
        await using var stage = await Stage.StartAsync();
        var pressed = await stage.Interactions.PressAsync(Guild.Milo, await stage.MessageAsync(), "go", Ct);

        await stage.AnswerAsync(pressed, """{"type":6}""");
        var reply = pressed.WaitForReplyAsync(Ct);
        Assert.False(reply.IsCompleted);
        await stage.HookAsync(HttpMethod.Patch, pressed, json: """{"content":"later"}""");

        Assert.Equal("later", (await reply).Message!.Content);
        Assert.Equal("later", stage.Discord.Messages(RunningSandbox.Ports)[0].Content);
    }

    [Fact]
    public async Task Only_what_a_message_bears_and_a_person_sees_can_be_used()
    {
        await using var stage = await Stage.StartAsync();
        var message = await stage.MessageAsync();
        var asked = await stage.TopicsAsync(Guild.Nadia);
        await stage.AnswerAsync(asked, """{"type":4,"data":{"content":"x","flags":64,"components":[{"type":1,"components":[{"type":2,"style":1,"label":"Go","custom_id":"mine"}]}]}}""");
        var hidden = await Stage.ReplyAsync(asked);

        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.PressAsync(Guild.Milo, message, "other", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.PressAsync(Guild.Milo, message, "off", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.PressAsync(Guild.Milo, message, "pick", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.PressAsync(Guild.Milo, hidden, "mine", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.ChooseAsync(Guild.Milo, message, "pick", ["3"], Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.ChooseAsync(Guild.Milo, message, "pick", [], Ct));
        var chosen = await stage.Interactions.ChooseAsync(Guild.Milo, message, "pick", ["2", "1"], Ct);
        Assert.Equal("""["2","1"]""", chosen.Payload["data"]!["values"]!.ToJsonString());
        Assert.NotNull(await stage.Interactions.PressAsync(Guild.Nadia, hidden, "mine", Ct));
    }

    [Fact]
    public async Task A_form_comes_back_filled_and_its_answer_cannot_be_another_form()
    {
        await using var stage = await Stage.StartAsync();
        var pressed = await stage.Interactions.PressAsync(Guild.Nadia, await stage.MessageAsync(), "go", Ct);
        await stage.AnswerAsync(pressed,
            """
            {"type":9,"data":{"custom_id":"correct:42","title":"Correct this post","components":[
              {"type":18,"label":"Title","component":{"type":4,"style":1,"custom_id":"title","value":"Old","max_length":20}},
              {"type":18,"label":"Topics","component":{"type":3,"custom_id":"topics","required":false,"max_values":2,"options":[{"label":"Ports","value":"p"},{"label":"Trains","value":"t"}]}},
              {"type":18,"label":"Role","component":{"type":6,"custom_id":"role","required":false}}]}}
            """);
        var modal = (await pressed.WaitForReplyAsync(Ct)).Modal!;

        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.SubmitAsync(Guild.Nadia, modal, new Dictionary<string, string> { ["title"] = "" }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Interactions.SubmitAsync(Guild.Milo, modal, new Dictionary<string, string>(), Ct));
        var sent = await stage.Interactions.SubmitAsync(Guild.Nadia, modal, new Dictionary<string, string> { ["title"] = "New", ["topics"] = "p\nt", ["role"] = $"{RunningSandbox.Readers}" }, Ct);
        var again = await stage.AnswerAsync(sent, """{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":10,"content":"x"}]}}""");
        var update = await stage.AnswerAsync(sent, """{"type":7,"data":{"content":"corrected"}}""");

        var data = sent.Payload["data"]!;
        Assert.Equal((5, "correct:42"), ((int?)sent.Payload["type"], (string?)data["custom_id"]));
        Assert.Equal("New", (string?)data["components"]![0]!["component"]!["value"]);
        Assert.Equal("""["p","t"]""", data["components"]![1]!["component"]!["values"]!.ToJsonString());
        Assert.Equal("Readers", (string?)data["resolved"]!["roles"]![$"{RunningSandbox.Readers}"]!["name"]);
        Assert.Equal((400, 204), (again.Status, update.Status));
        Assert.Equal("corrected", stage.Discord.Messages(RunningSandbox.Ports)[0].Content);
    }
}
