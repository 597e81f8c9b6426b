using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Says in the thread of a post, once and without a ping, that it was corrected, withdrawn, or stands again: who talks there does not see an edit
/// further up. Where no thread hangs on the post there is nobody to tell. A forum's post is archived after its withdrawal, not locked:
/// what people say about it is theirs, and their moderators'.
/// </summary>
internal sealed class ThreadReply(Db db, DiscordRest rest, ChannelMessages messages)
{
    /// <summary>A correction as long as the post's own.</summary>
    private const int LongestCorrection = 700;

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        var (item, posts) = await db.ReadAsync(
            async tx => (
                await ItemTable.FindAsync(tx, delivery.CauseId),
                await DeliveryList.FindAsync(tx, new DeliveryQuery(delivery.Lane, Address: delivery.Address, Cause: Cause.Item(delivery.CauseId), Limit: 1))),
            ct);
        if (item is null || posts is not [{ RemoteId: { } remote } post])
        {
            return Unwanted("no post stands there any more");
        }

        if (post.RemovedAt is not null)
        {
            return Unwanted("a moderator has removed the post");
        }

        var withdrawn = post.Wanted == Wanted.Absent || item.State == ItemState.Withdrawn;
        if (Text(FollowUp.PartOf(delivery), item, withdrawn) is not { } text)
        {
            return Unwanted("it has changed again since");
        }

        try
        {
            return await SayAsync(delivery, remote, text, withdrawn, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return DiscordOutcome.Of(failure);
        }
    }

    // What closes a post's own thread is no reason to close the whole channel.
    private async Task<SendOutcome> SayAsync(Delivery delivery, string remote, string text, bool withdrawn, CancellationToken ct)
    {
        if (!Snowflake.TryParse(delivery.Address, out var address) || !Snowflake.TryParse(remote, out var message))
        {
            return Unwanted("the post is no message of Discord's");
        }

        var channel = await messages.Kinds.OfAsync(address, ct);
        var thread = channel.IsThread ? address : message; // The thread of a message, and of a forum's post, has its id.
        if (!channel.IsThread && !channel.IsForum && !await IsThereAsync(thread, ct))
        {
            return Unwanted("no thread hangs on the post");
        }

        var outcome = await messages.StandAsync(
            thread.ToString(),
            new ChannelContent(new MessageDraft { Content = text })
            {
                Title = text,
                Recognise = found => found.Content == text ? Likeness.Same : Likeness.Other,
            },
            Standing.Of(delivery),
            ct);
        if (outcome is SendOutcome.Park closed && !channel.IsThread)
        {
            return Unwanted(closed.Reason);
        }

        if (outcome is SendOutcome.Sent { Removed: false } && withdrawn && channel.IsForum)
        {
            await rest.EditThreadAsync(thread, new ThreadChange { Archived = true }, ct);
        }

        return outcome;
    }

    private async Task<bool> IsThereAsync(Snowflake thread, CancellationToken ct)
    {
        try
        {
            return (await messages.Kinds.OfAsync(thread, ct)).IsThread;
        }
        catch (DiscordException unknown) when (unknown.Code is ErrorCode.UnknownChannel or ErrorCode.MissingAccess)
        {
            return false;
        }
    }

    /// <returns>Null: it is not true any more.</returns>
    private static string? Text(string part, Item item, bool withdrawn) => part[..1] switch
    {
        FollowUp.Correction when !withdrawn && item.Correction is { } correction && part[1..] == FollowUp.HashOf(correction) =>
            $"**Correction:** {Limits.Cut(Markdown.Escape(correction), LongestCorrection)}",
        FollowUp.Withdrawal when withdrawn => "**Withdrawn:** the publisher has taken this back.",
        FollowUp.Return when !withdrawn => "The publisher has put this back: the post stands again.",
        _ => null,
    };

    private static SendOutcome.GiveUp Unwanted(string reason) => new(reason, Unwanted: true);
}
