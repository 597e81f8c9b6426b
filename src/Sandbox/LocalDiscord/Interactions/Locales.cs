using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>The languages that a command may be translated into.</summary>
/// <remarks>https://docs.discord.com/developers/reference#locales.</remarks>
internal static class Locales
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl",
        "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
    };

    /// <summary>The translations under this name; null when there are none.</summary>
    /// <param name="check">Says what is wrong with one translation; null when nothing is.</param>
    public static JsonObject? Read(Form form, string name, Func<string, (string Code, string Message)?> check)
    {
        if (form.Raw(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            form.Error(name, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return null;
        }

        var read = new JsonObject();
        foreach (var item in value.EnumerateObject().Where(item => item.Value.ValueKind != JsonValueKind.Null))
        {
            var text = item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : "";
            if (!Known.Contains(item.Name))
            {
                form.Error($"{name}.{item.Name}", "LOCALIZATION_INVALID_LOCALE", "Locale is not supported.");
            }
            else if (check(text) is var (code, message))
            {
                form.Error($"{name}.{item.Name}", code, message);
            }
            else
            {
                read[item.Name] = text;
            }
        }

        return read;
    }
}
