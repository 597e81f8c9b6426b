using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Push;

/// <summary>How a site that pushes its items is recognised, and what completes them.</summary>
public sealed record PushOptions
{
    /// <summary>Shortest secret in characters; <c>openssl rand -hex 32</c> makes 64.</summary>
    public const int MinSecret = 32;

    /// <summary>The secret that the site signs with.</summary>
    public required string Secret { get; init; }

    /// <summary>The one before, valid while the site changes over; null: none.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Address of an item that names none, such as <c>https://news.example.org/{id}</c>; its host completes relative ones.</summary>
    public string? Link { get; init; }

    /// <summary>IANA zone of dates without an offset.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Kind of an item that names none.</summary>
    public string Kind { get; init; } = "story";

    /// <summary>What is wrong with these options, each with the full name of its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems(string key)
    {
        foreach (var (name, secret) in new[] { ("secret", Secret), ("previousSecret", PreviousSecret) })
        {
            if (secret is not null && secret.Length < MinSecret)
            {
                yield return $"{key}.{name}: too short; make one of at least {MinSecret} characters (openssl rand -hex 32), put it into a file and name it in {key}.{name}File.";
            }
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
        {
            yield return $"{key}.zone: \"{Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC.";
        }

        if (Link is not null && LinkTemplate.Problem(Link) is { } problem)
        {
            yield return $"{key}.link: {problem}";
        }
    }

    /// <summary>A record would print its secrets.</summary>
    public override string ToString() => nameof(PushOptions);
}
