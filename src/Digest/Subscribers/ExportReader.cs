using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>Slice: all that is kept of a reader, as JSON that people can read too.</summary>
internal static class ExportReader
{
    // Thirty years of a daily digest.
    private const int MostMails = 10_000;

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

        // It is a file and never a page: an address need not look like +.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>UTF-8.</returns>
    public static async Task<byte[]> RunAsync(Tx tx, Subscriber reader)
    {
        var (id, address) = (reader.Id, reader.Id.ToString(CultureInfo.InvariantCulture));
        var createdAt = await tx.FirstAsync<DateTimeOffset>("select created_at from subscribers where id = @id", new { id });
        var subscriptions = await tx.QueryAsync<Subscription>(
            """
            select t.slug as topic, t.name as topic_name, u.plan as digest, u.confirmed_at, u.consent, u.ended_at, u.ended_by, u.asked_at, u.asked_plan as asked_digest, u.asked_consent
            from subscriptions u join topics t on t.id = u.topic_id where u.subscriber_id = @id order by u.id
            """,
            new { id });
        var mails = await tx.QueryAsync<Mail>(
            """
            select d.id, d.cause_kind as kind, e.plan as digest, e.name as edition, d.state, d.created_at, d.finished_at, d.last_error
            from deliveries d left join editions e on d.cause_kind = 'edition' and e.id = d.cause_id
            where d.lane = 'mail' and d.address = @address order by d.id desc limit @MostMails
            """,
            new { address, MostMails });
        var attempts = (await tx.QueryAsync<Attempt>(
            """
            select a.delivery_id, a.attempt as number, a.phase, a.at, a.reply from attempts a join deliveries d on d.id = a.delivery_id
            where d.lane = 'mail' and d.address = @address order by a.delivery_id, a.at
            """,
            new { address })).ToLookup(attempt => attempt.DeliveryId);
        var periods = await tx.QueryAsync<Period>(
            """
            select t.slug as topic, s.plan as digest, f.name as first_edition, l.name as last_edition from reader_spans s join topics t on t.id = s.topic_id
            left join editions f on f.id = s.first_edition left join editions l on l.id = s.last_edition where s.subscriber_id = @id order by s.since, s.subscription_id, s.first_edition
            """,
            new { id });
        var differences = await tx.QueryAsync<Difference>(
            """
            select e.plan as digest, e.name as edition, i.title as item, r.shown from reader_items r join editions e on e.id = r.edition_id join items i on i.id = r.item_id
            where r.subscriber_id = @id order by r.edition_id, r.item_id
            """,
            new { id });
        var missed = await tx.QueryAsync<Missed>(
            "select e.plan as digest, e.name as edition from reader_misses m join editions e on e.id = m.edition_id where m.subscriber_id = @id order by m.edition_id", new { id });
        var suppression = await tx.FirstAsync<Suppression>("select reason, since, evidence from suppressions where address_hash = @AddressHash", new { reader.AddressHash });
        var changes = await tx.QueryAsync<Change>("select at, used_at as taken_back_at, before from reader_undos where subscriber_id = @id order by id", new { id });
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                exported_at = tx.Now,
                reader.Address,
                reader.AddressHash,
                reader.Language,
                time_zone = reader.Zone,
                createdAt,
                reader.PausedUntil,
                suppression,
                subscriptions,
                mails = mails.Select(mail => new
                {
                    mail.Kind,
                    mail.Digest,
                    mail.Edition,
                    mail.State,
                    mail.CreatedAt,
                    mail.FinishedAt,
                    mail.LastError,
                    attempts = attempts[mail.Id].Select(attempt => new { attempt.Number, attempt.Phase, attempt.At, attempt.Reply }),
                }),
                periods,
                differences = differences.Select(row => new { row.Digest, row.Edition, row.Item, shown = row.Shown == 1 }),
                missed_while_paused = missed,
                changes = changes.Select(change => new { change.At, change.TakenBackAt, before = JsonSerializer.Deserialize<KeptReader>(change.Before) }),
            },
            Layout);
    }

    private sealed record Subscription
    {
        public string Topic { get; init; } = "";
        public string TopicName { get; init; } = "";
        public string Digest { get; init; } = "";
        public DateTimeOffset? ConfirmedAt { get; init; }
        public string Consent { get; init; } = "";
        public DateTimeOffset? EndedAt { get; init; }
        public string? EndedBy { get; init; }

        /// <summary>What was asked for last, whether it was confirmed or not.</summary>
        public DateTimeOffset? AskedAt { get; init; }
        public string? AskedDigest { get; init; }
        public string? AskedConsent { get; init; }
    }

    private sealed record Mail
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public string? Digest { get; init; }
        public string? Edition { get; init; }
        public string State { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? FinishedAt { get; init; }
        public string? LastError { get; init; }
    }

    private sealed record Attempt
    {
        public long DeliveryId { get; init; }
        public int Number { get; init; }
        public string Phase { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public string? Reply { get; init; }
    }

    /// <summary>From which edition to which a topic came by a digest.</summary>
    private sealed record Period
    {
        public string Topic { get; init; } = "";
        public string Digest { get; init; } = "";
        public string? FirstEdition { get; init; }
        public string? LastEdition { get; init; }
    }

    /// <summary>An item that the reader's mail showed besides the edition's, or left out.</summary>
    private sealed record Difference
    {
        public string Digest { get; init; } = "";
        public string Edition { get; init; } = "";
        public string Item { get; init; } = "";
        public int Shown { get; init; }
    }

    private sealed record Missed
    {
        public string Digest { get; init; } = "";
        public string Edition { get; init; } = "";
    }

    private sealed record Suppression
    {
        public string Reason { get; init; } = "";
        public DateTimeOffset Since { get; init; }
        public string Evidence { get; init; } = "";
    }

    private sealed record Change
    {
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? TakenBackAt { get; init; }
        public string Before { get; init; } = "";
    }
}
