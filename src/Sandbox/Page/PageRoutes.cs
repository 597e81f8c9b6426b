using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalMailbox;

namespace NewsBot.Sandbox.Page;

/// <summary>The one web page, its live events, the mails and the uploaded files. Everything is read-only.</summary>
internal static class PageRoutes
{
    /// <summary>No foreign script, style or frame; images from anywhere, as posts and mails show them.</summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A mail's HTML runs nothing and sends nothing; its links open elsewhere.</summary>
    private const string MailPolicy =
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>Uploaded files are shown as images or not at all.</summary>
    private const string FilePolicy = "sandbox; default-src 'none'";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    public static void Map(IEndpointRouteBuilder web, Discord discord, Mailbox mailbox, LiveEvents live, CancellationToken stopping)
    {
        web.MapGet("/", (HttpResponse response) => Asset(response, "index.html"));
        web.MapGet("/assets/{name}", Asset);

        web.MapGet("/sandbox/events", (HttpResponse response, CancellationToken aborted) =>
        {
            Guard(response, FilePolicy);
            var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
            response.RegisterForDispose(ends);
            return TypedResults.ServerSentEvents(live.SubscribeAsync(() => PageState.Read(discord, mailbox), ends.Token));
        });

        web.MapGet("/sandbox/mails/{id}", (HttpResponse response, string id) =>
        {
            Guard(response, FilePolicy);
            return mailbox.Find(id) is { } mail ? Results.Text(MailView.Detail(mail).ToJsonString(), "application/json") : Results.NotFound();
        });
        web.MapGet("/sandbox/mails/{id}/html", (HttpResponse response, string id) =>
        {
            Guard(response, MailPolicy);
            return mailbox.Find(id) is { } mail && MailView.Html(mail) is { } html ? Results.Text(html, "text/html", System.Text.Encoding.UTF8) : Results.NotFound();
        });
        web.MapGet("/sandbox/mails/{id}/source", (HttpResponse response, string id) =>
        {
            Guard(response, FilePolicy);
            return mailbox.Find(id) is { } mail ? Results.Bytes(mail.Raw, "text/plain; charset=utf-8") : Results.NotFound();
        });

        web.MapGet("/attachments/{channel}/{id}/{name}", (HttpResponse response, string id, string name) =>
        {
            Guard(response, FilePolicy);
            return Snowflakes.TryParse(id, out var file) && discord.FindFile(file) is { } bytes ? Results.Bytes(bytes, FileStore.ContentType(name)) : Results.NotFound();
        });
    }

    private static IResult Asset(HttpResponse response, string name)
    {
        Guard(response, PagePolicy);
        var stream = ContentTypes.TryGetValue(Path.GetExtension(name), out var type) ? Assembly.GetExecutingAssembly().GetManifestResourceStream(name) : null;
        return stream is null ? Results.NotFound() : Results.Stream(stream, type);
    }

    private static void Guard(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }
}
