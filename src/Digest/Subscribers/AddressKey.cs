namespace NewsBot.Digest.Subscribers;

/// <summary>Pure: one spelling for each mailbox, to count by and never to write to.</summary>
internal static class AddressKey
{
    private static readonly string[] Google = ["gmail.com", "googlemail.com"];

    /// <summary>In lower case, without a tag after <c>+</c> (RFC 5233), and at Google, which skips them, without dots.</summary>
    /// <param name="address">As <see cref="ReaderAddress"/> writes it.</param>
    public static string Of(string address)
    {
        var (local, domain) = (address[..address.LastIndexOf('@')].ToLowerInvariant(), Domain(address));
        var plus = local.IndexOf('+');
        local = plus > 0 ? local[..plus] : local;
        return Google.Contains(domain) ? $"{local.Replace(".", "", StringComparison.Ordinal)}@{Google[0]}" : $"{local}@{domain}";
    }

    public static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
