using System.Text.Json.Serialization;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Interactions;

/// <summary>
/// A command as it is registered. All its texts together are at most 8000 characters. Source: Discord, "Application Commands".
/// </summary>
public sealed record CommandDefinition
{
    public CommandType Type { get; init; } = CommandType.Slash;

    /// <summary>1 to 32 of letters, digits, <c>-</c> and <c>_</c>, in lower case; a menu entry may hold spaces and capitals.</summary>
    public required string Name { get; init; }

    /// <summary>By locale, such as <c>de</c> or <c>pt-BR</c>.</summary>
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    /// <summary>1 to 100 characters; empty for menu entries.</summary>
    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    /// <summary>At most 25: groups and sub-commands, or options with the required ones first.</summary>
    public IReadOnlyList<CommandOption>? Options { get; init; }

    /// <summary>Who sees it before a server's admins say otherwise: null = all. Only a default, so every use is checked again.</summary>
    public Permissions? DefaultMemberPermissions { get; init; }

    /// <summary>Of a global command, where it is offered; null = in guilds.</summary>
    public IReadOnlyList<InteractionContext>? Contexts { get; init; }

    // 0 = installed into a guild; the bot is made for no other way.
    [JsonInclude]
    internal IReadOnlyList<int>? IntegrationTypes { get; init; }
}

public enum InteractionContext
{
    Guild = 0,

    /// <summary>A direct message with the bot.</summary>
    BotDirectMessage = 1,

    /// <summary>Direct messages and groups of others.</summary>
    Private = 2,
}

public enum CommandType
{
    Slash = 1,
    UserMenu = 2,
    MessageMenu = 3,
}

/// <summary>An option, a sub-command, or a group of sub-commands.</summary>
public sealed record CommandOption
{
    public required CommandOptionType Type { get; init; }

    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public required string Description { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public bool? Required { get; init; }

    /// <summary>At most 25; excludes <see cref="Autocomplete"/>.</summary>
    public IReadOnlyList<Choice>? Choices { get; init; }

    public bool? Autocomplete { get; init; }

    public int? MinLength { get; init; }

    /// <summary>1 to 6000, for texts.</summary>
    public int? MaxLength { get; init; }

    public int? MinValue { get; init; }

    public int? MaxValue { get; init; }

    public IReadOnlyList<ChannelType>? ChannelTypes { get; init; }

    /// <summary>Of a group or a sub-command.</summary>
    public IReadOnlyList<CommandOption>? Options { get; init; }
}

public enum CommandOptionType
{
    SubCommand = 1,
    SubCommandGroup = 2,
    Text = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}

/// <param name="Name">What people see; 1 to 100 characters.</param>
/// <param name="Value">What comes back; at most 100 characters.</param>
public sealed record Choice(string Name, string Value);
