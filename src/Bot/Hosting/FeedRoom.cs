using NewsBot.Newsroom.Sources.Feed;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>The sources that are feeds on the web, and the door where hubs tell of their changes.</summary>
internal static class FeedRoom
{
    /// <summary>What the owner of a site finds bearable where nobody says otherwise.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public static void Add(IServiceCollection services, NewsBotOptions options)
    {
        services.AddSingleton<Starts>();
        services.AddSingleton(provider => new WebClients(options, provider.GetRequiredService<TimeProvider>()));
        foreach (var (name, section) in Feeds(options))
        {
            services.AddKeyedSingleton(name, (provider, _) => new FeedSource(
                name,
                new FeedOptions { Address = new Uri(section.Url!), Kind = section.As, Every = section.Every is { } seconds ? TimeSpan.FromSeconds(seconds) : Every },
                provider.GetRequiredService<WebClients>().Of(section.AllowHosts),
                provider.GetRequiredService<TimeProvider>()));
        }

        // Without a public address a hub has nowhere to call.
        if (options.Web.Url is { } url && Feeds(options).Any())
        {
            services.AddSingleton(provider => new WebSub(
                provider.GetRequiredService<Db>(),
                Feeds(options).ToDictionary(feed => feed.Key, feed => provider.GetRequiredKeyedService<FeedSource>(feed.Key), StringComparer.Ordinal),
                new Uri($"{url.TrimEnd('/')}{WebSubDoor.Path}/"),
                provider.GetRequiredService<TimeProvider>(),
                Wiring.Logger(provider, "websub")));
            Wiring.Loop(services, (provider, ct) => provider.GetRequiredService<WebSub>().RunAsync(ct));
        }
    }

    public static void MapDoor(WebApplication app)
    {
        if (app.Services.GetService<WebSub>() is { } webSub)
        {
            new WebSubDoor(webSub).Map(app);
        }
    }

    private static IEnumerable<KeyValuePair<string, SourceSection>> Feeds(NewsBotOptions options) => options.Sources.Where(source => source.Value.Kind == "feed");
}
