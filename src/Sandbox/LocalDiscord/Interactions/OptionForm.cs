using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Reads the options of a command.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure.</remarks>
internal static class OptionForm
{
    public const int SubCommand = 1;
    public const int Group = 2;
    public const int Text = 3;
    public const int Integer = 4;
    public const int Boolean = 5;
    public const int User = 6;
    public const int Channel = 7;
    public const int Role = 8;
    public const int Mentionable = 9;
    public const int Number = 10;
    public const int Attachment = 11;

    private const int MaxOptions = 25;
    private const int MaxChoices = 25;
    private const int MaxChoice = 100;
    private const int MaxTextLength = 6000;
    private static readonly int[] Every = [.. Enumerable.Range(SubCommand, Attachment)];
    private static readonly int[] ChannelTypes = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16];

    /// <param name="parent">0 for the command itself, else the kind of option that these stand in.</param>
    public static JsonArray Read(Form form, int parent = 0)
    {
        var made = new JsonArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (optional, nested) = (false, false);
        foreach (var item in form.Objects("options", MaxOptions))
        {
            var option = ReadOne(item, parent);
            var isNested = option["type"]?.GetValue<int>() is SubCommand or Group;
            if (made.Count > 0 && isNested != nested)
            {
                item.Error("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and sub-command groups cannot stand beside other options");
            }

            nested = isNested;
            var required = option["required"] is not null;
            if (required && optional)
            {
                item.Error("", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            }

            optional |= !required;
            if (option["name"]?.GetValue<string>() is { } name && !names.Add(name))
            {
                item.Error("name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
            }

            made.Add((JsonNode)option);
        }

        return made;
    }

    private static JsonObject ReadOne(Form form, int parent)
    {
        var type = form.OneOf("type", otherwise: null, Every) ?? Text;
        var option = new JsonObject { ["type"] = type };
        CommandForm.Names(form, option);
        if (type is SubCommand or Group)
        {
            // A group holds sub-commands, a sub-command holds options: no deeper.
            if (parent is SubCommand || (parent is Group && type is Group))
            {
                form.Error("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option cannot be nested here");
                return option;
            }

            var options = Read(form, type);
            if (options.Count > 0 || type is Group)
            {
                option["options"] = options;
            }

            return option;
        }

        if (parent is Group)
        {
            form.Error("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A sub-command group may hold sub-commands only");
        }

        if (form.Flag("required"))
        {
            option["required"] = true;
        }

        ReadBounds(form, option, type);
        ReadChoices(form, option, type);
        return option;
    }

    private static void ReadBounds(Form form, JsonObject option, int type)
    {
        if (type is Text)
        {
            Set(option, "min_length", form.Number("min_length", 0, MaxTextLength));
            Set(option, "max_length", form.Number("max_length", 1, MaxTextLength));
        }
        else if (type is Integer or Number)
        {
            foreach (var name in (string[])["min_value", "max_value"])
            {
                if (form.Raw(name) is { } value)
                {
                    option[name] = JsonValue.Create(value);
                    if (value.ValueKind != JsonValueKind.Number)
                    {
                        form.Error(name, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not a number.");
                    }
                }
            }
        }
        else if (type == Channel && form.Raw("channel_types") is not null)
        {
            var types = form.Items("channel_types", ChannelTypes.Length);
            if (types.Any(item => item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out var kind) || !ChannelTypes.Contains(kind)))
            {
                form.Error("channel_types", "BASE_TYPE_CHOICES", $"Values must be one of ({string.Join(", ", ChannelTypes)}).");
            }

            option["channel_types"] = new JsonArray([.. types.Select(item => JsonValue.Create(item))]);
        }
    }

    private static void ReadChoices(Form form, JsonObject option, int type)
    {
        var autocomplete = form.Flag("autocomplete");
        var choices = form.Objects("choices", MaxChoices).Select(item => ReadChoice(item, type)).ToArray<JsonNode>();
        if ((autocomplete || choices.Length > 0) && type is not (Text or Integer or Number))
        {
            form.Error("type", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices and autocomplete are for options of text and numbers only");
        }

        if (autocomplete && choices.Length > 0)
        {
            form.Error("autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "Autocomplete and choices are mutually exclusive");
        }

        if (autocomplete)
        {
            option["autocomplete"] = true;
        }

        if (choices.Length == 0)
        {
            return;
        }

        if (choices.GroupBy(choice => choice["name"]?.ToString(), StringComparer.Ordinal).Any(same => same.Count() > 1))
        {
            form.Error("choices", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Option choice name already exists");
        }

        option["choices"] = new JsonArray(choices);
    }

    /// <summary>A choice of a registration or of an autocompletion.</summary>
    public static JsonObject ReadChoice(Form form, int type)
    {
        var choice = new JsonObject
        {
            ["name"] = form.Sized("name", 1, MaxChoice),
            ["name_localizations"] = Locales.Read(form, "name_localizations", text => Form.CodePoints(text) is >= 1 and <= MaxChoice ? null : ("BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {MaxChoice} in length.")),
        };
        if (form.Raw("value") is not { } value)
        {
            form.Error("value", "BASE_TYPE_REQUIRED", "This field is required");
        }
        else if (type is Text)
        {
            choice["value"] = form.Sized("value", 1, MaxChoice);
        }
        else if (value.ValueKind != JsonValueKind.Number || (type is Integer && !value.TryGetInt64(out _)))
        {
            form.Error("value", "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not {(type is Integer ? "int" : "float")}.");
        }
        else
        {
            choice["value"] = JsonValue.Create(value);
        }

        return choice;
    }

    private static void Set(JsonObject option, string name, int? number)
    {
        if (number is not null)
        {
            option[name] = number;
        }
    }
}
