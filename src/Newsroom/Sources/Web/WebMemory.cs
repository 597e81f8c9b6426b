using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>What one answer leaves for the next question. A source keeps it in its cursor, so that a restart forgets nothing.</summary>
public sealed record WebMemory
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>The address as it was configured; for another one all of this means nothing.</summary>
    public required string Address { get; init; }

    /// <summary>The address that gave the validators, after redirects.</summary>
    public string? From { get; init; }

    /// <summary>As the server wrote it, <c>W/</c>, quotes and all.</summary>
    public string? ETag { get; init; }

    /// <summary>As the server wrote it.</summary>
    public string? LastModified { get; init; }

    /// <summary>SHA-256 of the body in hex, for servers that answer the same again in full.</summary>
    public string? BodyHash { get; init; }

    /// <summary>Where permanent redirects (301, 308) lead.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Good answers from there in a row; a redirect is believed only after several.</summary>
    public int MovedTimes { get; init; }

    /// <returns>The same, but the next answer is a full one.</returns>
    public WebMemory Unconditional() => this with { From = null, ETag = null, LastModified = null, BodyHash = null };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <returns>Null when <paramref name="json"/> is none of ours, as after a change of the source's kind.</returns>
    public static WebMemory? Parse(string? json)
    {
        try
        {
            return json is null or "" ? null : JsonSerializer.Deserialize<WebMemory>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
