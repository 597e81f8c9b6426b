using System.Text.Json;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Interactions;

/// <summary>What a command, component or form says; which members are set depends on <see cref="Interaction.Type"/>.</summary>
public sealed record InteractionData
{
    /// <summary>The command's name.</summary>
    public string Name { get => field ?? ""; init; }

    public CommandType Type { get; init; }

    /// <summary>Of a command: groups and sub-commands hold their own.</summary>
    public IReadOnlyList<InteractionOption> Options { get => field ?? []; init; }

    /// <summary>Of a message menu: the message. Its text is in <see cref="Resolved"/>.</summary>
    public Snowflake? TargetId { get; init; }

    public ResolvedData Resolved { get => field ?? new(); init; }

    /// <summary>Of a component or a form.</summary>
    public string CustomId { get => field ?? ""; init; }

    /// <summary>Of a select.</summary>
    public IReadOnlyList<string> Values { get => field ?? []; init; }

    /// <summary>Of a form: one for each label.</summary>
    public IReadOnlyList<FormRow> Components { get => field ?? []; init; }

    /// <summary>Name, group and sub-command, as in <c>news post</c>.</summary>
    public string CommandPath => Type == CommandType.Slash ? string.Join(' ', Path().Prepend(Name)) : Name;

    /// <summary>The options that a person gave, of the sub-command where there is one.</summary>
    public IReadOnlyList<InteractionOption> Given
    {
        get
        {
            var options = Options;
            while (options is [{ Type: CommandOptionType.SubCommand or CommandOptionType.SubCommandGroup } inner])
                options = inner.Options;
            return options;
        }
    }

    /// <summary>What a form's field says: text as it was written, or the one value that was chosen.</summary>
    public string? FieldText(string customId) =>
        Components.Select(row => row.Component).FirstOrDefault(field => field?.CustomId == customId) is { } found ? found.Value ?? (found.Values is [var first, ..] ? first : null) : null;

    private IEnumerable<string> Path()
    {
        var options = Options;
        while (options is [{ Type: CommandOptionType.SubCommand or CommandOptionType.SubCommandGroup } inner])
        {
            yield return inner.Name;
            options = inner.Options;
        }
    }
}

/// <summary>An option as a person gave it.</summary>
public sealed record InteractionOption
{
    public required string Name { get; init; }

    public required CommandOptionType Type { get; init; }

    /// <summary>A string, number or boolean; of an autocompletion partial and unchecked.</summary>
    public JsonElement? Value { get; init; }

    public IReadOnlyList<InteractionOption> Options { get => field ?? []; init; }

    /// <summary>The one that is being typed.</summary>
    public bool Focused { get; init; }

    /// <summary>The value as text; ids too.</summary>
    public string Text => Value?.ToString() ?? "";
}

/// <summary>A label of a form that was sent.</summary>
public sealed record FormRow(FormField? Component);

/// <param name="CustomId">As the form named the field.</param>
/// <param name="Value">Of a text field.</param>
public sealed record FormField(string CustomId, string? Value = null)
{
    /// <summary>Of a select.</summary>
    public IReadOnlyList<string> Values { get => field ?? []; init; }
}

/// <summary>What the ids of an interaction stand for.</summary>
public sealed record ResolvedData
{
    public IReadOnlyDictionary<string, Message> Messages { get => field ?? new Dictionary<string, Message>(); init; }

    public IReadOnlyDictionary<string, ResolvedChannel> Channels { get => field ?? new Dictionary<string, ResolvedChannel>(); init; }

    public IReadOnlyDictionary<string, ResolvedRole> Roles { get => field ?? new Dictionary<string, ResolvedRole>(); init; }
}

/// <param name="AppPermissions">What the bot may do there (since 2026-07-16; null before).</param>
public sealed record ResolvedChannel(Snowflake Id, ChannelType Type, string? Name = null, Permissions? AppPermissions = null);

public sealed record ResolvedRole(Snowflake Id, string Name);
