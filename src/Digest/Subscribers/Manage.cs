namespace NewsBot.Digest.Subscribers;

/// <summary><c>/m/{token}</c>: all that is kept of a reader, to look at and to change, with no password but the link.</summary>
public sealed class Manage
{
    /// <summary>The path of a subscriber's link, below the site's address. It works for as long as the mail is kept.</summary>
    public static string Path(LinkKeys keys, long subscriberId) => $"m/{LinkToken.Make(keys, LinkPurpose.Manage, subscriberId)}";
}
