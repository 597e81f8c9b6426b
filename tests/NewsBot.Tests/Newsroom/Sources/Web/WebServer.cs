using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NewsBot.Tests.Newsroom.Sources.Web;

/// <summary>A real web server on loopback whose answers a test writes; it keeps every request that it saw.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication web;

    private WebServer(WebApplication web) => this.web = web;

    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>Such as <c>http://127.0.0.1:4711</c>.</summary>
    public string Root => web.Urls.First();

    public Uri At(string path) => new(Root + path);

    public static async Task<WebServer> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var server = new WebServer(app);
        if (answer is not null)
        {
            server.Answer = answer;
        }

        app.Run(async context =>
        {
            server.Seen.Enqueue(new SeenRequest(
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await server.Answer(context);
        });
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
    }
}

public sealed record SeenRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}
