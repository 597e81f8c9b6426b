using System.Net;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Puts the program together from its options. It knows every room and decides nothing about news.</summary>
internal static class Wiring
{
    /// <summary>Running sends get 20 s of it (see <see cref="DeliveryPump"/>).</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Bytes of a request's body: a form of ours has far fewer. The doors that take more say so themselves.</summary>
    private const int LargestBody = 64 * 1024;

    public static WebApplication Build(NewsBotOptions options, Db db, TimeProvider time, LogLevel logged)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "newsbot" });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
        });
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(logged).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseUrls(options.Web.Listen).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(time).AddSingleton(db);

        var digests = new DigestRoom(options);
        var owner = $"{Dns.GetHostName()}/{Environment.ProcessId}/{time.GetUtcNow().ToUnixTimeMilliseconds()}";
        SourceRoom.Add(builder.Services, options, owner);
        DiscordRoom.Add(builder.Services, options, digests, owner);
        AddMail(builder, options, digests, owner);
        Loop(builder.Services, (provider, ct) => new ForgetAsked(db, time, Logger(provider, "readers")).RunAsync(ct));

        var app = builder.Build();
        app.UseRouting();
        digests.MapPages(app, db, time);
        DiscordRoom.MapDoor(app, options);
        SourceRoom.MapDoor(app, options);
        return app;
    }

    /// <summary>Topics, routes and the desk in the store become what the options say.</summary>
    public static Task ConfigureAsync(NewsBotOptions options, Db db, CancellationToken ct) => db.WriteAsync(
        async tx =>
        {
            foreach (var lane in RouteOptions.Lanes)
            {
                await ConfigureTopics.RunAsync(tx, lane, RouteOptions.Wanted(options.Topics, lane));
            }

            await Desk.PutAsync(tx, "discord", options.Discord?.Desk);
            await CalendarLink.PutSiteAsync(tx, options.Web.Url);
            await EventCalendar.PutAsync(tx, "discord", options.Discord is { Events: true } discord ? discord.Guild : null);
        },
        ct);

    private static void AddMail(WebApplicationBuilder builder, NewsBotOptions options, DigestRoom digests, string owner)
    {
        builder.AddDigestPlans(digests.Plans);
        if (options.Mail is not { } mail)
        {
            return;
        }

        builder.Services.AddSingleton<CheckEdition>(provider => new CheckMails(provider.GetRequiredService<Db>(), digests.Compose()).RunAsync);
        Loop(builder.Services, async (provider, ct) =>
        {
            await using var transport = new SmtpTransport(DigestRoom.SmtpOf(mail), provider.GetRequiredService<TimeProvider>());
            await PumpAsync(provider, digests.MailLane(provider.GetRequiredService<Db>(), transport), owner, ct);
        });
    }

    internal static async Task PumpAsync(IServiceProvider provider, Lane lane, string owner, CancellationToken ct)
    {
        using var pump = new DeliveryPump(provider.GetRequiredService<Db>(), lane, owner, provider.GetRequiredService<TimeProvider>(), Logger(provider, "deliveries"));
        await pump.RunAsync(ct);
    }

    internal static void Loop(IServiceCollection services, Func<IServiceProvider, CancellationToken, Task> run) =>
        services.AddSingleton<IHostedService>(provider => new Worker(ct => run(provider, ct)));

    internal static ILogger Logger(IServiceProvider provider, string category) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
