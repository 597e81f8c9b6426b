using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace NewsBot.Digest.Subscribers;

/// <summary>The fields of a form that a reader's browser or mail program posts, in either encoding. What is no form has no fields.</summary>
internal sealed class SmallForm
{
    private const int MostFields = 5000; // Two for each topic, and a site with two thousand topics is no site.
    private const int LongestName = 100;
    private const int LongestValue = 1000;

    private static readonly SmallForm Empty = new(new Dictionary<string, StringValues>(StringComparer.Ordinal));

    private readonly IReadOnlyDictionary<string, StringValues> fields;

    private SmallForm(IReadOnlyDictionary<string, StringValues> fields) => this.fields = fields;

    /// <summary>The first value of a field, or null when it is not there or empty.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value ? value : null;

    public IEnumerable<string> All(string name) => fields.TryGetValue(name, out var values) ? values.OfType<string>() : [];

    /// <param name="largest">Bytes of the body, at most.</param>
    /// <returns>Null: the body is larger. A body that is broken, or no form, is an empty one.</returns>
    public static async Task<SmallForm?> ReadAsync(HttpContext http, int largest)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = largest;
        }

        if (http.Request.ContentLength > largest)
        {
            return null;
        }

        if (!http.Request.HasFormContentType)
        {
            return Empty;
        }

        try
        {
            var read = await http.Request.ReadFormAsync(
                new FormOptions { ValueCountLimit = MostFields, KeyLengthLimit = LongestName, ValueLengthLimit = LongestValue, BufferBodyLengthLimit = largest, MultipartBodyLengthLimit = largest },
                http.RequestAborted);
            return new(read.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal));
        }
        catch (BadHttpRequestException problem) when (problem.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            return Empty;
        }
    }
}
