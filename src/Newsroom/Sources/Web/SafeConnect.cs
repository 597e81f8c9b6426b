using System.Net;
using System.Net.Sockets;

namespace NewsBot.Newsroom.Sources.Web;

/// <summary>
/// Opens connections to public addresses only. It looks at the very address it connects to, after the name was resolved: a name that
/// resolves to the private network, now or at the second look, comes no further.
/// </summary>
internal sealed class SafeConnect(IReadOnlyCollection<string> allowHosts)
{
    /// <summary>Addresses of one name that are tried in turn.</summary>
    private const int MostAddresses = 4;

    /// <summary>For one address; a dead one must leave time for the next.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <exception cref="SourceException">The name leads nowhere that may be asked.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await ResolveAsync(host, ct);
        if (!allowHosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            addresses = [.. addresses.Where(PublicAddress.Is)];
            if (addresses.Length == 0)
            {
                throw new SourceException($"{Printable.Of(host)} lies in a private network; if that is meant, name it in allowHosts of the source");
            }
        }

        Exception? last = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            try
            {
                return await ConnectAsync(address, port, ct);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException && !ct.IsCancellationRequested)
            {
                last = failure;
            }
        }

        throw new SourceException($"{Printable.Of(host)} takes no connection at port {port}", last);
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new SourceException($"no address is known for the name {Printable.Of(host)}", failure);
        }
    }

    private static async Task<Stream> ConnectAsync(IPAddress address, int port, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ConnectLimit);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
