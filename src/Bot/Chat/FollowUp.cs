using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Chat;

/// <summary>Pure: what is owed because a post stands as it does now: to be published, and a word in its thread about a correction, a retraction or a return.</summary>
internal static class FollowUp
{
    public const string Correction = "c";
    public const string Withdrawal = "w";
    public const string Return = "b";

    private const string Present = "present";
    private const string Absent = "absent";

    /// <param name="delivery">As it was before the post was sent.</param>
    /// <param name="type">Null: what is not known has neither followers nor threads.</param>
    public static SendOutcome.Sent Of(SendOutcome.Sent sent, Delivery delivery, Item item, bool retracted, RouteSettings settings, ChannelType? type)
    {
        var shown = retracted ? Absent : string.IsNullOrWhiteSpace(item.Correction) ? Present : $"{Present} {HashOf(item.Correction)}";
        if (type is null)
        {
            return sent with { Shown = shown };
        }

        var crosspost = new DeliveryDraft(PublishQueue.Lane, delivery.Address, Cause.Crosspost(item.Id), delivery.WantedRev) { Urgent = item.Notify == Notify.Breaking };
        var created = delivery.RemoteId is null;
        var returns = delivery.Shown == Absent; // It may never have been published: it was taken back before its turn, or before its id was known.
        var publishes = type == ChannelType.Announcement;
        return sent with
        {
            Shown = shown,
            Then =
            [
                .. publishes && (created || returns) && !retracted && settings.Publishes ? [crosspost] : (DeliveryDraft[])[],
                .. created && !retracted ? [] : Words(delivery, item, shown).Select(part => new DeliveryDraft(delivery.Lane, delivery.Address, Cause.Reply(item.Id), delivery.WantedRev) { Part = $".{part}" }),
            ],
            Again = publishes ? [(crosspost, retracted ? Wanted.Absent : Wanted.Present)] : [],
        };
    }

    /// <summary>By it a correction is known again, so that each is said once.</summary>
    public static string HashOf(string correction) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(correction.Trim())))[..12];

    /// <summary>What a reply's row is about: <see cref="Correction"/> with its hash, or another of the three with its revision.</summary>
    public static string PartOf(Delivery reply)
    {
        var cause = reply.DedupKey[..reply.DedupKey.IndexOf('>', StringComparison.Ordinal)];
        return cause[(cause.IndexOf('.', StringComparison.Ordinal) + 1)..];
    }

    // What a version before this one put there is taken for the post without its correction having been told or not: nobody knows.
    private static string[] Words(Delivery delivery, Item item, string shown)
    {
        var revision = delivery.WantedRev.ToString(CultureInfo.InvariantCulture);
        if (shown == Absent)
        {
            return delivery.Shown == Absent ? [] : [Withdrawal + revision];
        }

        string[] back = delivery.Shown == Absent ? [Return + revision] : [];
        return delivery.Shown is null || shown == Present || shown == delivery.Shown ? back : [.. back, Correction + HashOf(item.Correction!)];
    }
}
