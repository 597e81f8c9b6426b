using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;
using NewsBot.Newsroom.Sources.Web;

namespace NewsBot.Newsroom.Sources.Reading;

/// <summary>Kinds of sources that are one document: its bytes become items.</summary>
internal static class DocumentRead
{
    /// <summary>Bytes of a file that are read; one more than any kind takes, so that the kind says that it is too large.</summary>
    public const int MaxBytes = Feed.FeedLimits.Bytes + 1;

    /// <summary>Longest that one document may take. Parsers are bounded by the length of a document and take a hundredth of it.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    /// <param name="parse">Throws <see cref="SourceException"/> for a document that it refuses.</param>
    public static ReadPlace Of(Func<byte[], SourceReadOptions, IEnumerable<Record>> parse) => async (place, options, lines, ct) =>
    {
        byte[] bytes;
        if (LinkTemplate.Web(place) is { } address)
        {
            (bytes, options) = await FetchAsync(new Uri(address), options, ct);
        }
        else
        {
            bytes = await BytesAsync(place, ct);
        }

        IReadOnlyList<Record> records;
        try
        {
            records = await Task.Run(() => parse(bytes, options).ToList(), ct).WaitAsync(MaxTime, TimeProvider.System, ct);
        }
        catch (TimeoutException)
        {
            throw new SourceException($"the document takes longer than {MaxTime.TotalSeconds:0} s; it is given up");
        }

        foreach (var record in records)
        {
            lines.Item(record);
        }

        return true;
    };

    // As a running worker would ask, also of the private network: only what is allowed by its name.
    private static async Task<(byte[] Bytes, SourceReadOptions Options)> FetchAsync(Uri address, SourceReadOptions options, CancellationToken ct)
    {
        using var web = new WebClient(new WebOptions { AllowHosts = options.AllowHosts }, TimeProvider.System);
        var answer = await web.GetAsync(address, null, ct);
        return (answer.Body, options with { Base = options.Base ?? answer.Address, ContentType = options.ContentType ?? answer.ContentType });
    }

    private static async Task<byte[]> BytesAsync(string path, CancellationToken ct)
    {
        if (Directory.Exists(path))
        {
            throw new SourceException($"{path} is a folder; name a file");
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
        using var bytes = new MemoryStream();
        var part = new byte[64 * 1024];
        int read;
        while (bytes.Length < MaxBytes && (read = await file.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, MaxBytes - bytes.Length)), ct)) > 0)
        {
            bytes.Write(part, 0, read);
        }

        return bytes.ToArray();
    }
}
