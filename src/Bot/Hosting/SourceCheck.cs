using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Newsroom.Sources.Sql;

namespace NewsBot.Bot.Hosting;

/// <summary>The options of one source: what its kind makes of them, and what is wrong with them.</summary>
internal static partial class SourceCheck
{
    /// <summary>Seconds. More than a day between two reads is a mistake in the unit.</summary>
    private const int LongestEvery = 24 * 60 * 60;

    public static FolderOptions FolderOf(SourceSection source) => new() { Path = source.Path, Link = source.Link, Zone = source.Zone };

    public static PushOptions PushOf(SourceSection source) => new()
    {
        Secret = source.Secret ?? "",
        PreviousSecret = source.PreviousSecret,
        Link = source.Link,
        Zone = source.Zone,
        Kind = source.As,
    };

    public static PageSelectors SelectorsOf(SourceSection source) => new()
    {
        Row = source.Select.Row,
        Title = source.Select.Title,
        Link = source.Select.Link,
        Summary = source.Select.Summary,
        Image = source.Select.Image,
        Date = source.Select.Date,
        Topic = source.Select.Topic,
    };

    public static SqlOptions SqlOf(SourceSection source) => new()
    {
        Provider = source.Provider,
        Path = source.Path,
        Connection = source.Connection,
        Query = source.Query,
        Link = source.Link,
        Zone = source.Zone,
        Kind = source.As,
    };

    public static IEnumerable<string> Problems(string key, SourceSection source)
    {
        var problems = source.Kind switch
        {
            "folder" => FolderOf(source).Problems(key),
            "feed" => WebProblems(key, source),
            "push" => PushOf(source).Problems(key),
            "sql" => SqlOf(source).Problems(key),
            "page" => WebProblems(key, source).Concat(SelectorsOf(source).Problems($"{key}.select")),
            _ => [$"{key}.kind: \"{source.Kind}\" is no kind of source; write \"folder\", \"feed\", \"page\", \"sql\" or \"push\"."],
        };
        foreach (var problem in problems)
        {
            yield return problem;
        }

        if (source.Kind == "page" && !TimeZoneInfo.TryFindSystemTimeZoneById(source.Zone, out _))
        {
            yield return $"{key}.zone: \"{source.Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC.";
        }

        if (source.Every is < 1 or > LongestEvery)
        {
            yield return $"{key}.every: {source.Every} is no time between two reads; write 1 to {LongestEvery} seconds.";
        }

        if (source is { Kind: "sql", PostFirst: > 0 } && SqlOf(source).Incremental)
        {
            yield return $"{key}.postFirst: a query with @cursor begins with the oldest rows, so the newest are not known; leave it out.";
        }

        if (!Word().IsMatch(source.As))
        {
            yield return $"{key}.as: \"{source.As}\" is no kind of item; write one word such as story, photo or event.";
        }
    }

    /// <summary>Where a source on the web is, and which private hosts it may ask.</summary>
    private static IEnumerable<string> WebProblems(string key, SourceSection source)
    {
        if (!Uri.TryCreate(source.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{key}.url: write the http(s) address of the {source.Kind}, such as https://news.example.org/feed.xml.";
        }
        else if (url.UserInfo.Length > 0)
        {
            yield return $"{key}.url: user names and passwords in an address are not sent; write it without them.";
        }

        foreach (var host in source.AllowHosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
        {
            yield return $"{key}.allowHosts: \"{host}\" is no host name; write the name alone, such as intranet.example.org, without a port.";
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
