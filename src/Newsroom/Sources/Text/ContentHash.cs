using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NewsBot.Newsroom.Items;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Fingerprint of all that a reader could see of an item. Where the folder lies and when files were written is no part of it.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="image">Address of the picture, or the hash of its bytes.</param>
    public static string Of(Record record, string? image)
    {
        using var fields = new ContentHash();
        foreach (var text in (ReadOnlySpan<string?>)[record.Kind, record.Title, record.Url, record.Summary, record.Body, record.Author, record.Correction, image, record.Image?.Alt, record.Image?.Credit])
        {
            fields.Add(text);
        }

        foreach (var instant in (ReadOnlySpan<DateTimeOffset?>)[record.PublishedAt, record.PublishAt, record.ExpiresAt, record.DeadlineAt, record.StartsAt])
        {
            fields.Add(instant?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }

        // Only where they say something: the hashes of stores that knew them not stay as they are.
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
        [
            ("ends", record.EndsAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ("location", record.Location),
            ("notify", record.Notify == Notify.Normal ? null : record.Notify.ToString()),
        ])
        {
            if (value is not null)
            {
                fields.Add(name);
                fields.Add(value);
            }
        }

        foreach (var topic in record.Topics.Order(StringComparer.Ordinal))
        {
            fields.Add(topic);
        }

        return Convert.ToHexStringLower(fields.hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    // With its length before it, so that no two sets of fields run together into the same bytes; -1 is null.
    private void Add(string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
