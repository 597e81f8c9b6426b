using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NewsBot.Sandbox.Faults;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalDiscord.Gateway;
using NewsBot.Sandbox.LocalDiscord.Webhooks;
using NewsBot.Sandbox.LocalMailbox;
using NewsBot.Sandbox.Page;

namespace NewsBot.Sandbox;

/// <summary>
/// A local Discord and a local mailbox with one web page that shows both. Everything listens on 127.0.0.1 and answers only
/// requests that name this machine as their host, so that no web page elsewhere can reach it by rebinding its name (DNS rebinding).
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>How long open requests may take to end when the sandbox stops; live pages are closed at once.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication web;
    private readonly RequestLog log;

    private SandboxServer(WebApplication web, RequestLog log, Discord discord, Mailbox mailbox)
    {
        this.web = web;
        this.log = log;
        Discord = discord;
        Mailbox = mailbox;
        Page = new Uri(web.Urls.First() + "/");
        DiscordApi = new Uri(Page, DiscordRoutes.Root + "/");
    }

    /// <summary>The address of the page.</summary>
    public Uri Page { get; }

    /// <summary>What stands for <c>https://discord.com/api/v10/</c>; ends in a slash.</summary>
    public Uri DiscordApi { get; }

    public int SmtpPort => Mailbox.Port;

    public Discord Discord { get; }

    public Mailbox Mailbox { get; }

    /// <exception cref="IOException">A port is in use, or the record file cannot be written.</exception>
    /// <exception cref="ArgumentException">The clock stands before 2015, where Discord's ids begin.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, TimeProvider time, CancellationToken ct)
    {
        var live = new LiveEvents();
        var requests = new RequestLog(options.RecordFile ?? LabRecord.NewFile(), time);
        var discord = new Discord(options, requests, live, time);
        var mailbox = new Mailbox(options, live, time);
        var app = Build(options, discord, mailbox, live, time);
        try
        {
            mailbox.StartListening();
            await app.StartAsync(ct);
        }
        catch
        {
            await mailbox.DisposeAsync();
            await app.DisposeAsync();
            requests.Dispose();
            throw;
        }

        var server = new SandboxServer(app, requests, discord, mailbox);
        discord.Gateway.Url = new UriBuilder(server.Page) { Scheme = "ws", Path = GatewayRoutes.Door }.Uri;
        discord.Files = new Uri(server.Page, "attachments/");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
        await Mailbox.DisposeAsync();
        Discord.Interactions.Dispose();
        log.Dispose();
    }

    private static WebApplication Build(SandboxOptions options, Discord discord, Mailbox mailbox, LiveEvents live, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "NewsBot.Sandbox" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // ApiBody bounds bodies itself, to answer with Discord's own error.
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore().Configure<RouteOptions>(routes => routes.SetParameterPolicy<IncomingWebhook>(IncomingWebhook.Name));
        builder.Services.AddSingleton(discord);
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = ["127.0.0.1", "localhost"]);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);

        var app = builder.Build();
        app.UseHostFiltering();
        app.UseRouting();
        DiscordRoutes.Map(app, discord, options, time);
        GatewayRoutes.Map(app, discord.Gateway, app.Lifetime.ApplicationStopping);
        FaultRoutes.Map(app, discord, mailbox.Faults);
        GuildActs.Map(app, discord);
        ActRoutes.Map(app, discord);
        PageRoutes.Map(app, discord, mailbox, live, app.Lifetime.ApplicationStopping);
        return app;
    }

    /// <summary>Leaves Ctrl+C and SIGTERM to the program around the sandbox; the usual lifetime would take them and stop the sandbox alone.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
