using System.Text.Json;
using Xunit;

namespace NewsBot.Tests.Sandbox.Interactions;

public sealed class CommandRegistryTests
{
    private const string News =
        """
        {"name":"news","description":"News","default_member_permissions":"32","options":[
          {"type":1,"name":"post","description":"Posts an item","options":[
            {"type":3,"name":"item","description":"Which","required":true,"autocomplete":true},
            {"type":7,"name":"channel","description":"Where","channel_types":[0,5]}]},
          {"type":2,"name":"desk","description":"Desk","options":[{"type":1,"name":"open","description":"Opens it"}]}]}
        """;

    private const string Menu = """{"name":"Retract this post","type":3}""";

    [Fact]
    public async Task A_registration_replaces_all_and_keeps_the_ids_of_what_stays()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var first = await PutAsync(sandbox, $"[{News},{Menu}]");
        var second = await PutAsync(sandbox, $"[{Menu},{News.Replace("Posts an item", "Posts it", StringComparison.Ordinal)}]");
        var third = await PutAsync(sandbox, $"[{Menu}]");

        Assert.Equal((200, 200, 200), (first.Status, second.Status, third.Status));
        Assert.Equal(IdOf(first, "news"), IdOf(second, "news"));
        Assert.Equal(IdOf(first, "Retract this post"), IdOf(third, "Retract this post"));
        Assert.Equal(["Retract this post"], sandbox.Server.Discord.Interactions.Commands.Select(command => command.Name));
    }

    [Fact]
    public async Task Global_commands_and_those_of_the_guild_stand_apart()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await PutAsync(sandbox, $"[{News}]");
        var global = await PutAsync(sandbox, $"[{News}]", guild: false);
        var guild = await sandbox.GetAsync(Path(sandbox, guild: true));

        Assert.Equal(2, sandbox.Server.Discord.Interactions.Commands.Count);
        Assert.False(global.Json[0].TryGetProperty("guild_id", out _));
        Assert.Equal($"{sandbox.Server.Discord.GuildId}", guild.Json[0].GetProperty("guild_id").GetString());
        Assert.False(guild.Json[0].TryGetProperty("name_localizations", out _));
    }

    [Fact]
    public async Task A_command_is_made_changed_and_deleted_by_itself()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var path = Path(sandbox, guild: true);

        var made = await sandbox.SendAsync(HttpMethod.Post, path, RunningSandbox.Json(News));
        var again = await sandbox.SendAsync(HttpMethod.Post, path, RunningSandbox.Json(News));
        var changed = await sandbox.SendAsync(HttpMethod.Patch, $"{path}/{made.Id}", RunningSandbox.Json("""{"description":"All the news"}"""));
        var gone = await sandbox.SendAsync(HttpMethod.Delete, $"{path}/{made.Id}");
        var unknown = await sandbox.GetAsync($"{path}/{made.Id}");

        Assert.Equal((201, 200, 200, 204), (made.Status, again.Status, changed.Status, gone.Status));
        Assert.Equal(made.Id, again.Id);
        Assert.Equal("All the news", changed.Json.GetProperty("description").GetString());
        Assert.Equal(2, changed.Json.GetProperty("options").GetArrayLength());
        Assert.Equal((404, 10063), (unknown.Status, unknown.Code));
    }

    [Theory]
    [InlineData("0.name", "APPLICATION_COMMAND_INVALID_NAME", """{"name":"News","description":"x"}""")]
    [InlineData("0.name", "APPLICATION_COMMAND_INVALID_NAME", """{"name":"two words","description":"x"}""")]
    [InlineData("0.name", "BASE_TYPE_BAD_LENGTH", """{"name":"@33","description":"x"}""")]
    [InlineData("0.description", "BASE_TYPE_REQUIRED", """{"name":"x"}""")]
    [InlineData("0.description", "BASE_TYPE_BAD_LENGTH", """{"name":"x","description":"@101"}""")]
    [InlineData("0.description", "APPLICATION_COMMAND_CONTEXT_MENU_FIELD", """{"name":"x","type":3,"description":"d"}""")]
    [InlineData("0.type", "BASE_TYPE_CHOICES", """{"name":"x","type":9,"description":"d"}""")]
    [InlineData("0.default_member_permissions", "BITFIELD_TYPE_CONVERT", """{"name":"x","description":"d","default_member_permissions":"all"}""")]
    [InlineData("0.name_localizations.de", "APPLICATION_COMMAND_INVALID_NAME", """{"name":"x","description":"d","name_localizations":{"de":"Neue Meldung"}}""")]
    [InlineData("0.name_localizations.tlh", "LOCALIZATION_INVALID_LOCALE", """{"name":"x","description":"d","name_localizations":{"tlh":"x"}}""")]
    [InlineData("0.options.0.type", "BASE_TYPE_CHOICES", """{"name":"x","description":"d","options":[{"type":12,"name":"a","description":"d"}]}""")]
    [InlineData("0.options.1.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", """{"name":"x","description":"d","options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"a","description":"d"}]}""")]
    [InlineData("0.options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", """{"name":"x","description":"d","options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}]}""")]
    [InlineData("0.options.1.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", """{"name":"x","description":"d","options":[{"type":1,"name":"a","description":"d"},{"type":3,"name":"b","description":"d"}]}""")]
    [InlineData("0.options.0.options.0.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", """{"name":"x","description":"d","options":[{"type":1,"name":"a","description":"d","options":[{"type":1,"name":"b","description":"d"}]}]}""")]
    [InlineData("0.options.0.options.0.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", """{"name":"x","description":"d","options":[{"type":2,"name":"a","description":"d","options":[{"type":3,"name":"b","description":"d"}]}]}""")]
    [InlineData("0.options.0.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", """{"name":"x","description":"d","options":[{"type":3,"name":"a","description":"d","autocomplete":true,"choices":[{"name":"n","value":"v"}]}]}""")]
    [InlineData("0.options.0.choices.0.value", "NUMBER_TYPE_COERCE", """{"name":"x","description":"d","options":[{"type":4,"name":"a","description":"d","choices":[{"name":"n","value":"v"}]}]}""")]
    [InlineData("0.options.0.max_length", "NUMBER_TYPE_MAX", """{"name":"x","description":"d","options":[{"type":3,"name":"a","description":"d","max_length":6001}]}""")]
    [InlineData("0.options", "BASE_TYPE_MAX_LENGTH", """{"name":"x","description":"d","options":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}""")]
    [InlineData("1.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", """{"name":"x","description":"d"},{"name":"x","description":"d"}""")]
    public async Task A_wrong_command_is_refused_by_name_and_nothing_changes(string path, string code, string json)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await PutAsync(sandbox, $"[{Menu}]");

        var answer = await PutAsync(sandbox, $"[{ValidationTests.Lengthen(json)}]");

        Assert.Equal((400, 50035), (answer.Status, answer.Code));
        var error = path.Split('.').Aggregate(answer.Json.GetProperty("errors"), (node, name) => node.GetProperty(name));
        Assert.Contains(code, error.GetProperty("_errors").EnumerateArray().Select(item => item.GetProperty("code").GetString()));
        Assert.Equal(["Retract this post"], sandbox.Server.Discord.Interactions.Commands.Select(command => command.Name));
    }

    [Fact]
    public async Task A_command_may_not_be_larger_than_8000_characters_in_all()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        string Command(int options) => JsonSerializer.Serialize(new
        {
            name = "x",
            description = "d",
            options = Enumerable.Range(0, options).Select(n => new
            {
                type = 3,
                name = $"o{n}",
                description = new string('d', 100),
                choices = Enumerable.Range(0, 2).Select(c => new { name = new string((char)('a' + c), 100), value = new string('v', 20) + c }),
            }),
        });

        Assert.Equal(200, (await PutAsync(sandbox, $"[{Command(23)}]")).Status);
        var answer = await PutAsync(sandbox, $"[{Command(24)}]");

        Assert.Equal("APPLICATION_COMMAND_TOO_LARGE", answer.Json.GetProperty("errors").GetProperty("0").GetProperty("_errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task More_than_100_commands_or_200_new_names_a_day_are_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        string Commands(string letter, int count) => "[" + string.Join(',', Enumerable.Range(0, count).Select(n => $$"""{"name":"{{letter}}{{n}}","description":"d"}""")) + "]";

        Assert.Equal(30032, (await PutAsync(sandbox, Commands("a", 101))).Code);
        Assert.Equal(200, (await PutAsync(sandbox, Commands("a", 100))).Status);
        Assert.Equal(200, (await PutAsync(sandbox, Commands("a", 100))).Status);
        Assert.Equal(200, (await PutAsync(sandbox, Commands("b", 100))).Status);
        Assert.Equal(30034, (await PutAsync(sandbox, Commands("c", 1))).Code);
        sandbox.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(200, (await PutAsync(sandbox, Commands("c", 1))).Status);
    }

    [Fact]
    public async Task Commands_need_the_token_and_the_own_application()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var foreign = await sandbox.SendAsync(HttpMethod.Put, "applications/1/commands", RunningSandbox.Json("[]"));
        sandbox.Bot.DefaultRequestHeaders.Authorization = null;
        var unknown = await PutAsync(sandbox, $"[{Menu}]");

        Assert.Equal((403, 20012), (foreign.Status, foreign.Code));
        Assert.Equal(401, unknown.Status);
    }

    internal static Task<ApiAnswer> PutAsync(RunningSandbox sandbox, string commands, bool guild = true)
        => sandbox.SendAsync(HttpMethod.Put, Path(sandbox, guild), RunningSandbox.Json(commands));

    private static string Path(RunningSandbox sandbox, bool guild)
        => guild
            ? $"applications/{sandbox.Server.Discord.BotId}/guilds/{sandbox.Server.Discord.GuildId}/commands"
            : $"applications/{sandbox.Server.Discord.BotId}/commands";

    private static string? IdOf(ApiAnswer answer, string name)
        => answer.Json.EnumerateArray().Single(command => command.GetProperty("name").GetString() == name).GetProperty("id").GetString();
}
