using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Makes an item stand among the scheduled events of a server, once.
/// 1. It stands: change it. A moderator removed it or called it off: so it stays.
/// 2. It may stand although its id is not known, and scheduled events have no nonce: look for it.
/// 3. It is not public, or an event no more: remove it, unless it has begun and only expired.
/// 4. Create, if it has not begun: Discord takes no event of the past.
/// </summary>
internal sealed class GuildEvents(Db db, DiscordRest rest, TimeProvider time)
{
    /// <summary>How far Discord's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    /// <summary>A server that is full of events has room again when one of them is over.</summary>
    private static readonly TimeSpan Full = TimeSpan.FromHours(1);

    private CurrentUser? me;

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        if (!Snowflake.TryParse(delivery.Address, out var guild))
        {
            return new SendOutcome.Park($"\"{delivery.Address}\" is not a server's id: in Discord, switch on developer mode and copy it into discord.guild");
        }

        var (item, taken) = await db.ReadAsync(async tx => (await ItemTable.FindAsync(tx, delivery.CauseId), await EventCalendar.TakenAsync(tx, delivery)), ct);
        if (item is null)
        {
            return new SendOutcome.GiveUp($"item {delivery.CauseId} is not in the store");
        }

        try
        {
            var standing = Standing.Of(delivery);
            var stands = Snowflake.TryParse(standing.RemoteId, out var known) ? known : await FindAsync(guild, item, standing, taken, ct);
            return await MakeSoAsync(guild, item, delivery.Wanted, stands, ct);
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.MissingPermission && !ct.IsCancellationRequested)
        {
            return new SendOutcome.Park("a permission is missing: give the bot Create Events in this server (server settings, Roles)");
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.TooManyEvents && !ct.IsCancellationRequested)
        {
            return new SendOutcome.Retry($"the server has {Limits.Events} scheduled events, as many as Discord allows: remove some", Full);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return DiscordOutcome.Of(failure);
        }
    }

    private async Task<SendOutcome> MakeSoAsync(Snowflake guild, Item item, Wanted wanted, Snowflake? stands, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (wanted == Wanted.Present && item.StartsAt is not null && item.IsPublic(now))
        {
            return stands is { } standing ? await ChangeAsync(guild, standing, item, ct)
                : item.StartsAt <= now ? new SendOutcome.GiveUp("the event has begun, and Discord lists none that has", Unwanted: true)
                : new SendOutcome.Sent((await rest.CreateEventAsync(guild, EventLayout.Draft(item), ct)).Id.ToString());
        }

        if (stands is not { } there)
        {
            return wanted == Wanted.Absent ? new SendOutcome.Sent(null) : new SendOutcome.GiveUp("the item is not public any more", Unwanted: true);
        }

        if (wanted == Wanted.Present && item.State == ItemState.Public && item.StartsAt <= now)
        {
            return new SendOutcome.Sent(there.ToString()); // Expired, and begun: what was said stays said.
        }

        // What a moderator removed before keeps its id, so that it is not made again if the item comes back.
        return new SendOutcome.Sent(await rest.DeleteEventAsync(guild, there, ct) ? null : there.ToString());
    }

    private async Task<SendOutcome> ChangeAsync(Snowflake guild, Snowflake stands, Item item, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (EventCalendar.EndOf(item) <= now)
        {
            return new SendOutcome.Sent(stands.ToString()); // It is over, and Discord changes it no more.
        }

        var draft = EventLayout.Draft(item);
        try
        {
            // A start in the past is refused, even the one that it has.
            await rest.EditEventAsync(guild, stands, item.StartsAt > now ? draft : draft with { StartsAt = null }, ct);
        }
        catch (DiscordException gone) when (gone.Code is ErrorCode.UnknownEvent or ErrorCode.FinishedEvent)
        {
            // Removed or called off by a moderator: so it stays.
        }
        catch (DiscordException refused) when (item.StartsAt > now && refused.Errors.Any(error => error.StartsWith("scheduled_start_time", StringComparison.Ordinal)))
        {
            // It has begun by Discord's clock and cannot be moved: that one ends, and another is made.
            await rest.EditEventAsync(guild, stands, new ScheduledEventDraft { Status = ScheduledEventStatus.Completed }, ct);
            return new SendOutcome.Sent((await rest.CreateEventAsync(guild, draft, ct)).Id.ToString());
        }

        return new SendOutcome.Sent(stands.ToString());
    }

    /// <summary>Looks for an event of ours that an attempt of unknown end may have left.</summary>
    /// <param name="taken">Ids of events that are known to be other items'.</param>
    private async Task<Snowflake?> FindAsync(Snowflake guild, Item item, Standing standing, IReadOnlyCollection<string> taken, CancellationToken ct)
    {
        if (!standing.InDoubt)
        {
            return null;
        }

        me ??= await rest.GetCurrentUserAsync(ct);
        var draft = EventLayout.Draft(item);
        var since = Snowflake.FromInstant(standing.Since - ClockDifference).Value;
        var ours = (await rest.GetEventsAsync(guild, ct))
            .Where(found => found.CreatorId == me.Id && found.Id.Value >= since && !taken.Contains(found.Id.ToString()))
            .ToList();

        // Another name or another start is this item before its edit.
        var same = ours.Find(found => found.Name == draft.Name && found.ScheduledStartTime == draft.StartsAt)
            ?? (item.Revision > 1 ? ours.Find(found => found.Name == draft.Name || found.ScheduledStartTime == draft.StartsAt) : null);
        return same?.Id;
    }
}
