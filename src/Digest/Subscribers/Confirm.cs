using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// <c>/c/{token}</c>, the link of an opt-in mail. GET shows what was asked for and a button, and changes nothing, because scanners follow
/// links. POST begins what is ticked, and may come twice. What is too old, used, or not ours gets one page each, which says nothing of anybody.
/// </summary>
public sealed class Confirm(Db db, LinkKeys keys, RenderPage render, Phrases phrases, SignupOptions options)
{
    private const int LargestBody = 16 * 1024;
    private const string Uncached = "no-store";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/c/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        endpoints.MapPost("/c/{token}", BeginAsync);
    }

    /// <summary>The path of the link that confirms, below the site's address.</summary>
    internal static string Path(LinkKeys keys, long subscriptionId) => $"c/{LinkToken.Make(keys, LinkPurpose.Confirm, subscriptionId)}";

    private async Task ShowAsync(HttpContext http)
    {
        var language = PageLanguage.Of(http, phrases);
        var page = TryReadToken(http, out var subscriptionId)
            ? await db.ReadAsync(tx => PageAsync(tx, subscriptionId, language, ticks: null), http.RequestAborted)
            : Page("bad", language);
        await ReplyAsync(http, page);
    }

    private async Task BeginAsync(HttpContext http)
    {
        var language = PageLanguage.Of(http, phrases);
        if (!TryReadToken(http, out var subscriptionId) || await TicksAsync(http) is not { } ticks)
        {
            await ReplyAsync(http, Page("bad", language));
            return;
        }

        var clicked = $"; confirmed from {ClientNetwork.Coarse(ClientNetwork.Of(http, options.TrustedProxies))}";

        // Not the request's own token: who goes away too soon has pressed the button all the same.
        await ReplyAsync(http, await db.WriteAsync(
            async tx =>
            {
                await BeginAsync(tx, subscriptionId, ticks, clicked);
                return await PageAsync(tx, subscriptionId, language, ticks);
            },
            CancellationToken.None));
    }

    /// <summary>Only what waits for the reader whom the link was mailed to, whatever the form says.</summary>
    private static async Task BeginAsync(Tx tx, long subscriptionId, IReadOnlySet<long> ticks, string clicked)
    {
        if (await OptInTable.StateAsync(tx, subscriptionId) is not { } state || await SubscriberTable.FindAsync(tx, state.SubscriberId) is not { } reader)
        {
            return;
        }

        var begun = false;
        foreach (var asked in await OptInTable.WaitingAsync(tx, reader.Id))
        {
            begun |= ticks.Contains(asked.SubscriptionId) && await OptInTable.ConfirmAsync(tx, asked.SubscriptionId, clicked);
        }

        if (begun)
        {
            await SuppressionTable.LiftAsync(tx, reader.AddressHash);
        }
    }

    /// <param name="ticks">The reader has pressed the button, now: what they follow may be shown. Null: the link was only followed.</param>
    private async Task<ConfirmPage> PageAsync(Tx tx, long subscriptionId, string language, IReadOnlySet<long>? ticks)
    {
        var state = await OptInTable.StateAsync(tx, subscriptionId);
        var reader = state is null ? null : await SubscriberTable.FindAsync(tx, state.SubscriberId);
        if (reader is null || tx.Now - (state!.AskedAt ?? DateTimeOffset.MinValue) >= OptInTable.Lifetime)
        {
            return Page("old", language);
        }

        language = reader.Language is null ? language : phrases.Best(reader.Language);
        var waiting = await OptInTable.WaitingAsync(tx, reader.Id);
        var pressed = ticks?.Count > 0 && !waiting.Any(asked => ticks.Contains(asked.SubscriptionId));
        if (waiting.Count > 0 && !pressed)
        {
            return Page("ask", language) with { Asked = [.. waiting.Select(asked => new AskedLine(asked.SubscriptionId, asked.Topic, PlanText.Of(phrases, language, asked.Plan)))] };
        }

        var followed = pressed ? await OptInTable.FollowedAsync(tx, reader.Id) : [];
        return followed.Count == 0 ? Page("used", language) : Page("done", language) with
        {
            Followed = [.. followed.Select(topic => Line(topic, reader, language, tx.Now))],
            Manage = $"{options.Base}/{Manage.Path(keys, reader.Id)}",
        };
    }

    private FollowedLine Line(FollowedTopic topic, Subscriber reader, string language, DateTimeOffset now)
    {
        var plan = options.Plans.FirstOrDefault(plan => plan.Name == topic.Plan);
        var next = plan is null ? null : new DayText(phrases, language).Long(TimeZoneInfo.ConvertTime(plan.NextAfter(now), reader.OwnZone ?? plan.Zone).DateTime);
        return new(topic.Topic, PlanText.Of(phrases, language, topic.Plan), next);
    }

    /// <returns>Null: the body is too large.</returns>
    private static async Task<IReadOnlySet<long>?> TicksAsync(HttpContext http) =>
        (await SmallForm.ReadAsync(http, LargestBody))?.All("topic").Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : 0).ToHashSet();

    private bool TryReadToken(HttpContext http, out long subscriptionId) =>
        LinkToken.TryRead(keys, LinkPurpose.Confirm, http.Request.RouteValues["token"] as string, out subscriptionId);

    private ConfirmPage Page(string state, string language) => new(state, language, Phrases.Direction(language), $"{options.Base}/");

    private Task ReplyAsync(HttpContext http, ConfirmPage page)
    {
        http.Response.Headers.ContentLanguage = page.Language;
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return PageReply.HtmlAsync(http, page.State == "bad" ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, render("pages/confirm", page), Uncached);
    }
}

/// <summary>What <c>pages/confirm</c> shows.</summary>
/// <param name="State"><c>ask</c>, <c>done</c>, <c>used</c>, <c>old</c> or <c>bad</c>.</param>
/// <param name="Site">The page of all topics.</param>
public sealed record ConfirmPage(string State, string Language, string Direction, string Site)
{
    public IReadOnlyList<AskedLine> Asked { get; init; } = [];
    public IReadOnlyList<FollowedLine> Followed { get; init; } = [];
    public string Manage { get; init; } = "";
}

public sealed record AskedLine(long Id, string Name, string Often);

/// <param name="Next">The day of the next digest; null: its plan is not configured now.</param>
public sealed record FollowedLine(string Name, string Often, string? Next);
