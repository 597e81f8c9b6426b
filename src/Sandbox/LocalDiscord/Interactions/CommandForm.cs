using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Reads one command of a registration and keeps it in the form of Discord's answers.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/application-commands#application-command-object.</remarks>
internal static partial class CommandForm
{
    public const int Chat = 1;
    public const int User = 2;
    public const int Message = 3;

    private const int MaxName = 32;
    private const int MaxDescription = 100;

    /// <summary>Code points of all names, descriptions and values of a command; of translations the longest counts.</summary>
    private const int MaxSum = 8000;

    public static JsonObject Read(Form form, bool global)
    {
        var type = form.OneOf("type", Chat, Chat, User, Message) ?? Chat;
        var command = new JsonObject
        {
            ["type"] = type,
            ["default_member_permissions"] = PermissionsOf(form),
            ["nsfw"] = form.Flag("nsfw"),
        };
        if (type == Chat)
        {
            Names(form, command);
            var options = OptionForm.Read(form);
            if (options.Count > 0)
            {
                command["options"] = options;
            }
        }
        else
        {
            MenuNames(form, command);
        }

        if (global)
        {
            command["contexts"] = Numbers(form, "contexts", 2);
            command["integration_types"] = Numbers(form, "integration_types", 1) ?? new JsonArray(0);
            command["dm_permission"] = form.Raw("dm_permission")?.ValueKind != JsonValueKind.False;
        }

        if (Size(command) > MaxSum)
        {
            form.Error("", "APPLICATION_COMMAND_TOO_LARGE", $"Command exceeds maximum size ({MaxSum})");
        }

        return command;
    }

    /// <summary>Reads name and description with their translations, as commands and options have them.</summary>
    public static void Names(Form form, JsonObject made)
    {
        made["name"] = form.Sized("name", 1, MaxName) is { } name ? Checked(form, "name", name, WrongName) : null;
        made["name_localizations"] = Locales.Read(form, "name_localizations", WrongName);
        made["description"] = form.Sized("description", 1, MaxDescription);
        made["description_localizations"] = Locales.Read(form, "description_localizations", text => WrongLength(text, MaxDescription));
    }

    /// <summary>The size that counts towards <see cref="MaxSum"/>.</summary>
    private static int Size(JsonObject part)
    {
        var sum = Longest(part, "name") + Longest(part, "description");
        if (part["value"] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
        {
            sum += Form.CodePoints(value.GetValue<string>());
        }

        foreach (var list in (string[])["options", "choices"])
        {
            sum += (part[list] as JsonArray)?.OfType<JsonObject>().Sum(Size) ?? 0;
        }

        return sum;
    }

    private static int Longest(JsonObject part, string name)
        => ((part[name + "_localizations"] as JsonObject)?.Select(item => item.Value) ?? []).Append(part[name])
            .Max(text => text is null ? 0 : Form.CodePoints(text.GetValue<string>()));

    private static void MenuNames(Form form, JsonObject command)
    {
        command["name"] = form.Sized("name", 1, MaxName);
        command["name_localizations"] = Locales.Read(form, "name_localizations", text => WrongLength(text, MaxName));
        command["description"] = "";
        command["description_localizations"] = null;
        foreach (var name in (string[])["description", "options"])
        {
            if (form.Raw(name) is { } value && value.ToString() is not ("" or "[]"))
            {
                form.Error(name, "APPLICATION_COMMAND_CONTEXT_MENU_FIELD", $"Context menu commands cannot have {name}");
            }
        }
    }

    private static string? PermissionsOf(Form form)
    {
        const string Name = "default_member_permissions";
        if (form.Raw(Name) is not { } value)
        {
            return null;
        }

        if (ulong.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return bits.ToString(CultureInfo.InvariantCulture);
        }

        form.Error(Name, "BITFIELD_TYPE_CONVERT", $"Could not interpret \"{value}\" as permissions.");
        return null;
    }

    private static JsonArray? Numbers(Form form, string name, int max)
    {
        if (form.Raw(name) is null)
        {
            return null;
        }

        var items = form.Items(name, max + 1);
        if (items.Any(item => item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out var number) || number < 0 || number > max))
        {
            form.Error(name, "BASE_TYPE_CHOICES", $"Values must be numbers from 0 to {max}.");
        }

        return new JsonArray([.. items.Select(item => JsonValue.Create(item))]);
    }

    private static string Checked(Form form, string name, string text, Func<string, (string Code, string Message)?> check)
    {
        if (check(text) is var (code, message))
        {
            form.Error(name, code, message);
        }

        return text;
    }

    private static (string Code, string Message)? WrongName(string text)
        => ChatName().IsMatch(text) && text.Equals(text.ToLowerInvariant(), StringComparison.Ordinal)
            ? null
            : ("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");

    private static (string Code, string Message)? WrongLength(string text, int max)
        => Form.CodePoints(text) is var length && length >= 1 && length <= max ? null : ("BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {max} in length.");

    // Devanagari and Thai by their blocks, as .NET knows no scripts.
    [GeneratedRegex(@"^[-_'\p{L}\p{N}\u0900-\u097F\uA8E0-\uA8FF\u0E01-\u0E3A\u0E40-\u0E5B]{1,32}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ChatName();
}
