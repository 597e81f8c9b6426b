using System.Text.Json.Serialization;

namespace NewsBot.Discord.Model;

/// <summary>
/// A part of a message or of a form that a person can press, choose from or write into. Only ever sent: what comes back
/// names a <c>custom_id</c>. A <c>custom_id</c> is 1 to <see cref="Limits.CustomId"/> characters, unique within its message,
/// seen by everybody, and survives restarts. Source: Discord, "Components".
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), 1)]
[JsonDerivedType(typeof(Button), 2)]
[JsonDerivedType(typeof(StringSelect), 3)]
[JsonDerivedType(typeof(TextInput), 4)]
[JsonDerivedType(typeof(TextDisplay), 10)]
[JsonDerivedType(typeof(Label), 18)]
public abstract record Component;

/// <summary>Up to <see cref="Limits.RowButtons"/> buttons, or one select. A message has at most <see cref="Limits.Rows"/>.</summary>
public sealed record ActionRow(params IReadOnlyList<Component> Components) : Component;

/// <summary>A link has a URL and no <c>custom_id</c>, every other button the reverse.</summary>
public sealed record Button : Component
{
    public required ButtonStyle Style { get; init; }

    /// <summary>At most <see cref="Limits.ButtonLabel"/> code points; phones show about 38.</summary>
    public required string Label { get; init; }

    public string? CustomId { get; init; }

    public string? Url { get; init; }

    public bool? Disabled { get; init; }
}

public enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
    Link = 5,
}

public sealed record StringSelect : Component
{
    public required string CustomId { get; init; }

    /// <summary>1 to <see cref="Limits.SelectOptions"/>.</summary>
    public required IReadOnlyList<SelectOption> Options { get; init; }

    /// <summary>At most 150 code points.</summary>
    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    /// <summary>In forms only; Discord's own default there is true.</summary>
    public bool? Required { get; init; }
}

/// <summary>Each text is at most 100 code points.</summary>
public sealed record SelectOption(string Label, string Value, string? Description = null, bool? Default = null);

/// <summary>In forms only, inside a <see cref="Model.Label"/>.</summary>
public sealed record TextInput : Component
{
    public required string CustomId { get; init; }

    public required TextInputStyle Style { get; init; }

    public int? MinLength { get; init; }

    /// <summary>At most <see cref="Limits.TextInput"/> code points.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Discord's own default is true.</summary>
    public bool? Required { get; init; }

    /// <summary>What stands there at first; at most <see cref="Limits.TextInput"/> code points.</summary>
    public string? Value { get; init; }

    /// <summary>At most 100 code points.</summary>
    public string? Placeholder { get; init; }
}

public enum TextInputStyle
{
    Line = 1,
    Paragraph = 2,
}

/// <summary>In forms only: a name (45 code points) and a hint (100) around one field.</summary>
public sealed record Label : Component
{
    [JsonPropertyName("label")]
    public required string Text { get; init; }

    public string? Description { get; init; }

    [JsonPropertyName("component")]
    public required Component Field { get; init; }
}

/// <summary>In forms only: text between the fields.</summary>
/// <param name="Content">Renders markdown; 1 to <see cref="Limits.TextInput"/> code points.</param>
public sealed record TextDisplay(string Content) : Component;
