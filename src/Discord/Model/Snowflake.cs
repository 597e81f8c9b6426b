using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsBot.Discord.Model;

/// <summary>
/// A Discord id: 42 bits of milliseconds since 2015, then 22 bits that make it unique. In JSON it is a string,
/// because JavaScript numbers end at 53 bits. Source: Discord API reference, "Snowflakes".
/// </summary>
[JsonConverter(typeof(SnowflakeConverter))]
public readonly record struct Snowflake(ulong Value)
{
    private const long EpochMilliseconds = 1_420_070_400_000;
    private const int UniqueBits = 22;

    /// <summary>When Discord made the id, to the millisecond.</summary>
    public DateTimeOffset CreatedAt =>
        DateTimeOffset.FromUnixTimeMilliseconds(EpochMilliseconds + (long)(Value >> UniqueBits));

    /// <summary>The smallest id of that millisecond, for paging by time. An instant before 2015 gives 0, which precedes every id.</summary>
    public static Snowflake FromInstant(DateTimeOffset instant) =>
        new((ulong)Math.Max(0, instant.ToUnixTimeMilliseconds() - EpochMilliseconds) << UniqueBits);

    /// <exception cref="FormatException">The text is not a decimal number of at most 64 bits.</exception>
    public static Snowflake Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{Limits.Cut(text, 40)}' is not a Discord id: it must be a decimal number such as 1234567890123456789.");

    public static bool TryParse(string? text, out Snowflake id)
    {
        var good = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new Snowflake(value);
        return good;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

internal sealed class SnowflakeConverter : JsonConverter<Snowflake>
{
    public override Snowflake Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Snowflake.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("A Discord id must be a string of decimal digits.");

    public override void Write(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
