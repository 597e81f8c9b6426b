using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Newsroom.Sources.Web;
using NewsBot.Tests.Newsroom.Sources.Web;

namespace NewsBot.Tests.Newsroom.Sources.Page;

/// <summary>A topic page on loopback that honours conditions.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly SortedDictionary<string, string?> items = new(StringComparer.Ordinal);
    private readonly WebClient client = WebRoom.Client();
    private WebServer? web;
    private int version;

    /// <summary>A status that answers in place of the page.</summary>
    public int? Trouble { get; set; }

    public WebServer Web => web ?? throw new InvalidOperationException("It is not started.");

    public static async Task<PageServer> StartAsync()
    {
        var server = new PageServer();
        server.web = await WebServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public PageSource Source() => new("hand", new PageOptions { Address = Web.At("/topic"), Selectors = new PageSelectors { Row = "li", Title = "b", Link = "a@href" } }, client);

    /// <param name="title">Null: the row has a link and no title.</param>
    public void Show(string id, string? title)
    {
        items[id] = title;
        version++;
    }

    public void Remove(string id)
    {
        items.Remove(id);
        version++;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Web.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var tag = $"\"{version}\"";
        if ((Trouble ?? (context.Request.Headers.IfNoneMatch == tag ? 304 : null)) is { } status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        context.Response.Headers.ETag = tag;
        context.Response.ContentType = "text/html; charset=utf-8";
        var rows = items.Select(item => $"<li><a href='/{item.Key}?utm_source=topic'><b>{System.Net.WebUtility.HtmlEncode(item.Value)}</b></a>");
        return context.Response.WriteAsync($"<ul>{string.Concat(rows)}</ul>");
    }
}
