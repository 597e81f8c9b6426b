using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Makes the data of a command out of what a person typed, and refuses what Discord's own client would not send.</summary>
internal static class OptionValues
{
    /// <summary>Whole numbers that a client sends: what a double holds exactly.</summary>
    private const long MaxInteger = 1L << 53;

    /// <param name="path">The command's name and those of its group and sub-command, such as <c>news post</c>.</param>
    /// <param name="values">By the option's name. Ids, numbers and booleans are written as text.</param>
    /// <param name="focused">The option that is being completed: then values may be missing or half-typed.</param>
    /// <exception cref="ArgumentException">No such command or option, one is missing, or a value does not fit.</exception>
    public static (JsonObject Data, int FocusedType) Build(RegisteredCommand command, string path, IReadOnlyDictionary<string, string> values, string? focused, Resolved resolved)
    {
        var level = command.Definition;
        var kinds = new List<(int Type, string Name)>();
        foreach (var name in path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            level = OptionsOf(level).FirstOrDefault(option => NameOf(option) == name && TypeOf(option) is OptionForm.SubCommand or OptionForm.Group);
            if (level.ValueKind == JsonValueKind.Undefined)
            {
                throw new ArgumentException($"There is no command /{path}.", nameof(path));
            }

            kinds.Add((TypeOf(level), name));
        }

        var known = OptionsOf(level);
        if (known.Any(option => TypeOf(option) is OptionForm.SubCommand or OptionForm.Group))
        {
            throw new ArgumentException($"/{path} is a group of commands: name one of them.", nameof(path));
        }

        if (values.Keys.FirstOrDefault(name => known.All(option => NameOf(option) != name)) is { } unknown)
        {
            throw new ArgumentException($"/{path} has no option \"{unknown}\".", nameof(values));
        }

        var (options, focusedType) = (new JsonArray(), 0);
        foreach (var option in known)
        {
            var isFocused = NameOf(option) == focused;
            if (Read(option, values, focused, resolved) is { } made)
            {
                options.Add((JsonNode)made);
            }

            focusedType = isFocused ? TypeOf(option) : focusedType;
        }

        kinds.Reverse();
        var inner = kinds.Aggregate(options, (list, kind) => new JsonArray(new JsonObject { ["name"] = kind.Name, ["type"] = kind.Type, ["options"] = list }));
        return (Data(command, inner, resolved), focusedType);
    }

    /// <param name="options">Null for a command of a menu.</param>
    public static JsonObject Data(RegisteredCommand command, JsonArray? options, Resolved resolved)
    {
        var data = new JsonObject { ["id"] = Snowflakes.Text(command.Id), ["name"] = command.Name, ["type"] = command.Type };
        if (command.Guild is { } guild)
        {
            data["guild_id"] = Snowflakes.Text(guild);
        }

        if (options is { Count: > 0 })
        {
            data["options"] = options;
        }

        if (resolved.Json is { } named)
        {
            data["resolved"] = named;
        }

        return data;
    }

    private static JsonObject? Read(JsonElement option, IReadOnlyDictionary<string, string> values, string? focused, Resolved resolved)
    {
        var (name, type) = (NameOf(option), TypeOf(option));
        if (!values.TryGetValue(name, out var text))
        {
            if (focused is null && option.TryGetProperty("required", out var required) && required.GetBoolean())
            {
                throw new ArgumentException($"The option \"{name}\" is required.", nameof(values));
            }

            return name != focused ? null : new JsonObject { ["name"] = name, ["type"] = type, ["value"] = "", ["focused"] = true };
        }

        if (focused == name)
        {
            return new JsonObject { ["name"] = name, ["type"] = type, ["value"] = text, ["focused"] = true }; // As typed, numbers too.
        }

        try
        {
            return new JsonObject { ["name"] = name, ["type"] = type, ["value"] = Value(option, type, text, resolved, check: focused is null) };
        }
        catch (ArgumentException) when (focused is not null)
        {
            return null; // Half-typed.
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"The option \"{name}\": {wrong.Message}", nameof(values), wrong);
        }
    }

    private static JsonNode Value(JsonElement option, int type, string text, Resolved resolved, bool check)
    {
        switch (type)
        {
            case OptionForm.Text:
                CheckChoice(option, text, check);
                var length = text.Length; // The client counts so.
                return Bound(option, "min_length") is { } least && length < least && check ? throw new ArgumentException($"At least {least} characters.")
                    : Bound(option, "max_length") is { } most && length > most && check ? throw new ArgumentException($"At most {most} characters.")
                    : text;
            case OptionForm.Integer:
                CheckChoice(option, text, check);
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && Math.Abs(whole) <= MaxInteger
                    ? JsonValue.Create(InBounds(option, whole, whole))
                    : throw new ArgumentException("A whole number is wanted.");
            case OptionForm.Number:
                CheckChoice(option, text, check);
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? JsonValue.Create(InBounds(option, number, number))
                    : throw new ArgumentException("A number is wanted.");
            case OptionForm.Boolean:
                return bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : throw new ArgumentException("True or False is wanted.");
            case OptionForm.Attachment:
                throw new ArgumentException("The local Discord sends no files with commands.");
            default:
                resolved.Add(type, text, ChannelTypes(option));
                return text;
        }
    }

    private static void CheckChoice(JsonElement option, string text, bool check)
    {
        if (check && option.TryGetProperty("choices", out var choices) && choices.EnumerateArray().All(choice => choice.GetProperty("value").ToString() != text))
        {
            throw new ArgumentException("One of the choices is wanted.");
        }
    }

    private static T InBounds<T>(JsonElement option, T value, double number)
        => Bound(option, "min_value") is { } least && number < least ? throw new ArgumentException($"At least {least}.")
            : Bound(option, "max_value") is { } most && number > most ? throw new ArgumentException($"At most {most}.")
            : value;

    private static double? Bound(JsonElement option, string name)
        => option.TryGetProperty(name, out var bound) && bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : null;

    private static int[]? ChannelTypes(JsonElement option)
        => option.TryGetProperty("channel_types", out var types) ? [.. types.EnumerateArray().Select(type => type.GetInt32())] : null;

    private static List<JsonElement> OptionsOf(JsonElement level)
        => level.TryGetProperty("options", out var options) ? [.. options.EnumerateArray()] : [];

    private static string NameOf(JsonElement option) => option.GetProperty("name").GetString()!;

    private static int TypeOf(JsonElement option) => option.GetProperty("type").GetInt32();
}
