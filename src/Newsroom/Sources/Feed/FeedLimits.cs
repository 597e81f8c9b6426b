namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>What one feed may cost. Beyond these it is cut or refused; a real feed comes near to none of them.</summary>
internal static class FeedLimits
{
    /// <summary>Bytes of a document: podcasts with all their episodes have some 5 MiB.</summary>
    public const int Bytes = 16 * 1024 * 1024;

    /// <summary>Items of a document; the later ones are left out. Feeds begin with the newest.</summary>
    public const int Items = 2_000;

    /// <summary>Elements within elements. Also bounds the stack of what walks them.</summary>
    public const int Depth = 128;

    /// <summary>Elements of one item; the later ones are left out.</summary>
    public const int ItemElements = 10_000;

    /// <summary>Elements about the feed itself; the later ones are left out.</summary>
    public const int HeadElements = 500;

    /// <summary>Attributes of one element; the later ones are left out.</summary>
    public const int Attributes = 64;

    /// <summary>Different prefixes of a document; with more it is broken.</summary>
    public const int Prefixes = 256;

    /// <summary>UTF-16 units of one text; what follows is left out.</summary>
    public const int Text = 512 * 1024;

    /// <summary>Refusals that are listed; one more says that there are others.</summary>
    public const int Refusals = 20;

    /// <summary>Levels of a JSON document.</summary>
    public const int JsonDepth = 64;

    /// <summary>Longest that a feed can ask readers to stay away.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);
}
