using System.Globalization;
using System.Net;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>Somebody says that an address wants a topic.</summary>
/// <param name="Address">As <see cref="ReaderAddress"/> writes it.</param>
/// <param name="Plan">Name of a configured digest.</param>
/// <param name="Language">One of those that readers can choose.</param>
/// <param name="Zone">IANA name, or null.</param>
/// <param name="Consent">Which words were shown where, and from where it came; never the address.</param>
public sealed record OptInRequest(string Address, long TopicId, string Plan, string Language, string? Zone, string Consent);

/// <summary>
/// Slice: writes down what is asked for, and owes the address one mail that asks its owner. Nothing is sent to anybody else's words,
/// nothing that runs is changed, and the caller learns nothing: known, unknown and suppressed addresses look alike from outside.
/// </summary>
public static class AskOptIn
{
    /// <summary>The version of the words beside the form: it changes with them, so that a consent says what was read.</summary>
    public const int WordsVersion = 1;

    /// <param name="where">Such as <c>web form</c>.</param>
    /// <param name="language">Of the words that were shown.</param>
    /// <param name="client">Null: it came by no network of the reader's own.</param>
    public static string Consent(string where, string language, string topic, string plan, DateTimeOffset now, IPNetwork? client) => string.Create(
        CultureInfo.InvariantCulture,
        $"{where}, words {WordsVersion} ({language}), {plan} digest of \"{topic}\", asked {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}{(client is { } network ? $" from {ClientNetwork.Coarse(network)}" : "")}");

    public static async Task RunAsync(Tx tx, LinkKeys keys, OptInRequest request)
    {
        // First, because it takes the row that two asks for one mailbox queue at.
        var mailbox = keys.HashAddress(AddressKey.Of(request.Address));
        var mayMail = await OptInTable.CountAsync(tx, mailbox);

        var hash = keys.HashAddress(request.Address);
        var reason = await SuppressionTable.ReasonAsync(tx, hash);
        var other = await SuppressionTable.ReasonAsync(tx, mailbox);
        var known = await SubscriberTable.FindAsync(tx, request.Address);
        if (!MayAsk(reason) || !MayAsk(other))
        {
            return;
        }

        var id = known?.Id ?? await SubscriberTable.AddAsync(tx, request.Address, hash, request.Zone, request.Language);
        await OptInTable.SpeakAsync(tx, id, request.Language, request.Zone);
        var subscriptionId = await OptInTable.AskAsync(tx, id, request.TopicId, request.Plan, request.Consent);
        if (mayMail)
        {
            var draft = new DeliveryDraft("mail", id.ToString(CultureInfo.InvariantCulture), Cause.OptIn(subscriptionId), 1);
            await Outbox.EnqueueAsync(tx, [draft with { Part = $".{tx.Now.ToUnixTimeMilliseconds()}" }]);
        }
    }

    /// <summary>Who left everything may come back; an address that complained or bounced is not written to, whoever asks.</summary>
    internal static bool MayAsk(string? suppressed) => suppressed is null or SuppressionTable.Left;
}
