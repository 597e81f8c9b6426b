using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Reads the components of a message (rows of buttons and selects) and numbers them as Discord does.</summary>
/// <remarks>https://docs.discord.com/developers/components/reference. Components V2 are not played here: they are refused by their type.</remarks>
internal sealed class ComponentForm
{
    public const int Row = 1;
    public const int Button = 2;
    public const int TextSelect = 3;
    public const int TextInput = 4;
    public const int UserSelect = 5;
    public const int RoleSelect = 6;
    public const int MentionableSelect = 7;
    public const int ChannelSelect = 8;
    public const int LinkStyle = 5;

    private const int MaxRows = 5;
    private const int MaxInRow = 5;
    private const int MaxLabel = 80;
    private const int MaxLink = 512;
    private const int MaxCustomId = 100;
    private const int MaxPlaceholder = 150;
    private const int MaxOptions = 25;
    private const int MaxOptionText = 100;

    private readonly HashSet<string> customIds = new(StringComparer.Ordinal);
    private int last;

    public static bool IsSelect(int type) => type is TextSelect or UserSelect or RoleSelect or MentionableSelect or ChannelSelect;

    public static IReadOnlyList<JsonObject> ReadRows(Form body)
    {
        var reader = new ComponentForm();
        return body.Objects("components", MaxRows).Select(reader.ReadRow).ToList();
    }

    private JsonObject ReadRow(Form form)
    {
        if (form.OneOf("type", otherwise: null, Row) is null)
        {
            return [];
        }

        var row = New(Row);
        var width = 0;
        var made = new JsonArray();
        var items = form.Objects("components", MaxInRow);
        if (items.Count == 0)
        {
            form.Error("components", "BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {MaxInRow} in length.");
        }

        foreach (var item in items)
        {
            var type = item.OneOf("type", otherwise: null, Button, TextSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect);
            width += type is Button ? 1 : MaxInRow;
            if (width > MaxInRow)
            {
                item.Error("", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
            }

            made.Add((JsonNode)(type switch
            {
                null => [],
                Button => ReadButton(item),
                { } kind => ReadSelect(item, kind),
            }));
        }

        row["components"] = made;
        return row;
    }

    private JsonObject ReadButton(Form form)
    {
        var button = New(Button);
        var style = form.OneOf("style", otherwise: null, 1, 2, 3, 4, LinkStyle);
        button["style"] = style;
        Set(button, "label", form.Text("label", MaxLabel));
        ReadEmoji(form, button);
        if (button["label"] is null && button["emoji"] is null)
        {
            form.Error("", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or an emoji");
        }

        if (style is LinkStyle)
        {
            Set(button, "url", form.Url("url", media: false));
            if (form.Raw("custom_id") is not null || button["url"] is not { } url)
            {
                form.Error("", "BUTTON_COMPONENT_LINK_URL", "A link button must have a url and no custom id");
            }
            else if (Form.CodePoints(url.GetValue<string>()) > MaxLink)
            {
                form.Error("url", "BASE_TYPE_MAX_LENGTH", $"Must be {MaxLink} or fewer in length.");
            }
        }
        else
        {
            button["custom_id"] = CustomId(form);
            if (form.Raw("url") is not null)
            {
                form.Error("url", "BUTTON_COMPONENT_LINK_URL", "A custom id and url cannot both be specified");
            }
        }

        SetDisabled(form, button);
        return button;
    }

    /// <summary>Reads a select of a message, or of a modal, where it may be required and cannot be disabled.</summary>
    public JsonObject ReadSelect(Form form, int type, bool inModal = false)
    {
        var select = New(type);
        select["custom_id"] = CustomId(form);
        Set(select, "placeholder", form.Text("placeholder", MaxPlaceholder));
        var (min, max) = (form.Number("min_values", 0, MaxOptions) ?? 1, form.Number("max_values", 1, MaxOptions) ?? 1);
        (select["min_values"], select["max_values"]) = (min, max);
        if (min > max)
        {
            form.Error("min_values", "SELECT_COMPONENT_MIN_OVER_MAX", "min_values must not be greater than max_values");
        }

        if (type is TextSelect)
        {
            select["options"] = ReadOptions(form, max);
        }
        else
        {
            ReadKinds(form, select, type);
        }

        if (!inModal)
        {
            SetDisabled(form, select);
            return select;
        }

        select["required"] = form.Raw("required")?.ValueKind is not JsonValueKind.False;
        if (form.Flag("disabled"))
        {
            form.Error("disabled", "COMPONENT_DISABLED_IN_MODAL", "A component of a modal cannot be disabled");
        }

        return select;
    }

    private static JsonArray ReadOptions(Form form, int max)
    {
        var values = new HashSet<string?>(StringComparer.Ordinal);
        var made = new JsonArray();
        var chosen = 0;
        foreach (var item in form.Objects("options", MaxOptions))
        {
            var option = new JsonObject { ["label"] = item.Text("label", MaxOptionText, required: true), ["value"] = item.Text("value", MaxOptionText, required: true) };
            Set(option, "description", item.Text("description", MaxOptionText));
            ReadEmoji(item, option);
            if (!values.Add(option["value"]?.GetValue<string>()))
            {
                item.Error("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
            }

            if (item.Flag("default"))
            {
                option["default"] = true;
                chosen++;
            }

            made.Add((JsonNode)option);
        }

        if (made.Count == 0)
        {
            form.Error("options", "BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {MaxOptions} in length.");
        }

        if (max > made.Count && form.Raw("max_values") is not null)
        {
            form.Error("max_values", "SELECT_COMPONENT_MAX_OVER_OPTIONS", "max_values must not be greater than the number of options");
        }

        if (chosen > max)
        {
            form.Error("options", "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More options are default than may be chosen");
        }

        return made;
    }

    private static void ReadKinds(Form form, JsonObject select, int type)
    {
        if (type is ChannelSelect && form.Raw("channel_types") is not null)
        {
            select["channel_types"] = new JsonArray([.. form.Items("channel_types", MaxOptions).Select(item => JsonValue.Create(item))]);
        }

        if (form.Raw("default_values") is not null)
        {
            select["default_values"] = new JsonArray([.. form.Objects("default_values", MaxOptions).Select(item =>
                new JsonObject { ["id"] = Snowflakes.Text(item.Id("id") ?? 0), ["type"] = item.Text("type", MaxOptionText, required: true) })]);
        }
    }

    public string? CustomId(Form form)
    {
        var id = form.Sized("custom_id", 1, MaxCustomId);
        if (id is not null && !customIds.Add(id))
        {
            form.Error("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }

        return id;
    }

    public JsonObject New(int type) => new() { ["type"] = type, ["id"] = ++last };

    private static void ReadEmoji(Form form, JsonObject target)
    {
        if (form.Object("emoji") is { } emoji)
        {
            target["emoji"] = new JsonObject { ["id"] = emoji.Id("id") is { } id ? Snowflakes.Text(id) : null, ["name"] = emoji.Text("name", MaxOptionText) };
        }
    }

    private static void SetDisabled(Form form, JsonObject target)
    {
        if (form.Flag("disabled"))
        {
            target["disabled"] = true;
        }
    }

    private static void Set(JsonObject target, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            target[name] = text;
        }
    }
}
