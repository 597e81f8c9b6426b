using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Reads a modal: labels round text inputs and selects, plain text, and the old rows with a text input.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal.</remarks>
internal static class ModalForm
{
    public const int TextDisplay = 10;
    public const int Label = 18;

    private const int MaxCustomId = 100;
    private const int MaxTitle = 45;
    private const int MaxComponents = 5;
    private const int MaxLabel = 45;
    private const int MaxDescription = 100;
    private const int MaxPlaceholder = 100;
    private const int MaxValue = 4000;

    /// <returns>{"custom_id", "title", "components"}.</returns>
    public static JsonObject Read(Form data)
    {
        var modal = new JsonObject { ["custom_id"] = data.Sized("custom_id", 1, MaxCustomId), ["title"] = data.Sized("title", 1, MaxTitle) };
        var reader = new ComponentForm();
        var items = data.Objects("components", MaxComponents);
        if (items.Count == 0)
        {
            data.Error("components", "BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {MaxComponents} in length.");
        }

        modal["components"] = new JsonArray([.. items.Select(item => ReadOne(item, reader))]);
        return modal;
    }

    private static JsonObject ReadOne(Form form, ComponentForm reader)
    {
        if (form.OneOf("type", otherwise: null, ComponentForm.Row, TextDisplay, Label) is not { } type)
        {
            return [];
        }

        var made = reader.New(type);
        switch (type)
        {
            case Label:
                made["label"] = form.Sized("label", 1, MaxLabel);
                Set(made, "description", form.Text("description", MaxDescription));
                made["component"] = Inner(form, reader);
                break;
            case TextDisplay:
                made["content"] = form.Sized("content", 1, MaxValue);
                break;
            default:
                var inputs = form.Objects("components", 1);
                made["components"] = new JsonArray([.. inputs.Select(input => ReadInput(input, reader, labelled: false))]);
                if (inputs.Count == 0)
                {
                    form.Error("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.");
                }

                break;
        }

        return made;
    }

    private static JsonObject? Inner(Form label, ComponentForm reader)
    {
        if (label.Object("component") is not { } form)
        {
            label.Error("component", "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }

        var type = form.OneOf("type", otherwise: null, ComponentForm.TextSelect, ComponentForm.TextInput, ComponentForm.UserSelect,
            ComponentForm.RoleSelect, ComponentForm.MentionableSelect, ComponentForm.ChannelSelect);
        return type switch
        {
            null => null,
            ComponentForm.TextInput => ReadInput(form, reader, labelled: true),
            { } select => reader.ReadSelect(form, select, inModal: true),
        };
    }

    private static JsonObject ReadInput(Form form, ComponentForm reader, bool labelled)
    {
        form.OneOf("type", otherwise: null, ComponentForm.TextInput);
        var input = reader.New(ComponentForm.TextInput);
        input["custom_id"] = reader.CustomId(form);
        input["style"] = form.OneOf("style", otherwise: null, 1, 2);
        if (!labelled)
        {
            input["label"] = form.Sized("label", 1, MaxLabel);
        }
        else if (form.Raw("label") is not null)
        {
            form.Error("label", "TEXT_INPUT_LABEL_IN_LABEL", "A text input within a label cannot have a label of its own");
        }

        var (min, max) = (form.Number("min_length", 0, MaxValue), form.Number("max_length", 1, MaxValue));
        input["min_length"] = min;
        input["max_length"] = max;
        if (min > max)
        {
            form.Error("min_length", "TEXT_INPUT_MIN_OVER_MAX", "min_length must not be greater than max_length");
        }

        Set(input, "value", form.Sized("value", 0, max ?? MaxValue, required: false));
        Set(input, "placeholder", form.Text("placeholder", MaxPlaceholder));
        input["required"] = form.Raw("required")?.ValueKind is not JsonValueKind.False;
        return input;
    }

    private static void Set(JsonObject target, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            target[name] = text;
        }
    }
}
