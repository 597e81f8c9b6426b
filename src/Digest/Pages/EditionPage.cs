using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Pages;

/// <summary><c>/e/</c> lists the editions, <c>/e/{plan}/{name}</c> shows one as its readers got it, without what is theirs alone.</summary>
public sealed class EditionPage(Db db, IReadOnlyList<DigestPlan> plans, SenderOptions sender, Phrases phrases, RenderPage render)
{
    // Two years of a weekly and a daily digest; older ones keep their addresses.
    private const int MostListed = 1000;

    // A withdrawn item is gone from copies within five minutes.
    private const string Caching = "public, max-age=300";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/e/", [HttpMethods.Get, HttpMethods.Head], ListAsync);
        endpoints.MapMethods("/e/{plan}/{name}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        var editions = await db.ReadAsync(tx => EditionTable.ListAsync(tx, MostListed), http.RequestAborted);
        var lines = editions.Select(edition => new EditionLine(
            edition.Period.Label(Plan(edition.Plan).Zone), sender.Link(DigestMail.EditionPath(edition)), edition.ItemCount));
        await PageReply.HtmlAsync(http, StatusCodes.Status200OK, render("pages/editions", new EditionList("en", [.. lines])), Caching);
    }

    private async Task ShowAsync(HttpContext http)
    {
        var (plan, name) = (Plan($"{http.Request.RouteValues["plan"]}"), $"{http.Request.RouteValues["name"]}");
        var issue = await db.ReadAsync(tx => ReadAsync(tx, plan, name), http.RequestAborted);
        if (issue is null || DigestMail.Model(issue, sender, phrases, Audience.Everybody(issue.Plan, Phrases.English)) is not { } model)
        {
            await PageReply.HtmlAsync(http, StatusCodes.Status404NotFound, render("pages/not-found", new object()), "no-store");
            return;
        }

        http.Response.Headers.ContentLanguage = model.Language;
        await PageReply.HtmlAsync(http, StatusCodes.Status200OK, render($"digest/{issue.Plan.Template}", model), Caching);
    }

    private static async Task<Issue?> ReadAsync(Tx tx, DigestPlan plan, string name) =>
        await EditionTable.FindAsync(tx, plan.Name, name) is { } edition ? await EditionTable.IssueAsync(tx, plan, edition) : null;

    // An edition outlives its plan in the configuration.
    private DigestPlan Plan(string name) =>
        plans.FirstOrDefault(plan => plan.Name == name) ?? new(name, new(DayOfWeek.Monday, TimeOnly.MinValue), TimeZoneInfo.Utc);
}

/// <summary>What <c>pages/editions</c> shows.</summary>
public sealed record EditionList(string Language, IReadOnlyList<EditionLine> Editions);

public sealed record EditionLine(string Label, string Url, int Items);
