namespace NewsBot.Digest.Pages;

/// <summary>Pure: an address from outside, where a page links to it.</summary>
internal static class WebAddress
{
    /// <returns>It, escaped; null for anything but http and https: a script above all is no link.</returns>
    public static string? Of(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? uri.AbsoluteUri : null;
}
