using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>The picture of a post: an address that Discord fetches itself, or a file that travels with the message.</summary>
internal static class PostImage
{
    /// <returns>What the embed shows, and the file to upload; both null when there is no usable picture.</returns>
    public static (string? Url, FileUpload? Upload) Of(Post post)
    {
        if (post.Image is not { } image)
        {
            return (null, null);
        }

        if (image.StartsWith("http://", StringComparison.Ordinal) || image.StartsWith("https://", StringComparison.Ordinal))
        {
            return (image.Length <= Limits.Url ? image : null, null);
        }

        // The source checked the file when it read it; it may be gone or grown since, and then the post goes without.
        var file = new FileInfo(image);
        if (TypeOf(file) is not { } type)
        {
            return (null, null);
        }

        var name = $"image.{type.Extension}";
        var alt = post.ImageAlt is null ? null : Limits.Cut(Markdown.Clean(post.ImageAlt), Limits.FileDescription);
        return ($"attachment://{name}", new FileUpload(name, type.MediaType, () => file.OpenRead(), alt));
    }

    private static ImageType? TypeOf(FileInfo file)
    {
        try
        {
            return file.Exists && file.Length <= Limits.FileBytes ? ImageType.OfFile(file.FullName) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
