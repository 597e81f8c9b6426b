using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// <c>/u/{token}</c>. GET shows a page with a button and changes nothing, because scanners follow links. POST ends the
/// subscriber's plan: from that button, or from a mail program's own (RFC 8058), with no cookie, login or redirect.
/// </summary>
public sealed class Unsubscribe(Db db, LinkKeys keys, RenderPage render)
{
    // "List-Unsubscribe=One-Click" takes 26 bytes, as multipart a few hundred. The token says it all: the body is not read.
    private const int LargestBody = 16 * 1024;
    private const string Uncached = "no-store";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/u/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        endpoints.MapPost("/u/{token}", EndAsync);
    }

    /// <summary>The path of a subscriber's link, below the site's address.</summary>
    internal static string Path(LinkKeys keys, long subscriptionId) => $"u/{LinkToken.Make(keys, LinkPurpose.Unsubscribe, subscriptionId)}";

    private async Task ShowAsync(HttpContext http)
    {
        if (!TryReadToken(http, out var subscriptionId))
        {
            await ReplyAsync(http, StatusCodes.Status400BadRequest, new("bad"), page: true);
            return;
        }

        await ReplyAsync(http, StatusCodes.Status200OK, await db.ReadAsync(tx => AskAsync(tx, subscriptionId), http.RequestAborted), page: true);
    }

    private async Task EndAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }

        // A mail program asks for nothing in particular, a browser for HTML.
        var page = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (http.Request.ContentLength > LargestBody)
        {
            await PageReply.TextAsync(http, StatusCodes.Status413PayloadTooLarge, "The body is too large.\n", Uncached);
            return;
        }

        if (!TryReadToken(http, out var subscriptionId))
        {
            await ReplyAsync(http, StatusCodes.Status400BadRequest, new("bad"), page);
            return;
        }

        // Not the request's own token: who goes away too soon has pressed the button all the same.
        await ReplyAsync(http, StatusCodes.Status200OK, await db.WriteAsync(tx => EndAsync(tx, subscriptionId), CancellationToken.None), page);
    }

    private static async Task<UnsubscribePage> AskAsync(Tx tx, long subscriptionId)
    {
        var owner = await SubscriberTable.OwnerAsync(tx, subscriptionId);
        var followed = owner is null ? [] : await SubscriberTable.FollowedAsync(tx, owner.SubscriberId, owner.Plan);
        return followed.Count == 0 ? await DoneAsync(tx, owner) : new("ask")
        {
            Plan = owner!.Plan,
            Topics = string.Join(", ", followed.Select(topic => topic.Name)),
        };
    }

    private static async Task<UnsubscribePage> EndAsync(Tx tx, long subscriptionId)
    {
        var owner = await SubscriberTable.OwnerAsync(tx, subscriptionId);
        if (owner is not null)
        {
            await SubscriberTable.EndAsync(tx, owner.SubscriberId, owner.Plan, "one-click");
            if (!await SubscriberTable.GetsAnythingAsync(tx, owner.SubscriberId))
            {
                // With another plan left, its mail must go; what waits of this one is stopped when it is about to be sent.
                await Outbox.CancelAsync(tx, "mail", $"{owner.SubscriberId}", "unsubscribed");
            }
        }

        return await DoneAsync(tx, owner);
    }

    // A subscription that was erased meanwhile has no plan to name, and is ended all the same.
    private static async Task<UnsubscribePage> DoneAsync(Tx tx, SubscriptionOwner? owner) => owner is null ? new("done") : new("done")
    {
        Plan = owner.Plan,
        Topics = string.Join(", ", await SubscriberTable.TopicNamesAsync(tx, owner.SubscriberId, owner.Plan)),
    };

    private bool TryReadToken(HttpContext http, out long subscriptionId) =>
        LinkToken.TryRead(keys, LinkPurpose.Unsubscribe, http.Request.RouteValues["token"] as string, out subscriptionId);

    private Task ReplyAsync(HttpContext http, int status, UnsubscribePage model, bool page)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return page
            ? PageReply.HtmlAsync(http, status, render("pages/unsubscribe", model), Uncached)
            : PageReply.TextAsync(http, status, status == StatusCodes.Status200OK ? "You are unsubscribed.\n" : "This link does not work. Nothing has changed.\n", Uncached);
    }
}

/// <summary>What <c>pages/unsubscribe</c> shows.</summary>
/// <param name="State"><c>ask</c>, <c>done</c> or <c>bad</c>.</param>
public sealed record UnsubscribePage(string State)
{
    public string Language { get; init; } = "en";
    public string Plan { get; init; } = "";
    public string Topics { get; init; } = "";
}
