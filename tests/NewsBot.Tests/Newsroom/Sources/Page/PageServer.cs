using System.Net;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Tests.Newsroom.Sources.Web;

namespace NewsBot.Tests.Newsroom.Sources.Page;

/// <summary>A topic page on loopback.</summary>
public sealed class PageServer : DocumentServer
{
    protected override string ContentType => "text/html; charset=utf-8";

    public static Task<PageServer> StartAsync() => StartAsync(new PageServer());

    public PageSource Source() => new("hand", new PageOptions { Address = Web.At("/topic"), Selectors = new PageSelectors { Row = "li", Title = "b", Link = "a@href" } }, Client);

    protected override string Document(IReadOnlyDictionary<string, string?> items) =>
        $"<ul>{string.Concat(items.Select(item => $"<li><a href='/{item.Key}?utm_source=topic'><b>{WebUtility.HtmlEncode(item.Value)}</b></a>"))}</ul>";
}
