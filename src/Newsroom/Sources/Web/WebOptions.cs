namespace NewsBot.Newsroom.Sources.Web;

/// <summary>How politely and how carefully a <see cref="WebClient"/> asks. Every limit guards against a server that lies, drips or never ends.</summary>
public sealed record WebOptions
{
    /// <summary>Address where the owner of a site learns who asks; it stands in the User-Agent.</summary>
    public Uri? Contact { get; init; }

    /// <summary>Names of hosts that may lie in a private network, compared as they stand in the address. Every other name must lead to a public one.</summary>
    public IReadOnlyCollection<string> AllowHosts { get; init; } = [];

    /// <summary>Most bytes of a body, after decompression: the largest real feeds have a tenth of it.</summary>
    public int MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Longest time for one answer, its redirects, headers and whole body together; waiting for a turn at the host is not in it.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is asked for, as an Accept header.</summary>
    public string Accept { get; init; } = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.1";

    /// <summary>Where requests to one host wait for each other; share it among all clients of the process.</summary>
    public HostQueue Queue { get; init; } = new(TimeProvider.System);
}
