using System.Text.Json;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Sandbox.Interactions;

namespace NewsBot.BrowserTests;

/// <summary>A local Discord with a bot whose every answer is written here.</summary>
internal sealed class CommandScript : IAsyncDisposable
{
    public const ulong Ports = 1310000000000000001;
    public const ulong Trains = 1310000000000000002;
    public const ulong Desk = 1310000000000000003;

    private const string Commands =
        """
        [{"name":"news","description":"Items of news","default_member_permissions":"32","options":[
           {"type":1,"name":"list","description":"Shows what is new"},
           {"type":1,"name":"post","description":"Posts an item now","options":[
             {"type":3,"name":"item","description":"Which item; type a few words of its title","required":true,"autocomplete":true},
             {"type":7,"name":"channel","description":"Where, if not everywhere","channel_types":[0]},
             {"type":5,"name":"silent","description":"Without a ping"}]}]},
         {"name":"topics","description":"Shows the topics that there are"},
         {"name":"slow","description":"Is never answered"},
         {"name":"Correct this post","type":3,"default_member_permissions":"32"},
         {"name":"Report this post","type":3}]
        """;

    private const string Preview =
        """
        {"type":4,"data":{"flags":64,"content":"This is what will be posted to <#1310000000000000001>:",
          "embeds":[{"title":"New harbour patrols begin","description":"Two boats, **day and night**.","color":1996063,"footer":{"text":"Port security"}}],
          "components":[
            {"type":1,"components":[{"type":3,"custom_id":"topics","placeholder":"Topics","min_values":1,"max_values":2,"options":[
              {"label":"Ports","value":"ports","description":"Port security"},{"label":"Trains","value":"trains"},{"label":"Water","value":"water"}]}]},
            {"type":1,"components":[
              {"type":2,"style":3,"label":"Post now","custom_id":"post"},{"type":2,"style":1,"label":"Edit","custom_id":"edit"},
              {"type":2,"style":4,"label":"Drop","custom_id":"drop","disabled":true},{"type":2,"style":5,"label":"Read","url":"https://news.example.org/42"}]}]}}
        """;

    private const string Form =
        """
        {"type":9,"data":{"custom_id":"correct","title":"Correct this post","components":[
          {"type":10,"content":"Everybody sees the **correction**."},
          {"type":18,"label":"Title","component":{"type":4,"style":1,"custom_id":"title","value":"New harbour patrols begin","max_length":100}},
          {"type":18,"label":"Correction","description":"One sentence: what was wrong?","component":{"type":4,"style":2,"custom_id":"text","placeholder":"The number of boats was wrong"}},
          {"type":18,"label":"Topic","component":{"type":3,"custom_id":"topic","required":false,"placeholder":"As before","options":[{"label":"Ports","value":"ports"},{"label":"Trains","value":"trains"}]}}]}}
        """;

    private CommandScript(SandboxServer server, ScriptedBot bot) => (Server, Bot) = (server, bot);

    public SandboxServer Server { get; }

    public ScriptedBot Bot { get; }

    public static async Task<CommandScript> StartAsync(CancellationToken ct)
    {
        var server = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, ct);
        server.Discord.AddChannel(Ports, "ports", "Port security");
        server.Discord.AddChannel(Trains, "trains", "Rail");
        server.Discord.AddChannel(Desk, "desk", "Staff only");
        server.Discord.SetPermissions(Desk, deny: Permissions.ViewChannel, holder: server.Discord.GuildId);
        server.Discord.SetPermissions(Desk, deny: Permissions.None, allow: Permissions.ViewChannel, holder: NewsBot.Sandbox.LocalDiscord.Discord.NewsDesk);
        server.Discord.AddRole(1320000000000000001, "Port Readers", 0x3B82F6);
        var bot = await ScriptedBot.StartAsync(server, Commands, ActAsync, ct);
        await bot.SendAsync(HttpMethod.Post, $"channels/{Ports}/messages",
            """{"content":"<@&1320000000000000001>","embeds":[{"title":"Old harbour closed","description":"Until Friday.","color":3900150}],"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Follow","custom_id":"follow"}]}]}""");
        return new CommandScript(server, bot);
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static async Task ActAsync(ScriptedBot bot, JsonElement interaction)
    {
        var data = interaction.GetProperty("data");
        var person = interaction.GetProperty("member").GetProperty("user").GetProperty("global_name").GetString();
        var name = (data.TryGetProperty("custom_id", out var id) ? id : data.GetProperty("name")).GetString();
        switch (interaction.GetProperty("type").GetInt32(), name)
        {
            case (4, _):
                var typed = data.GetProperty("options")[0].GetProperty("options").EnumerateArray().First(option => option.TryGetProperty("focused", out _)).GetProperty("value").GetString()!;
                var titles = new[] { "New harbour patrols begin", "New trains on time", "Harbour day" }.Where(title => title.Contains(typed, StringComparison.OrdinalIgnoreCase));
                await bot.AnswerAsync(interaction, JsonSerializer.Serialize(new { type = 8, data = new { choices = titles.Select((title, n) => new { name = title, value = $"item-{n}" }) } }));
                break;
            case (2, "news"):
                await bot.AnswerAsync(interaction, Preview);
                break;
            case (2, "topics"):
                await bot.AnswerAsync(interaction, """{"type":5,"data":{"flags":64}}""");
                await bot.EditAsync(interaction, $$"""{"content":"{{person}}, there are **two** topics: ports and trains."}""");
                break;
            case (2, "slow"):
                break;
            case (2, "Correct this post") or (3, "edit"):
                await bot.AnswerAsync(interaction, Form);
                break;
            case (3, "post"):
                await bot.AnswerAsync(interaction, """{"type":7,"data":{"content":"Posted.","embeds":[],"components":[]}}""");
                await bot.SendAsync(HttpMethod.Post, $"channels/{Ports}/messages", """{"embeds":[{"title":"New harbour patrols begin","color":1996063}]}""");
                break;
            case (3, "topics"):
                var chosen = string.Join(" and ", data.GetProperty("values").EnumerateArray().Select(value => value.GetString()));
                await bot.AnswerAsync(interaction, JsonSerializer.Serialize(new { type = 7, data = new { content = $"It goes to {chosen}." } }));
                break;
            case (5, _):
                var text = data.GetProperty("components")[2].GetProperty("component").GetProperty("value").GetString();
                await bot.AnswerAsync(interaction, Said($"Corrected: {text}"));
                break;
            default:
                await bot.AnswerAsync(interaction, Said($"{person} used {name}."));
                break;
        }
    }

    private static string Said(string text) => JsonSerializer.Serialize(new { type = 4, data = new { flags = 64, content = text } });
}
