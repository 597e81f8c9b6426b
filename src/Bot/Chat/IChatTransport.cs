using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>Makes a post stand at an address of one chat system: creates, edits or takes back, once, without retrying.</summary>
internal interface IChatTransport
{
    /// <summary>The lane's name, as in <c>discord</c>.</summary>
    string Name { get; }

    /// <param name="address">As the route says, such as a channel id.</param>
    /// <param name="standing">What is known to stand there.</param>
    Task<SendOutcome> ShowAsync(string address, Post post, Standing standing, CancellationToken ct);
}

/// <summary>What is known to stand at an address.</summary>
/// <param name="RemoteId">The message that stands there, or null when none is known.</param>
/// <param name="Key">The same for every attempt to create one message, different for every message.</param>
/// <param name="Since">Nothing was created before this instant.</param>
/// <param name="InDoubt">An earlier attempt may have created the message although its id is not known.</param>
internal sealed record Standing(string? RemoteId, string Key, DateTimeOffset Since, bool InDoubt)
{
    // A message that stood once and was removed may come again: its revision makes the key another one.
    public static Standing Of(Delivery delivery) => new(
        delivery.RemoteId,
        $"{delivery.DedupKey}|{delivery.DoneRev}",
        delivery.CreatedAt,
        InDoubt: delivery.Attempt > 1 || delivery.LastError is not null);
}
