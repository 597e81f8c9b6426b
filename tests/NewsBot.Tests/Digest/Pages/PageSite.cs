using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsBot.Tests.Digest.Pages;

/// <summary>Pages of a digest world, served on this machine.</summary>
internal sealed class PageSite : IAsyncDisposable
{
    private readonly WebApplication server;

    private PageSite(DigestWorld world, WebApplication server)
    {
        (World, this.server) = (world, server);
        Client = new HttpClient { BaseAddress = new(server.Urls.Single()) };
    }

    public DigestWorld World { get; }

    public HttpClient Client { get; }

    /// <param name="map">Adds the pages.</param>
    public static async Task<PageSite> CreateAsync(Action<DigestWorld, WebApplication> map)
    {
        var world = await DigestWorld.CreateAsync();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = builder.Build();
        map(world, site);
        await site.StartAsync();
        return new PageSite(world, site);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        await World.DisposeAsync();
    }
}
