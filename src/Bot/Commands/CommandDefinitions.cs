using System.Security.Cryptography;
using System.Text.Json;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>What Discord is told about the commands. The golden file shows it.</summary>
internal static class CommandDefinitions
{
    /// <param name="commands">All of them; those whose path has two words become groups.</param>
    /// <param name="staff">Who sees the commands of staff before the server's admins say otherwise.</param>
    public static IReadOnlyList<CommandDefinition> All(IReadOnlyCollection<Command> commands, Permissions staff) =>
    [
        .. commands
            .GroupBy(command => (command.Type, Name: command.Type == CommandType.Slash ? command.Path.Split(' ')[0] : command.Path))
            .Select(group => Define(group.Key.Type, group.Key.Name, [.. group], staff)),
    ];

    /// <summary>Changes when anything changes that is registered.</summary>
    public static string Hash(IReadOnlyList<CommandDefinition> definitions) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(definitions)));

    private static CommandDefinition Define(CommandType type, string name, IReadOnlyList<Command> commands, Permissions staff) => new()
    {
        Type = type,
        Name = name,
        NameLocalizations = CommandNames.Of(name),
        Description = CommandNames.Groups.GetValueOrDefault(name, commands[0].Description),
        Options = type != CommandType.Slash ? null
            : commands is [{ } single] && single.Path == name ? Options(single)
            : [.. commands.Select(Nested)],
        DefaultMemberPermissions = commands.All(command => command.Who == WhoMay.Staff) ? staff : null,
    };

    private static CommandOption Nested(Command command) => new()
    {
        Type = CommandOptionType.SubCommand,
        Name = command.Path.Split(' ')[1],
        Description = command.Description,
        Options = Options(command),
    };

    private static IReadOnlyList<CommandOption>? Options(Command command) => command.Inputs.Count == 0 ? null :
    [
        .. command.Inputs.Select(input => new CommandOption
        {
            Type = input.Type,
            Name = input.Name,
            Description = input.Description,
            Required = input.Required ? true : null,
            Choices = input.Choices,
            Autocomplete = input.Complete is null ? null : true,
            MaxLength = input.MaxLength,
            ChannelTypes = input.ChannelTypes,
        }),
    ];
}
