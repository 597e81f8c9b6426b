namespace NewsBot.Newsroom.Items;

/// <summary>The four kinds of picture that chats, mail programs and browsers all show, told by their first bytes and never by their name.</summary>
public sealed record ImageType(string MediaType, string Extension)
{
    /// <summary>Bytes that <see cref="Of"/> needs to see.</summary>
    public const int HeadLength = 12;

    private static readonly ImageType Png = new("image/png", "png");
    private static readonly ImageType Jpeg = new("image/jpeg", "jpg");
    private static readonly ImageType Gif = new("image/gif", "gif");
    private static readonly ImageType WebP = new("image/webp", "webp");

    /// <returns>Null: no picture of these kinds.</returns>
    public static ImageType? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Png,
        [0xff, 0xd8, 0xff, ..] => Jpeg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP,
        _ => null,
    };

    /// <inheritdoc cref="Of"/>
    public static ImageType? OfFile(string path)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        using var file = File.OpenRead(path);
        return Of(head[..file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)]);
    }
}
