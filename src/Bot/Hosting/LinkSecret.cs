using System.Security.Cryptography;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Bot.Hosting;

/// <summary>The secret that signs links, in a file that only this account may read. Made once: without it the links in mails that were sent stop working.</summary>
internal static class LinkSecret
{
    /// <exception cref="OptionsException">The file cannot be read, made, or holds something else.</exception>
    public static LinkKeys Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }

            // One secret a line, newest first: a rotated one goes on reading old links.
            return new LinkKeys([.. File.ReadAllLines(path).Where(line => line.Length > 0).Select(Convert.FromBase64String)]);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new OptionsException($"web.secretFile: {path} cannot be used: {unusable.Message} It holds secrets of {LinkKeys.SecretLength} bytes in base64, one a line, newest first.");
        }
    }

    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, options);
        file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LinkKeys.SecretLength)));
    }
}
