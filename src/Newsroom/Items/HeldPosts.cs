using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Items;

/// <summary>Slice: the answer of staff to a fuse that held the posts of one read.</summary>
public static class HeldPosts
{
    /// <summary>How many posts of a source wait for an answer.</summary>
    public static Task<int> CountAsync(Tx tx, string source) =>
        tx.FirstAsync<int>($"select count(*) from deliveries where {OfSource}", new { about = source });

    /// <summary>All of them are news: they are posted, but for those whose route wants them approved.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> ReleaseAsync(Tx tx, string source)
    {
        var released = await Outbox.AnswerAsync(tx, HeldFor.Fuse, Source, source);
        await SettleAsync(tx, source);
        return released;
    }

    /// <summary>None of them is news: they count as seen, and no post is made of them.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> DropAsync(Tx tx, string source)
    {
        var dropped = await tx.ExecuteAsync(
            $"update deliveries set state = 'cancelled', last_error = 'dropped by hand', finished_at = @now where {OfSource}", new { about = source, now = tx.Now });
        await SettleAsync(tx, source);
        return dropped;
    }

    /// <summary>All of them are news, but not each of its own: one message at every address lists them.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> PostAsOneAsync(Tx tx, string source)
    {
        var listed = await RoundUps.PostAsync(tx, source, OfSource);
        return listed + await ReleaseAsync(tx, source);
    }

    /// <summary>Sources of which posts wait for an answer.</summary>
    public static Task<IReadOnlyList<string>> SourcesAsync(Tx tx) =>
        tx.QueryAsync<string>("select distinct i.source from deliveries d join items i on i.id = d.cause_id where d.state = 'held' and d.held_for <> 2 and d.cause_kind = 'item' order by i.source");

    internal static Task HeldAsync(Tx tx, string source, string reason) => Incidents.RaiseAsync(tx, Key(source), reason);

    /// <summary>When nothing of the source is held any more, the incident is over.</summary>
    internal static async Task SettleAsync(Tx tx, string source)
    {
        if (await tx.FirstAsync<long?>($"select id from deliveries where {OfSource} limit 1", new { about = source }) is null)
        {
            await Incidents.RecoverAsync(tx, Key(source));
        }
    }

    /// <summary>Incidents of a fuse that have had their answer by another way, such as the command line.</summary>
    internal static Task<IReadOnlyList<string>> SettledAsync(Tx tx) =>
        tx.QueryAsync<string>(
            """
            select n.key from incidents n where n.recovered_at is null and n.key like 'fuse/%' and not exists (
                select 1 from deliveries d join items i on i.id = d.cause_id where d.state = 'held' and d.held_for <> 2 and d.cause_kind = 'item' and n.key = 'fuse/' || i.source)
            """);

    private const string Source = "cause_kind = 'item' and exists (select 1 from items i where i.id = cause_id and i.source = @about)";

    private static readonly string OfSource =
        $"{Outbox.HeldBy(HeldFor.Fuse)} and {Source}";

    private static string Key(string source) => $"fuse/{source}";
}
