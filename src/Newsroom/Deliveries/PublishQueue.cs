using NewsBot.Newsroom.Store;

namespace NewsBot.Newsroom.Deliveries;

/// <summary>
/// The queue of posts of announcement channels that wait to be published to the servers that follow them. Discord publishes about ten
/// an hour and channel (seen, promised by nobody): that many are asked for, and what a refusal says of the next is kept for all.
/// </summary>
public static class PublishQueue
{
    /// <summary>Its address is the channel, its cause <see cref="Cause.Crosspost"/>.</summary>
    public const string Lane = "crosspost";

    public const int AnHour = 10;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Takes a turn, if one is free.</summary>
    /// <returns>Zero: taken. Else how long until one is free.</returns>
    public static Task<TimeSpan> TakeAsync(Tx tx, string address) => Budget.TakeAsync(tx, Name(address), AnHour, Window);

    /// <summary>Nothing of this channel can be published for so long, whatever we have counted.</summary>
    public static Task CloseAsync(Tx tx, string address, TimeSpan wait) => Budget.CloseAsync(tx, Name(address), AnHour, Window, wait);

    /// <summary>When something that waits will be published, if nothing more urgent comes, and how many are before it.</summary>
    public static async Task<(DateTimeOffset At, int Before)> TurnAsync(Tx tx, string address, long deliveryId)
    {
        var waiting = await tx.QueryAsync<long>(
            "select id from deliveries where lane = @Lane and address = @address and state in ('pending', 'sending') order by urgent desc, id", new { Lane, address });
        var before = waiting.TakeWhile(id => id != deliveryId).Count();
        var spent = await Budget.SpentAsync(tx, Name(address), Window);
        var free = Math.Max(0, AnHour - spent.Count);
        List<DateTimeOffset> turns = [.. spent.TakeLast(AnHour), .. Enumerable.Repeat(tx.Now, free)];
        return before < free ? (tx.Now, before) : (turns[(before - free) % AnHour] + (Window * (1 + ((before - free) / AnHour))), before);
    }

    private static string Name(string address) => $"{Lane}/{address}";
}
