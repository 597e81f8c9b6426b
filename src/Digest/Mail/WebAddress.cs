namespace NewsBot.Digest.Mail;

/// <summary>Pure: an address from outside, where a mail or a page links to it.</summary>
internal static class WebAddress
{
    /// <returns>It, escaped; null for anything but http and https: a script above all is no link.</returns>
    public static string? Of(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && Is(uri) ? uri.AbsoluteUri : null;

    public static bool Is(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
