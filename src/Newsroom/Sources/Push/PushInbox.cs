using System.Data.Common;
using System.Text;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Sources.Named;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Sources.Push;

/// <summary>
/// Takes the signed messages of one source.
/// 1. Who sent it, and just now? 2. Is it readable, every item of it? 3. Stored, once, in one transaction. 4. The source is woken.
/// </summary>
public sealed class PushInbox
{
    /// <summary>Largest body in bytes.</summary>
    public const int MaxBytes = PushMessage.MaxBytes;

    /// <summary>Messages that may wait to be read: somebody sends and nobody reads, and that must not fill the disk.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>What a sender is told to wait when the store refuses.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);

    private readonly Db db;
    private readonly PushSource source;
    private readonly PushOptions options;
    private readonly NamedOptions named;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public PushInbox(Db db, PushSource source, PushOptions options, TimeProvider time, ILogger logger)
    {
        this.db = db;
        this.source = source;
        this.options = options;
        this.time = time;
        this.logger = logger;
        named = PushSource.NamedOf(options);
    }

    /// <summary>True when it is worth reading the body.</summary>
    public bool MayCome(string? timestamp, string? signature) => signature is not null && PushSignature.IsFresh(timestamp, time.GetUtcNow());

    /// <summary>Never throws but on <paramref name="ct"/>.</summary>
    /// <returns>202 taken, 400 unreadable, 401 not from the site or not from now, 409 taken before, 413 too large, 503 come again.</returns>
    public async Task<PushAnswer> TakeAsync(string? timestamp, string? signature, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (body.Length > MaxBytes)
        {
            return new PushAnswer(413, $"the body has more than {MaxBytes} bytes");
        }

        if (!MayCome(timestamp, signature) || !PushSignature.IsValid(options, timestamp!, signature, body.Span))
        {
            Telemetry.PushRefused(logger, source.Name, "its signature is not good, or its timestamp is not of now");
            return new PushAnswer(401);
        }

        IReadOnlyList<NamedReading> readings;
        try
        {
            readings = PushMessage.Read(body, named, "push");
        }
        catch (FieldException error)
        {
            Telemetry.PushRefused(logger, source.Name, Printable.Of(error.Message));
            return new PushAnswer(400, error.Message);
        }

        return await StoreAsync(PushSignature.Digest(timestamp!, body.Span), body, readings, ct);
    }

    private async Task<PushAnswer> StoreAsync(string digest, ReadOnlyMemory<byte> body, IReadOnlyList<NamedReading> readings, CancellationToken ct)
    {
        try
        {
            return await db.WriteAsync(
                async tx =>
                {
                    var readUpTo = await IngestTable.ReadUpToAsync(tx, source.Name);
                    if (await IngestTable.WaitingAsync(tx, source.Name, readUpTo) >= MaxWaiting)
                    {
                        return new PushAnswer(503, "too many messages wait to be read", RetryAfter: AfterRefusal);
                    }

                    await IngestTable.PruneAsync(tx, source.Name, readUpTo);
                    if (!await IngestTable.AddAsync(tx, source.Name, digest, Encoding.UTF8.GetString(body.Span)))
                    {
                        return new PushAnswer(409, "this message was taken before; send a new one with a new timestamp");
                    }

                    tx.AfterCommit(source.Wake);
                    return new PushAnswer(202, null, [.. readings.Select(reading => reading.Id!)], [.. readings.SelectMany(reading => reading.Refusals).Select(refusal => refusal.Reason)]);
                },
                ct);
        }
        catch (DbException refused) when (!ct.IsCancellationRequested)
        {
            Telemetry.StoreRefused(logger, source.Name, refused);
            return new PushAnswer(503, "the store refuses at the moment", RetryAfter: AfterRefusal);
        }
    }
}
