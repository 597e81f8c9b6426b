using System.Globalization;
using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// An object of a request body, read name by name; what is wrong is noted and reading goes on, as Discord does. A name that is absent
/// and one that is null read alike, unless <see cref="Has"/> is asked.
/// </summary>
internal sealed class Form(JsonElement json, string path, FormErrors errors)
{
    private const int MaxUrlLength = 2048;
    private static readonly string[] WebSchemes = ["http", "https"];
    private static readonly string[] MediaSchemes = ["http", "https", "attachment"];

    public string Path => path;

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public void Error(string name, string code, string message) => errors.Add(At(name), code, message);

    /// <summary>Text without the white space at its ends; bounds count code points after that (api-docs#1315).</summary>
    public string? Text(string name, int max, bool required = false)
    {
        if (Value(name) is not { } value)
        {
            if (required)
            {
                Error(name, "BASE_TYPE_REQUIRED", "This field is required");
            }

            return null;
        }

        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Error(name, "STRING_TYPE_CONVERT", $"Could not interpret \"{value.GetRawText()}\" as string.");
            return null;
        }

        var text = value.ToString().Trim();
        if (required && text.Length == 0)
        {
            Error(name, "BASE_TYPE_REQUIRED", "This field is required");
        }
        else if (CodePoints(text) > max)
        {
            Error(name, "BASE_TYPE_MAX_LENGTH", $"Must be {max} or fewer in length.");
        }

        return text;
    }

    /// <summary>Text that stands as it was sent, within these bounds, white space included.</summary>
    public string? Sized(string name, int min, int max, bool required = true)
    {
        if (Value(name) is not { } value)
        {
            if (required)
            {
                Error(name, "BASE_TYPE_REQUIRED", "This field is required");
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Error(name, "STRING_TYPE_CONVERT", $"Could not interpret \"{value.GetRawText()}\" as string.");
            return null;
        }

        var text = value.GetString()!;
        if (CodePoints(text) is var length && (length < min || length > max))
        {
            Error(name, "BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");
        }

        return text;
    }

    /// <summary>A value of any kind; null when it is absent or null.</summary>
    public JsonElement? Raw(string name) => Value(name);

    /// <summary>A number that must be one of a few.</summary>
    public int? OneOf(string name, int? otherwise, params IReadOnlyList<int> known)
    {
        if (Value(name) is null && otherwise is not null)
        {
            return otherwise;
        }

        if (Value(name) is not { } value)
        {
            Error(name, "BASE_TYPE_REQUIRED", "This field is required");
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && known.Contains(number))
        {
            return number;
        }

        Error(name, "BASE_TYPE_CHOICES", $"Value must be one of ({string.Join(", ", known)}).");
        return null;
    }

    /// <summary>An address; <paramref name="media"/> ones may also be attachment://. The empty string is an error (api-docs#5837).</summary>
    public string? Url(string name, bool media)
    {
        if (Text(name, MaxUrlLength) is not { } text)
        {
            return null;
        }

        var schemes = media ? MediaSchemes : WebSchemes;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? text : text[..colon];
        if (!schemes.Contains(scheme.ToLowerInvariant()))
        {
            Error(name, "URL_TYPE_INVALID_SCHEME", $"Scheme \"{scheme.ToLowerInvariant()}\" is not supported. Scheme must be one of ({string.Join(", ", schemes.Select(s => $"'{s}'"))}).");
        }
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            Error(name, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }

        return text;
    }

    public int? Number(string name, int min, int max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (!long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Error(name, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not int.");
        }
        else if (number < min)
        {
            Error(name, "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {min}.");
        }
        else if (number > max)
        {
            Error(name, "NUMBER_TYPE_MAX", $"int value should be less than or equal to {max}.");
        }
        else
        {
            return (int)number;
        }

        return null;
    }

    public bool Flag(string name)
    {
        if (Value(name) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Error(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public DateTimeOffset? Instant(string name)
    {
        if (Text(name, int.MaxValue) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && text.Contains('-', StringComparison.Ordinal))
        {
            return instant;
        }

        Error(name, "DATE_TIME_TYPE_PARSE", $"Could not parse {text}. Should be ISO8601.");
        return null;
    }

    public ulong? Id(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (ulong.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        Error(name, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not snowflake.");
        return null;
    }

    public Form? Object(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new Form(value, At(name), errors);
        }

        Error(name, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return null;
    }

    /// <summary>The objects of a list, at most <paramref name="max"/>.</summary>
    public IReadOnlyList<Form> Objects(string name, int max)
        => Items(name, max).Select((item, index) => new Form(item, string.Create(CultureInfo.InvariantCulture, $"{At(name)}.{index}"), errors))
            .Where(item => item.IsObject()).ToList();

    public IReadOnlyList<JsonElement> Items(string name, int max)
    {
        if (Value(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Error(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        }
        else if (value.GetArrayLength() > max)
        {
            Error(name, "BASE_TYPE_MAX_LENGTH", $"Must be {max} or fewer in length.");
        }
        else
        {
            return [.. value.EnumerateArray()];
        }

        return [];
    }

    public static int CodePoints(string text) => text.EnumerateRunes().Count();

    /// <summary>False, and noted, when this is no object: nothing else may be read then.</summary>
    public bool IsObject()
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        errors.Add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return false;
    }

    private JsonElement? Value(string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string At(string name) => path.Length == 0 ? name : path + "." + name;
}
