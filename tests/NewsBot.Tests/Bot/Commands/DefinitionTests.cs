using System.Text.Json;
using System.Text.RegularExpressions;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>What is registered, against Discord's limits (Discord, "Application Commands").</summary>
public sealed partial class DefinitionTests
{
    private const int Most = 25;

    private static readonly IReadOnlyList<CommandDefinition> All = CommandDefinitions.All(AllCommands.Commands, Permissions.ManageMessages);

    [Fact]
    public void What_is_registered_is_in_its_golden_file()
    {
        using var json = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes([.. All], RestJson.Default.CommandDefinitionArray));
        Golden.Matches("commands.json", JsonSerializer.Serialize(json.RootElement, Indented).ReplaceLineEndings("\n") + "\n");
    }

    [Fact]
    public void Every_name_and_description_is_within_the_limits() => Assert.All(All, definition =>
    {
        if (definition.Type == CommandType.Slash)
        {
            Assert.Matches(Name(), definition.Name);
            Assert.InRange(Limits.Length(definition.Description), 1, 100);
            Assert.All(definition.NameLocalizations?.Values ?? [], name => Assert.Matches(Name(), name));
        }
        else
        {
            Assert.InRange(definition.Name.Length, 1, 32);
            Assert.Equal("", definition.Description);
            Assert.All(definition.NameLocalizations?.Values ?? [], name => Assert.InRange(name.Length, 1, 32));
        }

        Check(definition.Options ?? []);
        Assert.InRange(Characters(definition), 1, 8000);
    });

    [Fact]
    public void Names_are_unique_and_few_enough()
    {
        Assert.Equal(All.Count, All.Select(definition => (definition.Type, definition.Name)).Distinct().Count());
        Assert.InRange(All.Count(definition => definition.Type == CommandType.Slash), 1, 100);
        Assert.InRange(All.Count(definition => definition.Type == CommandType.MessageMenu), 1, 15);
    }

    [Fact]
    public void Only_commands_for_everybody_are_shown_to_everybody() =>
        Assert.Equal(["digest", "follow", "unfollow", "topics"], All.Where(definition => definition.DefaultMemberPermissions is null).Select(definition => definition.Name));

    [Fact]
    public void The_hash_changes_with_any_word()
    {
        var hash = CommandDefinitions.Hash(All);
        Assert.Equal(hash, CommandDefinitions.Hash(CommandDefinitions.All(AllCommands.Commands, Permissions.ManageMessages)));
        Assert.NotEqual(hash, CommandDefinitions.Hash(CommandDefinitions.All(AllCommands.Commands, Permissions.ManageGuild)));
        Assert.NotEqual(hash, CommandDefinitions.Hash([.. All.Skip(1)]));
        Assert.NotEqual(hash, CommandDefinitions.Hash([All[0] with { Description = All[0].Description + "." }, .. All.Skip(1)]));
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Check(IReadOnlyList<CommandOption> options)
    {
        Assert.InRange(options.Count, 0, Most);
        Assert.Equal(options.Count, options.Select(option => option.Name).Distinct().Count());
        Assert.Equal(options.Select(option => option.Required == true).OrderDescending(), options.Select(option => option.Required == true));
        Assert.All(options, option =>
        {
            Assert.Matches(Name(), option.Name);
            Assert.InRange(Limits.Length(option.Description), 1, 100);
            Assert.False(option is { Choices: not null, Autocomplete: true });
            Assert.InRange(option.Choices?.Count ?? 0, 0, Most);
            Assert.All(option.Choices ?? [], choice => Assert.True(choice is { Name.Length: >= 1 and <= 100, Value.Length: >= 1 and <= 100 }));
            Check(option.Options ?? []);
        });
    }

    private static int Characters(CommandDefinition definition) => definition.Name.Length + definition.Description.Length + Characters(definition.Options);

    private static int Characters(IReadOnlyList<CommandOption>? options) => (options ?? []).Sum(option =>
        option.Name.Length + option.Description.Length + (option.Choices ?? []).Sum(choice => choice.Name.Length + choice.Value.Length) + Characters(option.Options));

    // PROTOCOL: ^[-_'\p{L}\p{N}]{1,32}$ and lower case where there is one.
    [GeneratedRegex(@"^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$")]
    private static partial Regex Name();
}
