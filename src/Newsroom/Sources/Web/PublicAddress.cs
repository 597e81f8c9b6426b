using System.Net;
using System.Net.Sockets;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>Pure: does an address belong to the public internet? By the IANA special-purpose registries (RFC 6890 and its updates); what is in doubt is not public.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ]).Select(network => IPNetwork.Parse(network)),
    ];

    // Of IPv6 only this block is given out; all else is local, multicast, unspecified or embeds an IPv4 address.
    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    // Protocol assignments with Teredo, documentation, 6to4 (which embeds an IPv4 address that the other end would reach).
    private static readonly IPNetwork[] NotPublic6 = [.. ((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(network => IPNetwork.Parse(network))];

    // RFC 6052: an IPv6-only network reaches the IPv4 internet through these.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !NotPublic4.Any(network => network.Contains(address));
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        if (Nat64.Contains(address))
        {
            return Is(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return Unicast.Contains(address) && !NotPublic6.Any(network => network.Contains(address));
    }
}
