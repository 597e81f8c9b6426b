using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Chat;

/// <summary>A delivery of many items becomes one message. As with posts, what the items say at this moment counts.</summary>
internal sealed class RoundUpSender(Db db, ChannelMessages messages, TimeProvider time)
{
    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        var roundUp = await db.ReadAsync(tx => RoundUps.FindAsync(tx, delivery.CauseId, delivery.Lane, delivery.Address), ct);
        if (roundUp is null)
        {
            return new SendOutcome.GiveUp($"round-up {delivery.CauseId} is not in the store", Unwanted: true);
        }

        var now = time.GetUtcNow();
        if (RoundUpLayout.Draft(roundUp, now) is not { } draft || (delivery.RemoteId is null && RoundUpLayout.IsEmpty(roundUp, now)))
        {
            return delivery.RemoteId is null ? new SendOutcome.GiveUp("none of its items is public any more", Unwanted: true) : new SendOutcome.Sent(delivery.RemoteId);
        }

        return await messages.StandAsync(
            delivery.Address,
            new ChannelContent(draft) { Title = draft.Embeds![0].Title!, Recognise = message => message.Embeds is [{ Footer.Text: var foot }, ..] && foot == RoundUpLayout.Mark(roundUp.Id) ? Likeness.Same : Likeness.Other },
            Standing.Of(delivery),
            ct);
    }
}
