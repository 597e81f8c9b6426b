using System.Globalization;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Bot.Hosting;

/// <summary>Finds keys that no option reads, and numbers that are none: a misspelt key that is silently ignored costs its owner an evening.</summary>
internal static class KeyCheck
{
    public static IEnumerable<string> In(IConfiguration section, Type type, string prefix = "")
    {
        var properties = type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            var name = prefix + child.Key;
            if (!properties.TryGetValue(child.Key, out var property))
            {
                var known = properties.Keys.Select(CamelCase).ToList();
                var hint = Nearest.To(child.Key, known) is { } near ? $"did you mean \"{prefix}{near}\"?" : $"known here: {string.Join(", ", known)}.";
                yield return $"{name}: unknown key; {hint}";
                continue;
            }

            foreach (var problem in Inside(child, property.PropertyType, name))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Inside(IConfigurationSection section, Type type, string name)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return section.GetChildren().SelectMany(entry => In(entry, type.GetGenericArguments()[1], $"{name}.{entry.Key}."));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) && type.GetGenericArguments()[0] is { Namespace: { } space } entryType && space == typeof(NewsBotOptions).Namespace)
        {
            return section.GetChildren().SelectMany(entry => In(entry, entryType, $"{name}.{entry.Key}."));
        }

        if (type == typeof(List<string>) && section.Value is { Length: > 0 } single)
        {
            return [$"{name}: write a list, as in [\"{single}\"]."];
        }

        if (type == typeof(int))
        {
            return int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? [] : [$"{name}: \"{section.Value}\" is no whole number."];
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(section.Value, out _) ? [] : [$"{name}: \"{section.Value}\" is neither true nor false."];
        }

        return type.Namespace == typeof(NewsBotOptions).Namespace ? In(section, type, name + ".") : [];
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
