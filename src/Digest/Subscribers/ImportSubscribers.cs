using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>A line that was not imported, and what would mend it. It never quotes an address.</summary>
public sealed record LineProblem(int Line, string Problem)
{
    public override string ToString() => $"line {Line}: {Problem}";
}

/// <summary>What an import did, in lines of the file.</summary>
/// <param name="Added">New addresses.</param>
/// <param name="Changed">Known addresses that follow more topics now.</param>
/// <param name="Unchanged">Known already, as they are.</param>
/// <param name="LeftAlone">Suppressed, or they ended this plan: an import brings nobody back.</param>
/// <param name="Refused">Reported as a <see cref="LineProblem"/>.</param>
public sealed record ImportResult(int Added, int Changed, int Unchanged, int LeftAlone, int Refused);

/// <summary>
/// Reads subscribers from CSV: a header line with <c>address</c> and <c>topics</c> (slugs, with ; or a space between them), and
/// if wanted <c>zone</c>, <c>language</c> and <c>consent</c>. Whoever imports vouches for the consent, so the subscriptions are confirmed.
/// A refused line does not stop the others, and importing a file again changes nothing.
/// </summary>
public static class ImportSubscribers
{
    // Long enough to be fast, short enough that senders get their turn at the store.
    private const int LinesPerTransaction = 200;

    private enum Fate
    {
        Added,
        Changed,
        Unchanged,
        LeftAlone,
    }

    /// <param name="fileName">Stands in the consent of lines that have none of their own.</param>
    /// <param name="refused">Called for every line that was not imported.</param>
    /// <exception cref="InvalidDataException">The header line is missing or wrong: nothing was imported.</exception>
    public static async Task<ImportResult> RunAsync(
        Db db, LinkKeys keys, Stream csv, string fileName, string plan, Action<LineProblem> refused, CancellationToken ct)
    {
        var topics = (await db.ReadAsync(TopicTable.AllAsync, ct)).ToDictionary(topic => topic.Slug, topic => topic.Id, StringComparer.Ordinal);
        var fates = new int[Enum.GetValues<Fate>().Length];
        var problems = 0;
        IReadOnlyList<string>? header = null;
        await foreach (var rows in CsvRows.ReadAsync(csv, ct).Chunk(LinesPerTransaction).WithCancellation(ct))
        {
            var first = header is null ? 1 : 0;
            header ??= SubscriberLine.ReadHeader(rows[0]);
            var lines = new List<SubscriberLine>(rows.Length);
            foreach (var row in rows.Skip(first))
            {
                if (SubscriberLine.TryRead(row, header, topics, out var line, out var problem))
                {
                    lines.Add(line);
                }
                else
                {
                    problems++;
                    refused(new(row.Line, problem));
                }
            }

            foreach (var fate in await db.WriteAsync(tx => StoreAsync(tx, keys, lines, fileName, plan), ct))
            {
                fates[(int)fate]++;
            }
        }

        _ = header ?? SubscriberLine.ReadHeader(null);
        return new(fates[(int)Fate.Added], fates[(int)Fate.Changed], fates[(int)Fate.Unchanged], fates[(int)Fate.LeftAlone], problems);
    }

    private static async Task<List<Fate>> StoreAsync(Tx tx, LinkKeys keys, List<SubscriberLine> lines, string fileName, string plan)
    {
        var fates = new List<Fate>(lines.Count);
        foreach (var line in lines)
        {
            fates.Add(await StoreAsync(tx, keys, line, line.Consent ?? $"imported from {fileName} on {tx.Now:yyyy-MM-dd}", plan));
        }

        return fates;
    }

    private static async Task<Fate> StoreAsync(Tx tx, LinkKeys keys, SubscriberLine line, string consent, string plan)
    {
        var hash = keys.HashAddress(line.Address);
        if (await SuppressionTable.ReasonAsync(tx, hash) is not null)
        {
            return Fate.LeftAlone;
        }

        var known = await SubscriberTable.FindAsync(tx, line.Address);
        if (known is not null && await SubscriberTable.HasLeftAsync(tx, known.Id, plan))
        {
            return Fate.LeftAlone;
        }

        var id = known?.Id ?? await SubscriberTable.AddAsync(tx, line.Address, hash, line.Zone, line.Language);
        var changed = false;
        foreach (var topicId in line.TopicIds)
        {
            changed |= await SubscriberTable.ConfirmAsync(tx, id, topicId, plan, consent);
        }

        return known is null ? Fate.Added : changed ? Fate.Changed : Fate.Unchanged;
    }
}
