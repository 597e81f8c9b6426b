using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Publishes what stands in an announcement channel to the servers that follow it.
/// 1. Is it still wanted, and does the post stand as it should? What is being changed is published after the change.
/// 2. Take a turn of the channel's hour (see <see cref="PublishQueue"/>), or wait for one.
/// 3. Publish. A post that is published already is a success; a refusal for too many closes the hour for all.
/// </summary>
internal sealed class Crosspost(Db db, DiscordRest rest)
{
    /// <summary>The lane whose posts are published.</summary>
    private const string PostLane = "discord";

    /// <summary>A change of the post that is under way is there within this time, as a rule.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>A change that has to wait longer is asked for again.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        var (item, posts, routes, now) = await db.ReadAsync(
            async tx => (
                await ItemTable.FindAsync(tx, delivery.CauseId),
                await DeliveryList.FindAsync(tx, new DeliveryQuery(PostLane, Address: delivery.Address, Cause: Cause.Item(delivery.CauseId), Limit: 1)),
                await TopicTable.RoutesOfItemAsync(tx, delivery.CauseId, PostLane, delivery.Address),
                tx.Now),
            ct);
        if (posts is not [{ RemoteId: { } remote } post] || !Snowflake.TryParse(remote, out var message) || !Snowflake.TryParse(delivery.Address, out var channel))
        {
            return Unwanted("no post stands there");
        }

        if (delivery.RemoteId == remote)
        {
            return new SendOutcome.Sent(remote); // Published before; Discord brings the followers what was changed since.
        }

        if (post.RemovedAt is not null)
        {
            return Unwanted("a moderator has removed the post");
        }

        if (delivery.Wanted == Wanted.Absent || post.Wanted == Wanted.Absent || item?.IsPublic(now) != true)
        {
            return Unwanted("it was taken back before it was published");
        }

        if (routes.Count > 0 && routes.All(route => !RouteSettings.Parse(route.Settings).Publishes))
        {
            return Unwanted("its route says that posts are not published");
        }

        if (post.DoneRev < post.WantedRev && post.State is DeliveryState.Pending or DeliveryState.Sending)
        {
            return new SendOutcome.Snooze(post.DueAt - now is var wait && wait > Moment ? (wait < LongestPause ? wait : LongestPause) : Moment, "the post is being changed");
        }

        return await db.WriteAsync(tx => PublishQueue.TakeAsync(tx, delivery.Address), ct) is var turn && turn > TimeSpan.Zero
            ? new SendOutcome.Snooze(turn, $"{PublishQueue.AnHour} posts of this channel were published within the hour")
            : await PublishAsync(channel, message, post, ct);
    }

    private async Task<SendOutcome> PublishAsync(Snowflake channel, Snowflake message, Delivery post, CancellationToken ct)
    {
        try
        {
            await rest.CrosspostAsync(channel, message, ct);
            return new SendOutcome.Sent(message.ToString());
        }
        catch (RateLimitedException limited) when (limited.Scope is RateLimitScope.User or RateLimitScope.Shared)
        {
            await db.WriteAsync(tx => PublishQueue.CloseAsync(tx, post.Address, limited.RetryAfter), ct);
            return new SendOutcome.Snooze(limited.RetryAfter, limited.Message);
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            await db.WriteAsync(tx => Outbox.MarkRemovedAsync(tx, post.Id), ct);
            return Unwanted("a moderator has removed the post");
        }
        catch (DiscordException refused) when (refused.Code is ErrorCode.WrongChannelType or ErrorCode.NonTextChannel)
        {
            return Unwanted("the channel is no announcement channel any more");
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.MissingPermission)
        {
            return await PostPermissions.MissingAsync(rest, channel, ct) is { Count: > 0 } missing ? PostPermissions.Lacks(missing) : DiscordOutcome.Of(refused);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return DiscordOutcome.Of(failure);
        }
    }

    private static SendOutcome.GiveUp Unwanted(string reason) => new(reason, Unwanted: true);
}
