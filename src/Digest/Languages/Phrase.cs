using System.Globalization;
using System.Text.Json;

namespace NewsBot.Digest.Languages;

/// <param name="Forms">By plural category; a phrase without a count has <see cref="PluralRule.Other"/> alone.</param>
internal sealed record Phrase(IReadOnlyDictionary<string, string> Forms)
{
    /// <exception cref="InvalidDataException">It is neither a text nor an object of texts with a form <c>other</c>.</exception>
    public static Phrase Read(JsonProperty entry)
    {
        Dictionary<string, string> forms = entry.Value.ValueKind switch
        {
            JsonValueKind.String => new Dictionary<string, string> { [PluralRule.Other] = entry.Value.GetString()! },
            JsonValueKind.Object => entry.Value.EnumerateObject().ToDictionary(form => form.Name, form => form.Value.GetString() ?? "", StringComparer.Ordinal),
            _ => throw new InvalidDataException($"\"{entry.Name}\" is no text"),
        };
        return forms.ContainsKey(PluralRule.Other) ? new(forms) : throw new InvalidDataException($"\"{entry.Name}\" has no form \"{PluralRule.Other}\"");
    }

    public string For(string language, object?[] values) =>
        Forms.Count > 1 && values is [IConvertible count, ..] && Forms.TryGetValue(PluralRule.Of(language, count.ToInt64(CultureInfo.InvariantCulture)), out var form)
            ? form
            : Forms[PluralRule.Other];
}
