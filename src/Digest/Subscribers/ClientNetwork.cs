using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace NewsBot.Digest.Subscribers;

/// <summary>Pure: from where a request comes, behind proxies that we trust.</summary>
public static class ClientNetwork
{
    // Longer chains of proxies are made up.
    private const int MostHops = 20;

    // One household or one rented machine has a /64 of its own: RFC 6177.
    private const int Household = 64;

    /// <summary>The client's address, or its /64 with IPv6: what limits count by.</summary>
    /// <param name="proxies">Networks whose word on the client we take, besides this machine.</param>
    public static IPNetwork Of(HttpContext http, IReadOnlyList<IPNetwork> proxies)
    {
        var client = Plain(http.Connection.RemoteIpAddress ?? IPAddress.None);

        // Each proxy adds at the right whom it saw: what stands left of the first stranger, the stranger may have written.
        var hops = http.Request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var hop in Enumerable.Reverse(hops).Take(MostHops))
        {
            if (!IsTrusted(client, proxies) || !TryHop(hop, out var before))
            {
                break;
            }

            client = before;
        }

        return Of(client, client.AddressFamily == AddressFamily.InterNetworkV6 ? Household : 32);
    }

    /// <summary>So much of it as tells the provider and the region, and not the person: for the record of consent.</summary>
    public static IPNetwork Coarse(IPNetwork client) =>
        Of(client.BaseAddress, client.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? 48 : 24);

    private static bool IsTrusted(IPAddress address, IReadOnlyList<IPNetwork> proxies) => IPAddress.IsLoopback(address) || proxies.Any(proxy => proxy.Contains(address));

    // Some write "192.0.2.7:4711" or "[2001:db8::1]:4711".
    private static bool TryHop(string text, out IPAddress address)
    {
        var read = IPAddress.TryParse(text, out var plain) ? plain : IPEndPoint.TryParse(text, out var end) ? end.Address : null;
        address = Plain(read ?? IPAddress.None);
        return read is not null;
    }

    private static IPAddress Plain(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address; // Without a zone id.
    }

    private static IPNetwork Of(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = bits; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new(new IPAddress(bytes), bits);
    }
}
