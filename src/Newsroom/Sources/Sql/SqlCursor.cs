using System.Text.Json;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>How far a query with <c>@cursor</c> has been read.</summary>
/// <param name="At">The value of the newest row; null: there was none.</param>
/// <param name="Back">The value of a row some way behind it.</param>
/// <param name="Archive">The rows that were there at the start are still being read.</param>
/// <param name="Seen">Of the rows that are known: a cursor that went lost with its rows is not taken for this one.</param>
internal sealed record SqlCursor(SqlValue? At, SqlValue? Back, bool Archive, string Seen)
{
    // The cursor of a feed is JSON too, and must not pass for one of ours without a place in it.
    private static readonly JsonSerializerOptions Strict = new() { RespectRequiredConstructorParameters = true };

    public static SqlCursor? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<SqlCursor>(text, Strict);
        }
        catch (JsonException)
        {
            return null; // Of a time when this source was of another kind: all that the query gives is its archive.
        }
    }

    public string ToText() => JsonSerializer.Serialize(this);
}
