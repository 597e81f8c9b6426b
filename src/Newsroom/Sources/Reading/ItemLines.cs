using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Reading;

/// <summary>Writes items as JSON, one a line, whatever kind of source they come from.</summary>
/// <param name="case">Stands first in every line; null: no line has one.</param>
public sealed class ItemLines(TextWriter output, string? @case)
{
    private const int MaxReason = 500;

    // For a terminal or a pipe, not for HTML: letters stay letters.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Error(string reason) => Write(json => json.WriteString("error", PlainText.Line(reason, MaxReason)));

    /// <summary>An item that readers may see now.</summary>
    public void Item(Record record) => Write(json => WriteItem(json, record, record.Image?.Address, []));

    internal void Write(Action<Utf8JsonWriter> fields)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Relaxed))
        {
            json.WriteStartObject();
            if (@case is not null)
            {
                json.WriteString("case", @case);
            }

            fields(json);
            json.WriteEndObject();
        }

        // Always this, whatever ends a line on this system: the lines are read by programs.
        output.Write(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
        output.Write('\n');
    }

    /// <param name="image">Address or path of the picture, as the kind of source shows it.</param>
    internal static void WriteItem(Utf8JsonWriter json, Record record, string? image, IEnumerable<string> warnings)
    {
        json.WriteString("id", record.ExternalId);
        json.WriteString("kind", record.Kind);
        json.WriteString("title", record.Title);
        json.WriteString("link", record.Url);
        json.WriteString("summary", record.Summary);
        json.WriteString("body", record.Body);
        json.WriteString("image", image);
        json.WriteString("alt", record.Image?.Alt);
        json.WriteString("credit", record.Image?.Credit);
        json.WriteString("author", record.Author);
        json.WriteString("published", Iso(record.PublishedAt));
        json.WriteString("updated", Iso(record.UpdatedAt));
        WriteList(json, "topics", record.Topics);
        json.WriteString("state", "public");
        json.WriteString("notify", record.Notify.ToString().ToLowerInvariant());
        json.WriteString("deadline", Iso(record.DeadlineAt));
        json.WriteString("starts", Iso(record.StartsAt));
        json.WriteString("ends", Iso(record.EndsAt));
        json.WriteString("location", record.Location);
        json.WriteString("expires", Iso(record.ExpiresAt));
        json.WriteString("correction", record.Correction);
        WriteList(json, "warnings", warnings);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string? Iso(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
