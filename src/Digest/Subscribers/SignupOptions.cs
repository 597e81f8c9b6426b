using System.Net;

namespace NewsBot.Digest.Subscribers;

/// <summary>A digest that readers can choose.</summary>
/// <param name="Name">Of the configured plan.</param>
/// <param name="Zone">Whose wall clock its mails follow.</param>
/// <param name="NextAfter">When the next one is due after an instant.</param>
public sealed record PlanChoice(string Name, TimeZoneInfo Zone, Func<DateTimeOffset, DateTimeOffset> NextAfter);

/// <summary>What signing up depends on.</summary>
public sealed record SignupOptions
{
    /// <summary>The first is what a reader gets who chooses none. Without any nobody can sign up.</summary>
    public required IReadOnlyList<PlanChoice> Plans { get; init; }

    /// <summary>Who sends, as readers know it.</summary>
    public required string Sender { get; init; }

    /// <summary>The public address of the pages.</summary>
    public required Uri Site { get; init; }

    /// <summary>Networks of reverse proxies, besides this machine.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Domains whose addresses are not taken, such as those of mailboxes for ten minutes.</summary>
    public RefusedDomains RefusedDomains { get; init; } = RefusedDomains.None;

    /// <summary>Every answer takes at least this long, so that what the store had to do cannot be heard from outside.</summary>
    public TimeSpan AnswerAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The site's path, for forms and scripts of pages at any depth.</summary>
    internal string Base => Site.AbsolutePath.TrimEnd('/');
}
