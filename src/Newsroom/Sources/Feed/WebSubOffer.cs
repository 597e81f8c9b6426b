namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>A feed says who tells of its changes.</summary>
/// <param name="Hub">Where to subscribe.</param>
/// <param name="Topic">What the hub calls the feed.</param>
public sealed record WebSubOffer(Uri Hub, Uri Topic);
