using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Sources.Web;
using NewsBot.Newsroom.Store;

namespace NewsBot.Benchmarks;

/// <summary>A watcher for each feed, polled in rounds; each feed has a host of its own, as on the web.</summary>
internal sealed class FeedRound : IDisposable
{
    private const int AtOnce = 4;

    private readonly WebClient web;
    private readonly List<CountedSource> sources = [];
    private readonly List<Watcher> watchers = [];

    public FeedRound(Db db, FeedServer server, int count, ReadNotes notes)
    {
        var hosts = Enumerable.Range(0, count).Select(n => $"127.0.{1 + (n / 250)}.{1 + (n % 250)}").ToList();
        web = new WebClient(new WebOptions { AllowHosts = hosts, Queue = new HostQueue(TimeProvider.System) }, TimeProvider.System);
        foreach (var (n, host) in hosts.Index())
        {
            var options = new FeedOptions { Address = new Uri($"http://{host}:{server.Port}/{n}") };
            var source = new CountedSource(new FeedSource($"feed-{n}", options, web, TimeProvider.System));
            sources.Add(source);
            watchers.Add(new Watcher(db, source, new SourceOptions { Topics = ["news"] }, "benchmark", TimeProvider.System, NullLogger.Instance, notes));
        }
    }

    public IReadOnlyList<int> Addresses => [.. Enumerable.Range(0, sources.Count)];

    /// <summary>Bodies that were parsed.</summary>
    public int Parsed => sources.Sum(source => source.Parsed);

    public Task PollAsync(CancellationToken ct) => Parallel.ForEachAsync(
        watchers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (watcher, stop) => await watcher.RunOnceAsync(stop));

    public void Dispose() => web.Dispose();

    private sealed class CountedSource(IContentSource source) : IContentSource
    {
        public string Name => source.Name;

        public int Parsed { get; private set; }

        public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
        {
            var page = await source.ReadAsync(cursor, ct);
            Parsed += page.Unchanged ? 0 : 1;
            return page;
        }
    }
}
