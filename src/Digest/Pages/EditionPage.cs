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
public sealed class EditionPage(Db db, IReadOnlyList<DigestPlan> plans, SenderOptions sender, PublicSite site, Phrases phrases, RenderPage render, TimeProvider time)
{
    // A year of a weekly and two months of a daily digest; older ones stand on older pages.
    private const int PageLength = 100;

    // A withdrawn item is gone from copies within five minutes.
    private const string Caching = "public, max-age=300";

    private readonly PageAge age = new(time);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/e/", [HttpMethods.Get, HttpMethods.Head], ListAsync);
        endpoints.MapMethods("/e/{plan}/{name}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        if (PageMark.Of(http.Request.Query) is not { } mark)
        {
            await ErrorPage.WriteAsync(http, StatusCodes.Status404NotFound, phrases, render, site);
            return;
        }

        var language = PageLanguage.Of(http, phrases);
        var editions = await db.ReadAsync(tx => EditionTable.ListAsync(tx, mark.At, mark.Id, PageLength + 1), http.RequestAborted);
        var model = new EditionList
        {
            Language = language,
            Direction = Phrases.Direction(language),
            Site = site.Name,
            Home = site.Link(""),
            Url = site.Link(mark.IsNewest ? "e/" : $"e/?before={mark}"),
            Editions = [.. editions.Take(PageLength).Select(edition => Line(edition, language))],
            Older = editions.Count > PageLength ? site.Link($"e/?before={new PageMark(editions[PageLength - 1].EndsAt, editions[PageLength - 1].Id)}") : null,
            Newest = mark.IsNewest ? null : site.Link("e/"),
        };
        await PageReply.HtmlAsync(http, render("pages/editions", model), Caching, age);
    }

    private async Task ShowAsync(HttpContext http)
    {
        var (plan, name) = (Plan($"{http.Request.RouteValues["plan"]}"), $"{http.Request.RouteValues["name"]}");
        var language = PageLanguage.Of(http, phrases);
        var issue = await db.ReadAsync(tx => ReadAsync(tx, plan, name), http.RequestAborted);
        if (issue is null || DigestMail.Model(issue, sender, phrases, Audience.Everybody(issue.Plan, language)) is not { } model)
        {
            await ErrorPage.WriteAsync(http, StatusCodes.Status404NotFound, phrases, render, site);
            return;
        }

        await PageReply.MailAsync(http, render($"digest/{issue.Plan.Template}", model), Caching, age);
    }

    private EditionLine Line(Edition edition, string language)
    {
        var plan = Plan(edition.Plan);
        return new(edition.Period.Label(plan.Zone, language), site.Link(DigestMail.EditionPath(edition)), PlanText.Of(phrases, language, plan.Name), edition.ItemCount);
    }

    private static async Task<Issue?> ReadAsync(Tx tx, DigestPlan plan, string name) =>
        await EditionTable.FindAsync(tx, plan.Name, name) is { } edition ? await EditionTable.IssueAsync(tx, plan, edition) : null;

    // An edition outlives its plan in the configuration.
    private DigestPlan Plan(string name) =>
        plans.FirstOrDefault(plan => plan.Name == name) ?? new(name, new(DayOfWeek.Monday, TimeOnly.MinValue), TimeZoneInfo.Utc);
}

/// <summary>What <c>pages/editions</c> shows.</summary>
internal sealed record EditionList
{
    public required string Language { get; init; }
    public required string Direction { get; init; }
    public required string Site { get; init; }
    public required string Home { get; init; }
    public required string Url { get; init; }
    public required IReadOnlyList<EditionLine> Editions { get; init; }

    /// <summary>The next older page.</summary>
    public required string? Older { get; init; }

    /// <summary>The first page, from an older one.</summary>
    public required string? Newest { get; init; }
}

internal sealed record EditionLine(string Label, string Url, string Plan, int Items);
