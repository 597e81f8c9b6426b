using System.Collections.Concurrent;
using NewsBot.Newsroom.Sources.Web;

namespace NewsBot.Bot.Hosting;

/// <summary>
/// The clients that ask other people's servers: one for all sources, and one more for each set of private hosts that some may ask, because
/// connections are shared by those who use a client. All of them wait for their turn in one queue.
/// </summary>
internal sealed class WebClients(NewsBotOptions options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, WebClient> clients = new(StringComparer.Ordinal);
    private readonly HostQueue queue = new(time);

    public WebClient Of(IReadOnlyCollection<string> allowHosts)
    {
        var hosts = allowHosts.Select(host => host.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal).ToList();
        return clients.GetOrAdd(string.Join(' ', hosts), _ => new WebClient(
            new WebOptions { Contact = options.Web.Url is { } url ? new Uri(url) : null, AllowHosts = hosts, Queue = queue }, time));
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }
}
