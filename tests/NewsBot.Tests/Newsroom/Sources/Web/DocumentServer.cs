using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources.Web;

namespace NewsBot.Tests.Newsroom.Sources.Web;

/// <summary>A document on loopback that lists items and honours conditions.</summary>
public abstract class DocumentServer : IAsyncDisposable
{
    private readonly SortedDictionary<string, string?> items = new(StringComparer.Ordinal);
    private WebServer? web;
    private int version;

    /// <summary>A status that answers in place of the document.</summary>
    public int? Trouble { get; set; }

    /// <summary>Headers of every answer.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public WebServer Web => web ?? throw new InvalidOperationException("It is not started.");

    protected WebClient Client { get; } = WebRoom.Client();

    protected abstract string ContentType { get; }

    /// <param name="title">Null: the item has none.</param>
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
        Client.Dispose();
        await Web.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static async Task<T> StartAsync<T>(T server)
        where T : DocumentServer
    {
        server.web = await WebServer.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <param name="items">Titles by id, in order.</param>
    protected abstract string Document(IReadOnlyDictionary<string, string?> items);

    private Task AnswerAsync(HttpContext context)
    {
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        var tag = $"\"{version}\"";
        if ((Trouble ?? (context.Request.Headers.IfNoneMatch == tag ? 304 : null)) is { } status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        context.Response.Headers.ETag = tag;
        context.Response.ContentType = ContentType;
        return context.Response.WriteAsync(Document(items));
    }
}
