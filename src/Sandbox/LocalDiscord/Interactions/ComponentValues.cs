using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Makes the data of a pressed button, a used select, a sent form; refuses what Discord's own client would not send.</summary>
internal static class ComponentValues
{
    private const int MaxValue = 4000;

    /// <param name="values">Null for a button.</param>
    /// <exception cref="ArgumentException">The message bears no such component that can be used so.</exception>
    public static JsonObject Data(Message message, string customId, IReadOnlyList<string>? values, Resolved resolved)
    {
        var component = message.Components.SelectMany(row => row.GetProperty("components").EnumerateArray())
            .FirstOrDefault(item => item.TryGetProperty("custom_id", out var id) && id.GetString() == customId);
        if (component.ValueKind == JsonValueKind.Undefined || component.TryGetProperty("disabled", out var disabled) && disabled.GetBoolean())
        {
            throw new ArgumentException($"The message bears nothing \"{customId}\" that can be used.", nameof(customId));
        }

        var type = component.GetProperty("type").GetInt32();
        if (ComponentForm.IsSelect(type) != (values is not null))
        {
            throw new ArgumentException($"\"{customId}\" is not of this kind.", nameof(customId));
        }

        var data = new JsonObject { ["custom_id"] = customId, ["component_type"] = type, ["id"] = component.GetProperty("id").GetInt32() };
        if (values is null)
        {
            return data;
        }

        data["values"] = Chosen(component, type, values, least: component.GetProperty("min_values").GetInt32(), resolved);
        if (resolved.Json is { } named)
        {
            data["resolved"] = named;
        }

        return data;
    }

    /// <param name="values">By the input's custom id; several values of a select are separated by line ends.</param>
    public static JsonObject Submission(Modal modal, IReadOnlyDictionary<string, string> values, Resolved resolved)
    {
        var components = new JsonArray([.. modal.Components.EnumerateArray().Select(item => Submitted(item, values, resolved))]);
        var data = new JsonObject { ["custom_id"] = modal.CustomId, ["components"] = components };
        if (resolved.Json is { } named)
        {
            data["resolved"] = named;
        }

        return data;
    }

    private static JsonObject Submitted(JsonElement item, IReadOnlyDictionary<string, string> values, Resolved resolved)
    {
        var made = new JsonObject { ["type"] = item.GetProperty("type").GetInt32(), ["id"] = item.GetProperty("id").GetInt32() };
        if (item.TryGetProperty("component", out var inner))
        {
            made["component"] = Input(inner, values, resolved);
        }
        else if (item.TryGetProperty("components", out var row))
        {
            made["components"] = new JsonArray([.. row.EnumerateArray().Select(input => Input(input, values, resolved))]);
        }

        return made;
    }

    private static JsonObject Input(JsonElement input, IReadOnlyDictionary<string, string> values, Resolved resolved)
    {
        var (type, name) = (input.GetProperty("type").GetInt32(), input.GetProperty("custom_id").GetString()!);
        var made = new JsonObject { ["type"] = type, ["id"] = input.GetProperty("id").GetInt32(), ["custom_id"] = name };
        var text = values.GetValueOrDefault(name) ?? (input.TryGetProperty("value", out var filled) ? filled.GetString() : null) ?? "";
        var required = input.GetProperty("required").GetBoolean();
        if (ComponentForm.IsSelect(type))
        {
            var chosen = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            made["values"] = Chosen(input, type, chosen, least: required ? Math.Max(1, input.GetProperty("min_values").GetInt32()) : 0, resolved);
            return made;
        }

        var least = Math.Max(Length(input, "min_length") ?? 0, required ? 1 : 0);
        var most = Length(input, "max_length") ?? MaxValue;
        if (text.Length > most || (text.Length < least && (required || text.Length > 0)))
        {
            throw new ArgumentException($"\"{name}\" takes {least} to {most} characters.", nameof(values));
        }

        made["value"] = text;
        return made;
    }

    private static JsonArray Chosen(JsonElement select, int type, IReadOnlyList<string> values, int least, Resolved resolved)
    {
        var most = select.GetProperty("max_values").GetInt32();
        if (values.Count < least || values.Count > most || values.Distinct(StringComparer.Ordinal).Count() != values.Count)
        {
            throw new ArgumentException($"Choose {least} to {most}.", nameof(values));
        }

        foreach (var value in values)
        {
            if (type is not ComponentForm.TextSelect)
            {
                resolved.Add(type switch
                {
                    ComponentForm.UserSelect => OptionForm.User,
                    ComponentForm.RoleSelect => OptionForm.Role,
                    ComponentForm.ChannelSelect => OptionForm.Channel,
                    _ => OptionForm.Mentionable,
                }, value);
            }
            else if (select.GetProperty("options").EnumerateArray().All(option => option.GetProperty("value").GetString() != value))
            {
                throw new ArgumentException($"There is nothing \"{value}\" to choose.", nameof(values));
            }
        }

        return new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
    }

    private static int? Length(JsonElement input, string name)
        => input.TryGetProperty(name, out var length) && length.ValueKind == JsonValueKind.Number ? length.GetInt32() : null;
}
