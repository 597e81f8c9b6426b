using System.Collections.Concurrent;
using System.Globalization;
using NewsBot.Discord.Gateway;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot;

/// <summary>
/// Brings interactions from Discord to the commands.
/// 1. Which door: the gateway, or Discord's own calls; never both. Is the application set to the one that is configured? Asked again and again.
/// 2. The commands are registered where they are not what was registered last.
/// 3. The gateway: hold the shard's lease, run the shard, hand interactions on.
/// What goes wrong is one sentence in <see cref="Conditions"/>, the log and an incident. Posts go on meanwhile.
/// </summary>
/// <param name="shard">Null: interactions come by Discord's own calls.</param>
internal sealed class ShardKeeper(Db db, DiscordRest rest, GatewayShard? shard, RegisterCommands register, Action<Interaction> post, string owner, TimeProvider time, ILogger logger)
{
    private const string LeaseName = "gateway:shard/0";

    /// <summary>Another process takes the shard over when this one has been silent for so long.</summary>
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LeaseRenewal = LeaseLength / 4;

    /// <summary>What Discord refuses now it may grant later: somebody invites the bot again, or Discord has an hour's trouble.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Concern, string> troubles = new();

    private enum Concern
    {
        Door,
        Gateway,
        Commands,
        Guild,
        Clock,
    }

    /// <summary>Sentences for <c>/status</c>; the first says how interactions come in.</summary>
    public IReadOnlyList<string> Conditions
    {
        get
        {
            var now = troubles.OrderBy(trouble => trouble.Key).ToList(); // Once: it changes at any moment.
            var connection = now.Exists(trouble => trouble.Key is Concern.Gateway or Concern.Door) ? null : shard is null ? "Discord calls us for commands." : Sentence(shard.Status);
            return [.. now.Select(trouble => trouble.Value).Prepend(connection).OfType<string>()];
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        var application = await CheckDoorAsync(ct);
        while (application is null)
        {
            await Task.Delay(Again, time, ct);
            application = await CheckDoorAsync(ct);
        }

        await Task.WhenAll(WatchDoorAsync(ct), RegisterAsync(application.Value, ct), shard is null ? Task.CompletedTask : KeepAsync(shard, ct));
    }

    // Somebody may change it in the Developer Portal at any time, and then commands would fall silent without a word.
    private async Task WatchDoorAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(Again, time, ct);
            await CheckDoorAsync(ct);
        }
    }

    /// <returns>Who we are; null: Discord does not say.</returns>
    private async Task<Snowflake?> CheckDoorAsync(CancellationToken ct)
    {
        try
        {
            var application = await rest.GetApplicationAsync(ct);
            var wrong = (shard, application.InteractionsEndpointUrl) switch
            {
                (not null, { } url) => $"Discord sends commands to {Host(url)} and not here: clear \"Interactions Endpoint URL\" in the Developer Portal (General Information), or set discord.interactions to \"http\".",
                (null, null) => "Discord does not know where to send commands: put web.url + /interactions into \"Interactions Endpoint URL\" in the Developer Portal (General Information), or set discord.interactions to \"gateway\".",
                _ => null,
            };
            await SayAsync(Concern.Door, wrong, ct);
            await SayAsync(Concern.Clock, ClockTrouble(), ct);
            return application.Id;
        }
        catch (TokenRejectedException)
        {
            await SayAsync(Concern.Door, "Discord rejects the bot's token: make a new one (Developer Portal, Bot, Reset Token), put it into discord.tokenFile and start again.", ct);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ct); // Asking again cannot help, and gets the address banned.
            return null;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            await SayAsync(Concern.Door, $"Discord does not say who we are: {Printable(failure)}", ct);
            return null;
        }
    }

    private async Task RegisterAsync(Snowflake application, CancellationToken ct)
    {
        while (true)
        {
            string? wrong;
            try
            {
                wrong = await register.RunAsync(application, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                wrong = $"The commands could not be registered: {Printable(failure)}";
            }

            await SayAsync(Concern.Commands, wrong, ct);
            if (wrong is null)
            {
                return;
            }

            await Task.Delay(Again, time, ct);
        }
    }

    private async Task KeepAsync(GatewayShard keeping, CancellationToken ct)
    {
        while (keeping.Status.Phase != GatewayPhase.Failed)
        {
            await HoldAndRunAsync(keeping, ct);
        }
    }

    private async Task HoldAndRunAsync(GatewayShard running, CancellationToken ct)
    {
        if (!await HoldsAsync(ct))
        {
            await Task.Delay(LeaseRenewal, time, ct);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var run = running.RunAsync(HandleAsync, stop.Token);
        while (!run.IsCompleted && await HoldsAsync(ct))
        {
            await Task.WhenAny(run, Task.Delay(LeaseRenewal, time, ct));
            ct.ThrowIfCancellationRequested();
        }

        await stop.CancelAsync();
        await run;
        if (running.Status.Phase == GatewayPhase.Failed)
        {
            await SayAsync(Concern.Gateway, running.Status.Reason, ct);
        }
    }

    private async Task<bool> HoldsAsync(CancellationToken ct)
    {
        try
        {
            return (await db.WriteAsync(tx => Lease.TakeAsync(tx, LeaseName, owner, LeaseLength), ct)).Owner == owner;
        }
        catch (Exception refused) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning("The gateway's lease cannot be renewed: {Reason}", refused.Message);
            return true; // With no store nobody else can take it either.
        }
    }

    private async ValueTask HandleAsync(GatewayEvent told, CancellationToken ct)
    {
        if (told.Interaction is { } interaction)
        {
            post(interaction);
        }
        else if (told.Guild is { } guild)
        {
            await SayAsync(
                Concern.Guild,
                guild.State switch
                {
                    GuildState.Removed => "The bot was removed from the server: invite it again.",
                    GuildState.Outage => "Discord has trouble with the server just now; nothing is lost.",
                    _ => null,
                },
                ct);
        }
        else if (told.Ready is not null)
        {
            await SayAsync(Concern.Gateway, null, ct);
        }
    }

    private async Task SayAsync(Concern concern, string? wrong, CancellationToken ct)
    {
        if (wrong is null)
        {
            troubles.TryRemove(concern, out _);
        }
        else
        {
            if (troubles.GetValueOrDefault(concern) != wrong)
            {
                logger.LogError("{Reason}", wrong);
            }

            troubles[concern] = wrong;
        }

        var key = $"discord/{concern.ToString().ToLowerInvariant()}";
        try
        {
            await db.WriteAsync(tx => wrong is null ? Incidents.RecoverAsync(tx, key) : Incidents.RaiseAsync(tx, key, wrong), ct);
            db.Nudges.WakeAll();
        }
        catch (Exception refused) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning("The alert could not be stored: {Reason}", refused.Message);
        }
    }

    private static string Sentence(GatewayStatus status) => status.IsUp
        ? string.Create(CultureInfo.InvariantCulture, $"Connected to Discord since {status.Since:yyyy-MM-dd HH:mm} UTC.")
        : $"Not connected to Discord ({status.Phase}): {status.Reason}";

    // Commands answer in time all the same; but schedules, embargoes and mail dates go by this clock.
    private string? ClockTrouble() => rest.ClockDifference is { } off && off.Duration() > TimeSpan.FromMinutes(1)
        ? $"This machine's clock is {off.Duration().TotalMinutes:0} min {(off > TimeSpan.Zero ? "fast" : "slow")}: set it (timedatectl set-ntp true), or schedules come at the wrong time."
        : null;

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "another address";

    private static string Printable(Exception failure) => failure is DiscordException or RateLimitedException or TimeoutException or HttpRequestException ? failure.Message : failure.GetType().Name;
}
