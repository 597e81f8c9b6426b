using MimeKit;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Mail;

/// <summary>Who sends, and where readers find us.</summary>
public sealed record SenderOptions
{
    // RFC 5321, 4.5.3.1.1 leaves 64 octets for "name+token".
    private static readonly int LongestBounceName = 64 - 1 - LinkToken.BounceCharacters;

    /// <summary>Same address for ever: readers' filters and the sender's reputation hang on it.</summary>
    public required MailboxAddress From { get; init; }

    /// <summary>Public address of NewsBot's own pages. Links in mails begin with it.</summary>
    public required Uri Site { get; init; }

    /// <summary>Where bounces go; each mail adds <c>+token</c> before the @. Null: to <see cref="From"/>.</summary>
    public string? BounceAddress { get; init; }

    /// <summary>A person's address, for help and for unsubscribing by mail. Null: nobody reads such mail, and help is the list of editions.</summary>
    public string? Owner { get; init; }

    /// <summary>Null: the relay signs, or nobody does.</summary>
    public Signing? Signing { get; init; }

    /// <summary>The domain of <see cref="From"/> as A-labels: that of message ids and list ids too.</summary>
    public string Domain => ReaderAddress.TryDomain(From.Domain, out var domain) ? domain : From.Domain;

    /// <summary>The address of <see cref="Owner"/> with its domain as A-labels.</summary>
    internal string? OwnerAddress => Owner is { } owner && ReaderAddress.TryNormalise(owner, out var address, out _) ? address : null;

    /// <returns>Name and address, or null when the text is not such a thing (RFC 5322, 3.4).</returns>
    public static MailboxAddress? Address(string text) => MailboxAddress.TryParse(text, out var address) ? address : null;

    /// <returns>Pairs of an option's name and what is wrong with it; empty when all is well.</returns>
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (!ReaderAddress.TryNormalise(From.Address, out _, out var problem))
        {
            yield return (nameof(From), problem);
        }

        if (!WebAddress.Is(Site) || (Site.Scheme != Uri.UriSchemeHttps && !Site.IsLoopback))
        {
            yield return (nameof(Site), "it should be the https address under which readers reach NewsBot, such as https://news.example.org (RFC 8058 wants https for one-click unsubscribe)");
        }

        if (Site.IsAbsoluteUri && Site.Query.Length + Site.Fragment.Length > 0)
        {
            yield return (nameof(Site), "paths are added to it, so it ends before any ? or #");
        }

        foreach (var (option, address) in new[] { (nameof(BounceAddress), BounceAddress), (nameof(Owner), Owner) })
        {
            if (address is not null && !ReaderAddress.TryNormalise(address, out _, out problem))
            {
                yield return (option, problem);
            }
        }

        if (BounceAddress?.IndexOf('@') > LongestBounceName)
        {
            yield return (nameof(BounceAddress), $"the part before the @ has {LongestBounceName} characters at most, for a token follows it and both together have 64");
        }
    }

    /// <summary>The address of a page of ours, its host as A-labels: mail programs read no others in headers.</summary>
    internal string Link(string path) => $"{new UriBuilder(Site) { Host = Site.IdnHost }.Uri.AbsoluteUri.TrimEnd('/')}/{path}";

    /// <summary>A link that writes to the <see cref="Owner"/> (RFC 6068), or null when there is none.</summary>
    internal string? Mailto(string? subject)
    {
        if (OwnerAddress is not { } address)
        {
            return null;
        }

        var at = address.LastIndexOf('@');
        return $"mailto:{Uri.EscapeDataString(address[..at])}{address[at..]}{(subject is null ? "" : $"?subject={Uri.EscapeDataString(subject)}")}";
    }
}
