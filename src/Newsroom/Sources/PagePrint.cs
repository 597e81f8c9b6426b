using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Newsroom.Sources;

/// <summary>Pure: a fingerprint of all that a page says, so that a page that says the same again costs no transaction.</summary>
internal static class PagePrint
{
    public static string Of(ContentPage page)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in page.Records)
        {
            Add(record.ExternalId);
            Add(record.ContentHash);
            Add(string.Join(',', record.Topics));
        }

        foreach (var refusal in page.Refusals)
        {
            Add(refusal.Where);
            Add(refusal.Reason);
        }

        foreach (var id in page.Withdrawn)
        {
            Add(id);
            Add("withdrawn");
        }

        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
    }
}
