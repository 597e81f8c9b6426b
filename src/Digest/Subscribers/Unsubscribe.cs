using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// <c>/u/{token}</c>. GET shows how much one can leave and changes nothing, because scanners follow links. POST leaves: from a
/// button of that page, or from a mail program's own, which ends the digest of that mail (RFC 8058), with no cookie, login or redirect.
/// </summary>
/// <remarks>
/// Forms have no address: they go back to the page's own, however its host or its end were written. The page has no link to
/// <see cref="Manage"/>, for whoever was given this link to leave by was not given that.
/// </remarks>
public sealed class Unsubscribe(Db db, LinkKeys keys, RenderPage render, Phrases phrases)
{
    // "List-Unsubscribe=One-Click" takes 26 bytes, as multipart a few hundred; a choice of topics a few thousand.
    private const int LargestBody = 16 * 1024;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/u/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        endpoints.MapPost("/u/{token}", EndAsync);
    }

    /// <summary>The path of a subscriber's link, below the site's address.</summary>
    internal static string Path(LinkKeys keys, long subscriptionId) => $"u/{LinkToken.Make(keys, LinkPurpose.Unsubscribe, subscriptionId)}";

    /// <summary>Ends the digest of a subscription, as one click does. A subscription that was erased is ended already.</summary>
    /// <param name="endedBy">How we were told, such as <c>mailto</c>.</param>
    public static async Task EndAsync(Tx tx, long subscriptionId, string endedBy)
    {
        if (await SubscriberTable.OwnerAsync(tx, subscriptionId) is { } owner)
        {
            await Leave.RunAsync(tx, owner, LeaveOrder.OneClick, endedBy);
        }
    }

    private async Task ShowAsync(HttpContext http)
    {
        if (!TryReadToken(http, out var subscriptionId))
        {
            await ReplyAsync(http, StatusCodes.Status400BadRequest, Bad(http), page: true);
            return;
        }

        var wish = PageLanguage.Wish(http, phrases);
        await ReplyAsync(http, StatusCodes.Status200OK, await db.ReadAsync(tx => AskAsync(tx, subscriptionId, wish), http.RequestAborted), page: true);
    }

    private async Task EndAsync(HttpContext http)
    {
        if (await SmallForm.ReadAsync(http, LargestBody) is not { } form)
        {
            await ReaderPage.TooLargeAsync(http);
            return;
        }

        // A mail program asks for nothing in particular, a browser for HTML.
        var page = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (!TryReadToken(http, out var subscriptionId))
        {
            await ReplyAsync(http, StatusCodes.Status400BadRequest, Bad(http), page);
            return;
        }

        // Not the request's own token: who goes away too soon has pressed the button all the same.
        var wish = PageLanguage.Wish(http, phrases);
        await ReplyAsync(http, StatusCodes.Status200OK, await db.WriteAsync(tx => EndAsync(tx, subscriptionId, form, wish), CancellationToken.None), page);
    }

    private async Task<LeavePage> EndAsync(Tx tx, long subscriptionId, SmallForm form, string wish)
    {
        if (await SubscriberTable.OwnerAsync(tx, subscriptionId) is not { } owner)
        {
            return new("done", wish);
        }

        if (form["undo"] is { } token)
        {
            var undone = LinkToken.TryRead(keys, LinkPurpose.Undo, token, out var undoId) ? await UndoChange.RunAsync(tx, undoId, owner.SubscriberId) : UndoResult.TooLate;
            return await PageAsync(tx, owner, undone == UndoResult.Undone ? "undone" : "late", wish);
        }

        var order = Order(form);
        var names = (await SubscriptionTable.ChoicesAsync(tx, owner.SubscriberId)).Where(topic => topic.Plan is not null && order.TopicIds.Contains(topic.TopicId)).Select(topic => topic.Name).ToList();
        var undo = await Leave.RunAsync(tx, owner, order, form["scope"] is null ? "one-click" : "page");
        if (order.Scope == LeaveScope.Topics && order.TopicIds.Count == 0)
        {
            return await AskAsync(tx, subscriptionId, wish);
        }

        var state = order.Scope switch { LeaveScope.Topics => "topics", LeaveScope.Everything => "all", _ => "done" };
        var page = await PageAsync(tx, owner, state, wish);
        return page with
        {
            Undo = undo is { } id ? LinkToken.Make(keys, LinkPurpose.Undo, id) : null,
            Topics = order.Scope == LeaveScope.Topics ? ReaderWords.List(phrases, page.Language, names) : page.Topics,
            Never = order.Never,
        };
    }

    private static LeaveOrder Order(SmallForm form) => form["scope"] switch
    {
        "topics" => new(LeaveScope.Topics, [.. form.All("topic").Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : -1)]),
        "all" => new(LeaveScope.Everything, [], form["never"] is not null),
        _ => LeaveOrder.OneClick,
    };

    private async Task<LeavePage> AskAsync(Tx tx, long subscriptionId, string wish)
    {
        var owner = await SubscriberTable.OwnerAsync(tx, subscriptionId);
        if (owner is null)
        {
            return new("done", wish);
        }

        var followed = await SubscriberTable.FollowedAsync(tx, owner.SubscriberId, owner.Plan);
        if (followed.Count > 0)
        {
            return await PageAsync(tx, owner, "ask", wish);
        }

        var undo = await UndoTable.NewestAsync(tx, owner.SubscriberId);
        return await PageAsync(tx, owner, "done", wish) with { Undo = undo is { } id ? LinkToken.Make(keys, LinkPurpose.Undo, id) : null };
    }

    private async Task<LeavePage> PageAsync(Tx tx, SubscriptionOwner owner, string state, string wish)
    {
        var reader = await SubscriberTable.FindAsync(tx, owner.SubscriberId);
        var language = reader?.Language is { } own ? phrases.Best(own) : wish;
        var followed = (await SubscriptionTable.ChoicesAsync(tx, owner.SubscriberId)).Where(topic => topic.Plan is not null).ToList();
        var mine = followed.Where(topic => topic.Plan == owner.Plan).ToList();
        var names = mine.Count > 0 ? mine.Select(topic => topic.Name) : await SubscriberTable.TopicNamesAsync(tx, owner.SubscriberId, owner.Plan);
        return new(state, language)
        {
            Plan = ReaderWords.Digest(phrases, language, owner.Plan),
            Topics = ReaderWords.List(phrases, language, names),
            Choices = [.. mine.Select(topic => new LeaveTopic(topic.TopicId, ReaderWords.Name(topic.Name)))],
            Kept = ReaderWords.List(phrases, language, followed.Select(topic => topic.Name)),
        };
    }

    private LeavePage Bad(HttpContext http) => new("bad", PageLanguage.Wish(http, phrases));

    private bool TryReadToken(HttpContext http, out long subscriptionId) =>
        LinkToken.TryRead(keys, LinkPurpose.Unsubscribe, http.Request.RouteValues["token"] as string, out subscriptionId);

    private Task ReplyAsync(HttpContext http, int status, LeavePage model, bool page) => page
        ? ReaderPage.HtmlAsync(http, status, render("pages/unsubscribe", model), model.Language)
        : ReaderPage.TextAsync(http, status, status == StatusCodes.Status200OK ? "You are unsubscribed.\n" : "This link does not work. Nothing has changed.\n");
}

/// <summary>What <c>pages/unsubscribe</c> shows.</summary>
/// <param name="State"><c>ask</c>; <c>done</c>, <c>topics</c> or <c>all</c> after leaving; <c>undone</c> or <c>late</c> after an undo; or <c>bad</c>.</param>
public sealed record LeavePage(string State, string Language)
{
    public string Direction => Phrases.Direction(Language);

    /// <summary>A noun, as <c>weekly digest</c>.</summary>
    public string Plan { get; init; } = "";

    /// <summary>What this is about, as a sentence has it.</summary>
    public string Topics { get; init; } = "";

    /// <summary>What is still followed, of all digests.</summary>
    public string Kept { get; init; } = "";

    /// <summary>The topics of this digest, to choose from.</summary>
    public IReadOnlyList<LeaveTopic> Choices { get; init; } = [];

    /// <summary>A token, or null: there is nothing to take back.</summary>
    public string? Undo { get; init; }

    /// <summary>No mail ever again.</summary>
    public bool Never { get; init; }
}

public sealed record LeaveTopic(long Id, string Name);
