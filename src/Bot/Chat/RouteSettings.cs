using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsBot.Bot.Chat;

/// <summary>How posts look on one route; stored as JSON in <c>routes.settings</c>.</summary>
/// <param name="Colour">0xRRGGBB.</param>
/// <param name="Mention">Id of a role that each new post pings.</param>
internal sealed record RouteSettings(int? Colour = null, string? Mention = null)
{
    /// <summary>Names of the tags of a forum that each post gets.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>In an announcement channel: are posts published to the servers that follow it? Null: yes.</summary>
    public bool? Publish { get; init; }

    /// <summary>Hours in which posts arrive silently, as in <c>22:00-07:00 Europe/Lisbon</c>.</summary>
    public string? Quiet { get; init; }

    /// <summary>Do posts arrive silently at this instant? Breaking news breaks the quiet, and is not asked.</summary>
    public bool IsQuiet(DateTimeOffset now) => Quiet is not null && QuietHours.TryParse(Quiet, out var hours, out _) && hours.Contains(now);

    // The lists of two equal settings are two lists.
    public bool Equals(RouteSettings? other) => other is not null && ToJson() == other.ToJson();

    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    /// <summary>Are posts published to the servers that follow the channel, where it is one that can be followed?</summary>
    [JsonIgnore]
    public bool Publishes => Publish != false;

    public string ToJson() => JsonSerializer.Serialize(this, RouteSettingsJson.Default.RouteSettings);

    public static RouteSettings Parse(string json) => JsonSerializer.Deserialize(json, RouteSettingsJson.Default.RouteSettings) ?? new();
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RouteSettings))]
internal sealed partial class RouteSettingsJson : JsonSerializerContext;
