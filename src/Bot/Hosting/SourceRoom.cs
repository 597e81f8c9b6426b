using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Every content source that the options name, each watched by a loop of its own, so that none delays another.</summary>
internal static class SourceRoom
{
    private static readonly TimeSpan EmbargoRound = TimeSpan.FromSeconds(1);

    public static void Add(IServiceCollection services, NewsBotOptions options, string owner)
    {
        foreach (var (name, section) in options.Sources)
        {
            Wiring.Loop(services, async (provider, ct) =>
            {
                using var open = Open(provider, name, section);
                var watcher = new Watcher(
                    provider.GetRequiredService<Db>(), open.Source, open.Options, owner, provider.GetRequiredService<TimeProvider>(), Wiring.Logger(provider, $"source {name}"));
                await watcher.RunAsync(open.Changed, ct);
            });
        }

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

    private static OpenSource Open(IServiceProvider provider, string name, SourceSection section) => section.Kind switch
    {
        "folder" => Folder(provider, name, section),
        _ => throw new OptionsException($"sources.{name}.kind: \"{section.Kind}\" is no kind of source."),
    };

    private static OpenSource Folder(IServiceProvider provider, string name, SourceSection section)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var folder = OptionsCheck.FolderOf(section);
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

    private static SourceOptions OptionsOf(SourceSection section) => new() { Fuse = section.Fuse, PostFirst = section.PostFirst };

    /// <param name="Changed">Returns when the source has reason to think that it changed.</param>
    /// <param name="Held">What ends with the source.</param>
    private sealed record OpenSource(IContentSource Source, SourceOptions Options, Func<CancellationToken, Task> Changed, IDisposable? Held) : IDisposable
    {
        public void Dispose() => Held?.Dispose();
    }
}
