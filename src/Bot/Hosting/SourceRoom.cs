using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Newsroom.Sources.Sql;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Every content source that the options name, each watched by a loop of its own, so that none delays another.</summary>
internal static class SourceRoom
{
    private static readonly TimeSpan EmbargoRound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PushRound = TimeSpan.FromSeconds(1);

    /// <summary>A query by an index costs next to nothing, and what is published shall be posted within two seconds.</summary>
    private static readonly TimeSpan SqlRound = TimeSpan.FromSeconds(1);

    public static void Add(IServiceCollection services, NewsBotOptions options, string owner)
    {
        FeedRoom.Add(services, options);
        foreach (var (name, section) in options.Sources)
        {
            if (section.Kind == "push")
            {
                services.AddKeyedSingleton(name, (provider, _) => new PushSource(name, SourceCheck.PushOf(section), provider.GetRequiredService<Db>()));
            }

            Wiring.Loop(services, async (provider, ct) =>
            {
                using var open = Open(provider, name, section);
                var watcher = new Watcher(
                    provider.GetRequiredService<Db>(), open.Source, open.Options, owner, provider.GetRequiredService<TimeProvider>(), Wiring.Logger(provider, $"source {name}"),
                    provider.GetRequiredService<ReadNotes>());
                await watcher.RunAsync(open.Changed, ct);
            });
        }

        services.AddSingleton(provider => new ReadNotes(
            provider.GetRequiredService<Db>(), provider.GetRequiredService<TimeProvider>(), Wiring.Logger(provider, "sources")));
        Wiring.Loop(services, (provider, ct) => provider.GetRequiredService<ReadNotes>().RunAsync(ct));
        Wiring.Loop(services, async (provider, ct) =>
        {
            var db = provider.GetRequiredService<Db>();
            using var timer = new PeriodicTimer(EmbargoRound, provider.GetRequiredService<TimeProvider>());
            while (await timer.WaitForNextTickAsync(ct))
            {
                await PublishDue.RunAsync(db, Wiring.Logger(provider, "newsroom"), ct);
            }
        });
    }

    /// <summary>Where sites push their items, if some do.</summary>
    public static void MapDoor(WebApplication app, NewsBotOptions options)
    {
        var inboxes = options.Sources.Where(source => source.Value.Kind == "push").ToDictionary(
            source => source.Key,
            source => new PushInbox(
                app.Services.GetRequiredService<Db>(),
                app.Services.GetRequiredKeyedService<PushSource>(source.Key),
                SourceCheck.PushOf(source.Value),
                app.Services.GetRequiredService<TimeProvider>(),
                Wiring.Logger(app.Services, $"source {source.Key}")),
            StringComparer.Ordinal);
        if (inboxes.Count > 0)
        {
            new PushDoor(inboxes).Map(app);
        }

        FeedRoom.MapDoor(app);
    }

    private static OpenSource Open(IServiceProvider provider, string name, SourceSection section) => section.Kind switch
    {
        "folder" => Folder(provider, name, section),
        "feed" => Feed(provider, name, section),
        "page" => Page(provider, name, section),
        "push" => Push(provider, name, section),
        "sql" => Sql(provider, name, section),
        _ => throw new OptionsException($"sources.{name}.kind: \"{section.Kind}\" is no kind of source."),
    };

    private static OpenSource Folder(IServiceProvider provider, string name, SourceSection section)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var folder = SourceCheck.FolderOf(section);
        var options = OptionsOf(section);
        var logger = Wiring.Logger(provider, $"source {name}");
        var watch = new FolderWatch(folder.Path, time);
        string? told = null;
        return new OpenSource(
            new FolderSource(name, folder, time),
            options,
            ct =>
            {
                if (watch.Trouble is { } trouble && trouble != told)
                {
                    logger.LogWarning("{Source}: changes are seen only every {Seconds} s, for the system tells none: {Trouble}", name, options.Every.TotalSeconds, trouble);
                }

                told = watch.Trouble;
                return watch.WaitForChangeAsync(ct);
            },
            watch);
    }

    private static OpenSource Feed(IServiceProvider provider, string name, SourceSection section)
    {
        var feed = provider.GetRequiredKeyedService<FeedSource>(name);
        var options = OptionsOf(section, FeedRoom.Every) with { OwnTopics = false, StartAfter = provider.GetRequiredService<Starts>().Next() };
        return new OpenSource(feed, options, feed.WaitForPushAsync, Held: null);
    }

    private static OpenSource Page(IServiceProvider provider, string name, SourceSection section)
    {
        var options = OptionsOf(section, FeedRoom.Every) with { OwnTopics = false, StartAfter = provider.GetRequiredService<Starts>().Next() };
        var page = new PageOptions
        {
            Address = new Uri(section.Url!),
            Selectors = SourceCheck.SelectorsOf(section),
            Zone = section.Zone,
            Kind = section.As,
            Every = options.Every,
        };
        var source = new PageSource(name, page, provider.GetRequiredService<WebClients>().Of(section.AllowHosts));
        return new OpenSource(source, options, ct => Task.Delay(Timeout.InfiniteTimeSpan, provider.GetRequiredService<TimeProvider>(), ct), Held: null);
    }

    // The bell rings when something is pushed; the round is for what another process took.
    private static OpenSource Push(IServiceProvider provider, string name, SourceSection section)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var source = provider.GetRequiredKeyedService<PushSource>(name);
        var options = OptionsOf(section, PushRound);
        return new OpenSource(source, options, ct => source.WaitAsync(options.Every, time, ct), Held: null);
    }

    private static OpenSource Sql(IServiceProvider provider, string name, SourceSection section)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var source = new SqlSource(name, SourceCheck.SqlOf(section));
        var options = OptionsOf(section, SqlRound);
        return new OpenSource(source, options, ct => source.WaitAsync(options.Every, time, ct), source);
    }

    private static SourceOptions OptionsOf(SourceSection section, TimeSpan? every = null)
    {
        var options = new SourceOptions { Fuse = section.Fuse, PostFirst = section.PostFirst, Topics = section.Topics };
        return options with { Every = section.Every is { } seconds ? TimeSpan.FromSeconds(seconds) : every ?? options.Every };
    }

    /// <param name="Changed">Returns when the source has reason to think that it changed.</param>
    /// <param name="Held">What ends with the source.</param>
    private sealed record OpenSource(IContentSource Source, SourceOptions Options, Func<CancellationToken, Task> Changed, IDisposable? Held) : IDisposable
    {
        public void Dispose() => Held?.Dispose();
    }
}
