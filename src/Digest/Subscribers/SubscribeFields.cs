using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NewsBot.Digest.Subscribers;

/// <summary>What a form said, cut to what each field can hold.</summary>
/// <param name="Website">Nobody sees this field: what fills it is no person.</param>
/// <param name="Shown">Language of the words beside the form.</param>
internal sealed record SubscribeFields(string Address, string Plan, string Zone, string Shown, string Challenge, string Number, string Waiting, string Website)
{
    /// <summary>An address of 254 characters, percent-encoded threefold, with all other fields.</summary>
    public const int LargestBody = 16 * 1024;

    private const int MostFields = 32;
    private const int LongestAddress = 320;
    private const int LongestToken = 100;
    private const int LongestName = 64;

    /// <returns>Null: it is too large, or no form.</returns>
    public static async Task<SubscribeFields?> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }

        if (http.Request.ContentLength > LargestBody || !http.Request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var bounds = new FormOptions { ValueCountLimit = MostFields, ValueLengthLimit = LargestBody, MultipartBodyLengthLimit = LargestBody };
            var form = await http.Request.ReadFormAsync(bounds, http.RequestAborted);
            return new(
                Cut("address", LongestAddress).Trim(), Cut("plan", LongestName), Cut("zone", LongestName), Cut("shown", LongestName),
                Cut("challenge", LongestToken), Cut("number", LongestToken), Cut("waiting", LongestToken), Cut("website", LongestName));

            string Cut(string name, int most)
            {
                var value = form[name].ToString();
                return value.Length <= most ? value : value[..most];
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
