using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalDiscord.Interactions;
using Xunit;
using Guild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Sandbox.Interactions;

/// <summary>A sandbox with commands, and a bot that answers what it is told to.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private Stage(RunningSandbox sandbox) => Sandbox = sandbox;

    public RunningSandbox Sandbox { get; }

    public Guild Discord => Sandbox.Server.Discord;

    public LocalInteractions Interactions => Discord.Interactions;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Stage> StartAsync()
    {
        var sandbox = await RunningSandbox.StartAsync();
        var answer = await CommandRegistryTests.PutAsync(sandbox,
            """
            [{"name":"news","description":"News","default_member_permissions":"32","options":[
               {"type":1,"name":"post","description":"Posts an item","options":[
                 {"type":3,"name":"item","description":"Which","required":true,"autocomplete":true},
                 {"type":7,"name":"channel","description":"Where","channel_types":[0]},
                 {"type":8,"name":"ping","description":"Whom"},
                 {"type":4,"name":"times","description":"How often","min_value":1,"max_value":3},
                 {"type":3,"name":"layout","description":"How","choices":[{"name":"Card","value":"card"}]}]}]},
             {"name":"topics","description":"Topics"},
             {"name":"Retract this post","type":3}]
            """);
        Assert.Equal(200, answer.Status);
        return new Stage(sandbox);
    }

    public Task<Interaction> TopicsAsync(ulong person = Guild.Milo) => Interactions.RunCommandAsync(person, RunningSandbox.Ports, "topics", ct: Ct);

    public Task<ApiAnswer> AnswerAsync(Interaction interaction, string json, string query = "")
        => Sandbox.SendAsync(HttpMethod.Post, $"interactions/{interaction.Id}/{interaction.Token}/callback{query}", RunningSandbox.Json(json));

    public Task<ApiAnswer> HookAsync(HttpMethod method, Interaction interaction, string? message = "%40original", string? json = null)
        => Sandbox.SendAsync(method, $"webhooks/{Discord.BotId}/{interaction.Token}" + (message is null ? "" : $"/messages/{message}"), json is null ? null : RunningSandbox.Json(json));

    public static async Task<Message> ReplyAsync(Interaction interaction) => (await interaction.WaitForReplyAsync(Ct)).Message!;

    /// <summary>A message with a button "go", a select "pick" and a link.</summary>
    public async Task<Message> MessageAsync()
    {
        var answer = await Sandbox.PostAsync(
            """
            {"content":"x","components":[
              {"type":1,"components":[{"type":2,"style":1,"label":"Go","custom_id":"go"},{"type":2,"style":2,"label":"Off","custom_id":"off","disabled":true},
                                      {"type":2,"style":5,"label":"Read","url":"https://news.example.org"}]},
              {"type":1,"components":[{"type":3,"custom_id":"pick","max_values":2,"options":[{"label":"One","value":"1"},{"label":"Two","value":"2"}]}]}]}
            """);
        Assert.Equal(200, answer.Status);
        return Discord.Messages(RunningSandbox.Ports)[^1];
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
