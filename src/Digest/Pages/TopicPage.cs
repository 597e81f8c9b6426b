using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Pages;

/// <summary>The model of <c>partials/subscribe</c> on a topic's page, or null when nobody can subscribe. It is the same for every visitor, for copies of the page are shared.</summary>
/// <param name="language">Of the page.</param>
public delegate object? SubscribeModel(Topic topic, string language);

/// <summary><c>/</c> lists the topics, <c>/t/{slug}</c> shows one: its photo, deadlines and news, and how to follow it. Reading changes nothing.</summary>
public sealed class TopicPage(Db db, PublicSite site, Phrases phrases, RenderPage render, SubscribeModel subscribe, TimeProvider time)
{
    private const int PageLength = 20;
    private const int MostDeadlines = 5;

    // What is withdrawn is gone from copies within a minute or five.
    private const string Caching = "public, max-age=60";
    private const string OlderCaching = "public, max-age=300";

    private readonly PageAge age = new(time);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], ListAsync);
        endpoints.MapMethods("/t/{slug}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        var language = PageLanguage.Of(http, phrases);
        var view = new TopicView(site, phrases, language, time.GetUtcNow());
        var topics = await db.ReadAsync(TopicItems.TopicsAsync, http.RequestAborted);
        var lines = topics.Select(topic => new TopicLine(
            TopicView.Name(topic.Name, topic.Slug),
            site.Link(TopicView.Path(topic.Slug)),
            site.Link(TopicFeed.Path(topic.Slug)),
            topic.NewestAt is { } newest ? view.Day(newest) : null));
        var model = new TopicListModel(language, Phrases.Direction(language), site.Name, site.Link(""), [.. lines], Archive);
        await PageReply.HtmlAsync(http, render("pages/topics", model), Caching, age);
    }

    private async Task ShowAsync(HttpContext http)
    {
        var mark = PageMark.Of(http.Request.Query);
        var found = mark is null ? null : await db.ReadAsync(tx => ReadAsync(tx, $"{http.Request.RouteValues["slug"]}", mark), http.RequestAborted);
        if (found is null)
        {
            await ErrorPage.WriteAsync(http, StatusCodes.Status404NotFound, phrases, render, site);
            return;
        }

        var language = PageLanguage.Of(http, phrases);
        await PageReply.HtmlAsync(http, render("pages/topic", Model(found, language)), found.IsFirst ? Caching : OlderCaching, age);
    }

    private static async Task<TopicNews?> ReadAsync(Tx tx, string slug, PageMark mark)
    {
        if (await TopicTable.FindAsync(tx, slug) is not { } topic)
        {
            return null;
        }

        var items = await TopicItems.NewestAsync(tx, topic.Id, mark, PageLength + 1);
        var deadlines = mark.IsNewest ? await TopicItems.DeadlinesAsync(tx, topic.Id, MostDeadlines) : [];
        return new(topic, mark, items, deadlines, await TopicItems.TopicsOfAsync(tx, items.Concat(deadlines)));
    }

    private TopicPageModel Model(TopicNews news, string language)
    {
        var view = new TopicView(site, phrases, language, time.GetUtcNow());
        var path = TopicView.Path(news.Topic.Slug);
        PageItem Show(TopicItem item) => view.Item(item, news.Topics[item.Id], news.Topic.Slug);
        var page = news.Items.Take(PageLength).Select(Show).ToList();
        var lead = !news.IsFirst ? null : page.Find(item => item is { IsPhoto: true, Image: not null }) ?? page.Find(item => item.Image is not null);
        return new TopicPageModel
        {
            Language = language,
            Direction = Phrases.Direction(language),
            Site = site.Name,
            Home = site.Link(""),
            Name = TopicView.Name(news.Topic.Name, news.Topic.Slug),
            Slug = news.Topic.Slug,
            Url = site.Link(news.IsFirst ? path : $"{path}?before={news.Mark}"),
            Feed = site.Link(TopicFeed.Path(news.Topic.Slug)),
            Archive = Archive,
            Lead = lead,
            Deadlines = [.. news.Deadlines.Select(Show)],
            Items = [.. page.Where(item => item != lead)],
            Older = news.Items.Count > PageLength ? site.Link($"{path}?before={new PageMark(news.Items[PageLength - 1].PublicAt, news.Items[PageLength - 1].Id)}") : null,
            Newest = news.IsFirst ? null : site.Link(path),
            Subscribe = subscribe(news.Topic, language),
        };
    }

    private string? Archive => site.HasArchive ? site.Link("e/") : null;

    private sealed record TopicNews(Topic Topic, PageMark Mark, IReadOnlyList<TopicItem> Items, IReadOnlyList<TopicItem> Deadlines, ILookup<long, OtherTopic> Topics)
    {
        public bool IsFirst => Mark.IsNewest;
    }
}
