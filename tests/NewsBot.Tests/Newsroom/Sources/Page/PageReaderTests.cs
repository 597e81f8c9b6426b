using System.Text;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Page;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Page;

public sealed class PageReaderTests
{
    private static readonly Uri Site = new("https://a.example/list");

    private static readonly PageSelectors Selectors = new() { Row = "li", Title = "a", Link = "a@href" };

    [Fact]
    public void An_edited_title_keeps_the_id_and_changes_the_hash()
    {
        var before = Read("<ul><li><a href='/x?utm_source=a'>Old</a></ul>").Records.Single();
        var after = Read("<ul><li><a href='/x#main-content'>New</a></ul>").Records.Single();
        Assert.Equal(before.ExternalId, after.ExternalId);
        Assert.NotEqual(before.ContentHash, after.ContentHash);
        Assert.Equal(before.ContentHash, Read("<p>Other</p><ul><li><a href='/x'>Old</a></ul>").Records.Single().ContentHash);
    }

    [Theory]
    [InlineData("<p>Please log in</p>", "the page has no element that is a row (\"li\"); it may have been changed")]
    [InlineData("<div id=root></div><script>document.write('<li><a href=/x>x</a>')</script>", "without scripts it shows nothing at all")]
    [InlineData("<ul><li>no link</ul>", "none of them is an item: row 1: it has no title")]
    [InlineData(" ", "the document is empty")]
    public void A_page_without_items_is_an_error_and_never_no_news(string html, string says) =>
        Assert.Contains(says, Assert.Throws<SourceException>(() => Read(html)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_page_that_looks_like_nothing_known_asks_for_selectors() =>
        Assert.Contains("say where its rows are", Assert.Throws<SourceException>(() => Read("<p>Hello</p>", new PageSelectors())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_list_that_is_a_sidebar_is_read_when_it_is_meant() =>
        Assert.Single(Read("<aside><ul><li><a href='/x'>x</a></ul></aside>").Records);

    [Theory]
    [InlineData("/a?b=1&utm_source=x&c=2", "https://a.example/a?b=1&c=2")]
    [InlineData("/a?gclid=1", "https://a.example/a")]
    [InlineData("HTTPS://A.EXAMPLE:443/B", "https://a.example/B")]
    [InlineData("#part", "https://a.example/list#part")]
    [InlineData("/list", null)]
    [InlineData("#", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("mailto:a@b.example", null)]
    [InlineData("https://user:pass@a.example/x", null)]
    [InlineData("", null)]
    public void An_address_is_known_without_what_differs_from_visit_to_visit(string href, string? id) =>
        Assert.Equal(id, new PageLink(Site).Canonical(href));

    [Theory]
    [InlineData("2026-11-24", "2026-11-24T00:00:00")]
    [InlineData("Published 2026-11-24T09:00:00Z by us", "2026-11-24T09:00:00")]
    [InlineData("Tuesday, November 24, 2026 - 14:05", "2026-11-24T14:05:00")]
    [InlineData("Nov 24th, 2026 at 2:05 pm", "2026-11-24T14:05:00")]
    [InlineData("24. Dec. 2026", "2026-12-24T00:00:00")]
    [InlineData("1st of September 2026, 12 a.m.", "2026-09-01T00:00:00")]
    [InlineData("31 February 2026", null)]
    [InlineData("03/05/2026", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Dates_are_read_as_people_write_them_and_never_guessed(string text, string? instant) =>
        Assert.Equal(instant, PageDate.Parse(text, TimeZoneInfo.Utc)?.ToString("s", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("""{ "row": "li", "titel": "a" }""", "\"titel\" is unknown")]
    [InlineData("""{ "row": "li[" }""", "the selectors.row: \"li[\" is no CSS selector.")]
    [InlineData("""{ "row": "li@href" }""", "the selectors.row")]
    [InlineData("""{ "row": "li", "link": "a[@href" }""", "the selectors.link")]
    [InlineData("""{ "row": 7 }""", "no JSON object of texts")]
    [InlineData("[]", "no JSON object of texts")]
    public void Selectors_that_are_wrong_are_named(string json, string says) =>
        Assert.Contains(says, Assert.Throws<SourceException>(() => PageSelectors.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    private static PageDocument Read(string html, PageSelectors? selectors = null) =>
        PageReader.Read(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", Site, selectors ?? Selectors, TimeZoneInfo.Utc);
}
