using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Newsroom.Sources.Sql;

/// <summary>One row as the database gave it.</summary>
/// <param name="Values">In the order of the columns; null for NULL.</param>
/// <param name="Digest">Half of a half of SHA-256 over the values: an equal one, nothing changed.</param>
/// <param name="Cursor">The value of the column <c>cursor</c>; null without one.</param>
internal sealed record SqlRow(object?[] Values, ulong Digest, SqlValue? Cursor)
{
    public static ulong DigestOf(object?[] values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in values)
        {
            Add(hash, value);
        }

        return BitConverter.ToUInt64(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, object? value)
    {
        switch (value)
        {
            case null:
                hash.AppendData([0]);
                break;
            case string text:
                hash.AppendData(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                hash.AppendData(bytes);
                break;
            case IEnumerable list:
                foreach (var element in list)
                {
                    Add(hash, element);
                }

                break;
            case DateTime moment:
                hash.AppendData(BitConverter.GetBytes(moment.Ticks));
                break;
            default:
                hash.AppendData(Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }

        hash.AppendData([0x1F, 0]);
    }
}
