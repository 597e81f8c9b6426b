using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>
/// Subscribes to the hubs that feeds name (W3C WebSub), so that a change is seen at once. It only ever makes a feed be read sooner: polling goes
/// on, and a hub that lies or is silent costs nothing but the shortcut.
/// 1. Ask the hub, with a callback that nobody can guess and a secret. 2. Confirm when the hub calls back about what we asked for.
/// 3. A push with a good signature wakes the feed; its body is not used. 4. Ask again before the lease ends.
/// </summary>
/// <param name="feeds">By the name of the source.</param>
/// <param name="callbacks">Where the hub calls, with a slash at its end.</param>
public sealed class WebSub(Db db, IReadOnlyDictionary<string, FeedSource> feeds, Uri callbacks, TimeProvider time, ILogger logger)
{
    /// <summary>Bytes of a push; as large as a feed may be.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Characters of a challenge that is echoed.</summary>
    private const int LongestChallenge = 1_000;

    /// <summary>Hubs asked at the same time.</summary>
    private const int Abreast = 4;

    private const int RandomBytes = 32;

    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromHours(1);
    private static readonly TimeSpan DeniedFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(1);
    private static readonly TimeSpan WantedLease = TimeSpan.FromDays(10);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await KeepAsync(stopping);
        }
    }

    /// <summary>Asks for what is not subscribed yet, or not for much longer. Never throws but on <paramref name="ct"/>.</summary>
    internal async Task KeepAsync(CancellationToken ct)
    {
        try
        {
            var rows = (await db.ReadAsync(WebSubTable.AllAsync, ct)).ToDictionary(row => row.Source, StringComparer.Ordinal);
            var due = feeds.Values
                .Select(feed => (Feed: feed, feed.Offer, Row: rows.GetValueOrDefault(feed.Name)))
                .Where(pair => pair.Offer is not null && IsDue(pair.Row, pair.Offer))
                .ToList();
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = ct }, async (pair, stop) => await AskAsync(pair.Feed, pair.Offer!, pair.Row, stop));
        }
        catch (Exception refused) when (!ct.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, "websub", refused);
        }
    }

    /// <summary>The hub asks whether it was us who subscribed (section 5.3), or says that it will not have us (section 5.2).</summary>
    /// <returns>What to echo; null: it was not us. Who does not know the path, as anybody who only tries, makes us write nothing.</returns>
    public async Task<string?> VerifyAsync(string path, string? mode, string? topic, string? challenge, string? leaseSeconds, CancellationToken ct) => !await IsOursAsync(path, ct) ? null : await db.WriteAsync(
        async tx =>
        {
            var row = await WebSubTable.FindAsync(tx, path);
            if (row is null || row.Topic != topic || !feeds.ContainsKey(row.Source))
            {
                return null;
            }

            switch (mode)
            {
                case "denied":
                    await WebSubTable.DeniedAsync(tx, path);
                    Telemetry.HubRefused(logger, row.Source, "it denies the subscription");
                    return "";
                case "subscribe" when challenge is { Length: > 0 and <= LongestChallenge }:
                    await WebSubTable.VerifiedAsync(tx, path, tx.Now + LeaseOf(leaseSeconds));
                    Telemetry.HubTells(logger, row.Source);
                    return challenge;
                default:
                    return null;
            }
        },
        ct);

    /// <summary>Is this one of our callbacks, and of a feed that is still configured? Asked before a body is read.</summary>
    public async Task<bool> IsOursAsync(string path, CancellationToken ct) =>
        await db.ReadAsync(tx => WebSubTable.FindAsync(tx, path), ct) is { } row && feeds.ContainsKey(row.Source);

    /// <summary>The hub tells of a change. What is not signed, or wrongly, is ignored, and the hub is not told (section 7.1).</summary>
    /// <returns>True: the feed is read at once.</returns>
    public async Task<bool> PushAsync(string path, string? signature, byte[] body, CancellationToken ct)
    {
        var row = await db.ReadAsync(tx => WebSubTable.FindAsync(tx, path), ct);
        if (row?.VerifiedAt is null || !feeds.TryGetValue(row.Source, out var feed) || !WebSubSignature.IsGood(signature, row.Secret, body))
        {
            return false;
        }

        feed.Wake();
        return true;
    }

    private bool IsDue(WebSubRow? row, WebSubOffer offer)
    {
        var now = time.GetUtcNow();
        if (row is null)
        {
            return true;
        }

        // Not more often, whatever the feed says its hub is now.
        if (now < row.AskedAt + AskAgain || now < row.DeniedAt + DeniedFor)
        {
            return false;
        }

        if (!IsOf(row, offer) || row is not { VerifiedAt: { } verified, ExpiresAt: { } expires })
        {
            return true;
        }

        var half = (expires - verified) / 2;
        return now >= expires - (half < RenewBefore ? half : RenewBefore);
    }

    private async Task AskAsync(FeedSource feed, WebSubOffer offer, WebSubRow? known, CancellationToken ct)
    {
        var row = known is not null && IsOf(known, offer)
            ? known with { AskedAt = time.GetUtcNow() }
            : new WebSubRow { Source = feed.Name, Path = Random(), Secret = Random(), Hub = offer.Hub.AbsoluteUri, Topic = offer.Topic.AbsoluteUri, AskedAt = time.GetUtcNow() };
        await db.WriteAsync(tx => WebSubTable.PutAsync(tx, row), ct); // Before the hub is asked: it may call back while it answers.
        try
        {
            await feed.AskHubAsync(
                offer.Hub,
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["hub.mode"] = "subscribe",
                    ["hub.topic"] = row.Topic,
                    ["hub.callback"] = new Uri(callbacks, row.Path).AbsoluteUri,
                    ["hub.lease_seconds"] = WantedLease.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                    ["hub.secret"] = row.Secret,
                },
                ct);
        }
        catch (SourceException refused)
        {
            Telemetry.HubRefused(logger, feed.Name, refused.Message);
        }
    }

    private static bool IsOf(WebSubRow row, WebSubOffer offer) => row.Hub == offer.Hub.AbsoluteUri && row.Topic == offer.Topic.AbsoluteUri;

    private static TimeSpan LeaseOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, (long)ShortestLease.TotalSeconds, (long)LongestLease.TotalSeconds))
            : WantedLease;

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
