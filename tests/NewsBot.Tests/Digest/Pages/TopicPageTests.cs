using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

public sealed class TopicPageTests
{
    [Theory]
    [MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task A_topic_shows_what_is_public_newest_first_and_nothing_else(string dialect)
    {
        await using var pages = await PageWorld.StartAsync(dialect);
        var world = pages.World;
        await pages.PublishAsync("First");
        await pages.PublishAsync("Second");
        var held = await pages.PublishAsync("Hidden: held");
        await world.Db.WriteAsync(tx => HoldItem.RunAsync(tx, held.Id));
        var gone = await pages.PublishAsync("Hidden: withdrawn");
        await world.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, gone.Id, ItemState.Withdrawn, null));
        await pages.PublishAsync(Some.Record(title: "Hidden: expired") with { ExpiresAt = world.Store.Time.GetUtcNow() });
        var fused = await pages.PublishAsync("Hidden: doubtful");
        await world.Db.WriteAsync(tx => Outbox.EnqueueAsync(tx, [Some.Draft(item: fused.Id, held: true)]));
        await world.Db.WriteAsync(async tx =>
        {
            var later = await ItemTable.InsertAsync(tx, "test", Some.Record(title: "Hidden: scheduled") with { PublishAt = tx.Now.AddDays(1) }, ItemState.Scheduled, null);
            await ItemTable.SetTopicsAsync(tx, later.Id, [world.Water]);
        });
        await world.PublishAsync("Hidden: of another topic", world.Law);

        var html = await pages.TextAsync("/t/water");
        Assert.Equal(["Second", "First"], Titles(html));
        Assert.DoesNotContain("Hidden", html, StringComparison.Ordinal);

        var feed = await pages.TextAsync("/t/water.atom");
        Assert.Contains("First", feed, StringComparison.Ordinal);
        Assert.DoesNotContain("Hidden", feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_photo_leads_and_is_not_listed_again()
    {
        await using var pages = await PageWorld.StartAsync();
        var picture = "https://pictures.example.org/a.jpg";
        await pages.PublishAsync(Some.Record(title: "Old photo") with { Kind = "photo", Image = new(picture, "A boat", null) });
        await pages.PublishAsync(Some.Record(title: "New photo") with { Kind = "photo", Image = new(picture, "Another boat", "Harbour police") });
        await pages.PublishAsync(Some.Record(title: "Story with a picture") with { Image = new(picture, "A weir", null) });
        var page = Parse(await pages.TextAsync("/t/water"));
        Assert.Equal("Photo of the week", page.QuerySelector("figure h2")!.TextContent);
        Assert.Equal("New photo", page.QuerySelector("figure h3")!.TextContent.Trim());
        Assert.Equal("Another boat", page.QuerySelector("figure img")!.GetAttribute("alt"));
        Assert.Contains("Photo: Harbour police", page.QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Story with a picture", "Old photo"], page.QuerySelectorAll("article h3").Select(title => title.TextContent.Trim()));
    }

    [Fact]
    public async Task Deadlines_stand_soonest_first_with_the_days_left_and_no_longer_than_they_last()
    {
        await using var pages = await PageWorld.StartAsync();
        var now = pages.World.Store.Time.GetUtcNow();
        await pages.PublishAsync(Some.Record(title: "Hearing") with { DeadlineAt = now.AddDays(9) });
        await pages.PublishAsync(Some.Record(title: "Call") with { DeadlineAt = now.AddDays(1).AddHours(1) });
        await pages.PublishAsync(Some.Record(title: "Over") with { DeadlineAt = now });
        var page = Parse(await pages.TextAsync("/t/water"));
        Assert.Equal(["Call|1 day left", "Hearing|9 days left"], page.QuerySelectorAll(".deadlines li").Select(line => $"{line.QuerySelector("a")!.TextContent}|{line.QuerySelector(".badge")!.TextContent}"));
        Assert.Contains("Was open until 16 November 2026", page.QuerySelector("article")!.TextContent, StringComparison.Ordinal);

        pages.World.Store.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["Hearing"], Parse(await pages.TextAsync("/t/water")).QuerySelectorAll(".deadlines a").Select(link => link.TextContent));
    }

    [Theory]
    [MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task Older_pages_show_every_item_once_and_do_not_move_when_news_comes(string dialect)
    {
        await using var pages = await PageWorld.StartAsync(dialect);
        var all = Enumerable.Range(1, 45).Select(n => $"News {n}").ToList();
        foreach (var title in all)
        {
            // Two in the same instant: the id decides.
            await (title.EndsWith('0') ? pages.World.PublishAsync(Some.Record(title: title) with { PublishedAt = null }, pages.World.Water) : pages.PublishAsync(title));
        }

        var seen = new List<string>();
        var second = Older(await pages.TextAsync("/t/water"))!;
        for (string? path = "/t/water"; path is not null;)
        {
            var html = await pages.TextAsync(path);
            seen.AddRange(Titles(html));
            path = Older(html);
        }

        Assert.Equal(all.AsEnumerable().Reverse(), seen);
        var before = Titles(await pages.TextAsync(second));
        await pages.PublishAsync("Newer");
        Assert.Equal(before, Titles(await pages.TextAsync(second)));
        Assert.Contains("Newest news", await pages.TextAsync(second), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/t/water?before=1")]
    [InlineData("/t/water?before=x-1")]
    [InlineData("/t/water?before=")]
    [InlineData("/t/water?before=1-2-3")]
    [InlineData("/t/water?before=99999999999999999-1")]
    [InlineData("/t/water?before=1-1&before=1-1")]
    [InlineData("/t/nothing")]
    [InlineData("/e/?before=x")]
    [InlineData("/nothing/at/all")]
    public async Task What_is_not_there_is_a_friendly_404(string path)
    {
        await using var pages = await PageWorld.StartAsync();
        var reply = await pages.GetAsync(path, "Accept", "text/html", "Accept-Language", "de");
        var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Contains("Unter dieser Adresse ist nichts", html, StringComparison.Ordinal);
        Assert.Contains("no-store", reply.Headers.GetValues("Cache-Control"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Another_method_is_refused_with_a_page_for_people_and_without_for_programs()
    {
        await using var pages = await PageWorld.StartAsync();
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Post })
        {
            var refused = await pages.AskAsync(method, "/t/water", "Accept", "text/html");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Equal(["GET", "HEAD"], refused.Content.Headers.Allow.Order(StringComparer.Ordinal));
            Assert.Contains("does not work here", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        var program = await pages.GetAsync("/nothing");
        Assert.Equal((HttpStatusCode.NotFound, 0), (program.StatusCode, (await program.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
        Assert.Contains("nosniff", program.Headers.GetValues("X-Content-Type-Options"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/t/water")]
    [InlineData("/t/water.atom")]
    [InlineData("/e/")]
    [InlineData("/e/weekly/2026-W47")]
    public async Task An_unchanged_page_is_not_sent_again_and_a_head_has_no_body(string path)
    {
        await using var pages = await PageWorld.StartAsync();
        var item = await pages.PublishAsync("News");
        await pages.PublishAsync("More news");
        await pages.World.OpenNextAsync();
        var first = await pages.GetAsync(path);
        var (tag, since) = (first.Headers.ETag!.Tag, first.Content.Headers.LastModified!.Value.ToString("r"));
        Assert.True(first.Headers.CacheControl is { Public: true, MaxAge: not null });
        pages.World.Store.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var asked in new[] { ("If-None-Match", tag), ("If-None-Match", $"\"x\", W/{tag}"), ("If-None-Match", "*"), ("If-Modified-Since", since) })
        {
            var again = await pages.GetAsync(path, asked.Item1, asked.Item2);
            Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
        }

        var head = await pages.AskAsync(HttpMethod.Head, path);
        Assert.Equal((HttpStatusCode.OK, tag, first.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag!.Tag, head.Content.Headers.ContentLength));

        // The tag counts alone where both are sent.
        Assert.Equal(HttpStatusCode.OK, (await pages.GetAsync(path, "If-None-Match", "\"other\"", "If-Modified-Since", since)).StatusCode);

        if (path is "/t/water" or "/t/water.atom" or "/e/weekly/2026-W47")
        {
            await pages.World.Db.WriteAsync(tx => ItemTable.SetStateAsync(tx, item.Id, ItemState.Withdrawn, null));
            Assert.Equal(HttpStatusCode.OK, (await pages.GetAsync(path, "If-None-Match", tag)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await pages.GetAsync(path, "If-Modified-Since", since)).StatusCode);
        }
    }

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de", "ltr", "Water Policy abonnieren")]
    [InlineData("ar", "ar", "rtl", "اشترك في Water Policy")]
    [InlineData("fr, en;q=0.3, de;q=0.7", "de", "ltr", "Nachrichten")]
    [InlineData("en-GB, de", "en", "ltr", "Back to top")]
    [InlineData("de;q=0, *", "en", "ltr", "Back to top")]
    [InlineData("fr", "en", "ltr", "Back to top")]
    [InlineData("\"; nonsense ,,", "en", "ltr", "Back to top")]
    public async Task A_page_speaks_the_language_that_the_browser_asks_for(string wish, string language, string direction, string text)
    {
        await using var pages = await PageWorld.StartAsync();
        await pages.PublishAsync("News");
        foreach (var path in new[] { "/t/water", "/", "/e/" })
        {
            var reply = await pages.GetAsync(path, "Accept-Language", wish);
            Assert.Contains("Accept-Language", reply.Headers.Vary, StringComparer.Ordinal);
            Assert.Equal([language], reply.Content.Headers.ContentLanguage);
            var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", html, StringComparison.Ordinal);
            Assert.True(path != "/t/water" || html.Contains(text, StringComparison.Ordinal), html);
        }
    }

    [Fact]
    public async Task Hostile_texts_are_shown_and_not_done()
    {
        await using var pages = await PageWorld.StartAsync();
        const string Evil = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 * 7 }} \u202Etxt\u2067\u0001\r\nSet-Cookie: a=b \"'>";
        await pages.World.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "water", "Water " + Evil));
        await pages.PublishAsync(Some.Record(title: Evil + new string('x', 10_000)) with
        {
            Url = "javascript:alert(1)",
            Summary = Evil,
            Kind = Evil,
            Author = Evil,
            Correction = Evil,
            Location = Evil,
            StartsAt = pages.World.Store.Time.GetUtcNow().AddDays(3),
            DeadlineAt = pages.World.Store.Time.GetUtcNow().AddDays(3),
            Image = new("data:text/html,<script>alert(1)</script>", Evil, Evil),
        });
        await pages.PublishAsync(Some.Record(title: "x") with { Kind = "photo", Image = new("https://p.example/\"><script>", Evil, Evil) });
        foreach (var path in new[] { "/", "/t/water" })
        {
            var reply = await pages.GetAsync(path);
            var html = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var page = Parse(html);
            Assert.Empty(page.QuerySelectorAll("script, iframe, object, [onerror], [style]"));
            Assert.Equal(path == "/" ? 0 : 1, page.Images.Length);
            Assert.DoesNotContain("javascript:", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("data:text", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(html, character => character is '\u202E' or '\u2067');
            Assert.DoesNotContain(html, character => char.IsControl(character) && character != '\n');
            Assert.False(reply.Headers.Contains("Set-Cookie"));
            Assert.True(html.Length < 40_000, $"{html.Length}");
            if (path != "/")
            {
                Assert.Contains("{{ 7 * 7 }}", page.Body!.TextContent, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/t/water")]
    [InlineData("/e/")]
    [InlineData("/t/nothing")]
    public async Task A_page_may_use_its_own_style_and_nothing_else(string path)
    {
        await using var pages = await PageWorld.StartAsync();
        await pages.PublishAsync("News");
        var reply = await pages.GetAsync(path, "Accept", "text/html");
        var policy = reply.Headers.GetValues("Content-Security-Policy").Single();
        var page = Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var hashes = page.QuerySelectorAll("style").Select(style => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.TextContent)))}'").ToList();
        Assert.NotEmpty(hashes);
        Assert.Equal(
            $"default-src 'none'; img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src {string.Join(' ', hashes)}", policy);
        Assert.Empty(page.QuerySelectorAll("[style], script, link[rel=stylesheet], base, iframe"));
        Assert.All(page.QuerySelectorAll("img"), image => Assert.True(image.HasAttribute("alt")));
        Assert.Equal(["nosniff"], reply.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], reply.Headers.GetValues("Referrer-Policy"));
        Assert.False(reply.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_picture_that_lies_in_a_folder_is_served_by_this_site()
    {
        await using var pages = await PageWorld.StartAsync();
        var file = Repository.Path("content", "2026-11-20-photo-of-the-week", "photo.jpg");
        var item = await pages.PublishAsync(Some.Record(title: "Photo") with { Kind = "photo", Image = new(file, "A boat", null) });
        var page = Parse(await pages.TextAsync("/t/water"));
        var address = page.QuerySelector("figure img")!.GetAttribute("src")!;
        Assert.Equal($"https://news.example.org/media/{item.Id}/1", address);
        Assert.Equal("image/jpeg", (await pages.GetAsync(new Uri(address).AbsolutePath)).Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain(Path.GetDirectoryName(file)!, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestStore.Dialects), MemberType = typeof(TestStore))]
    public async Task The_list_has_every_topic_with_the_date_of_its_newest(string dialect)
    {
        await using var pages = await PageWorld.StartAsync(dialect);
        await pages.PublishAsync("News");
        var page = Parse(await pages.TextAsync("/"));
        Assert.Equal(
            ["Law Enforcement Partnerships https://news.example.org/t/law-enforcement Nothing has been published yet.", "Water Policy https://news.example.org/t/water Newest: 16 November 2026"],
            page.QuerySelectorAll("main li").Select(line => $"{line.QuerySelector("strong")!.TextContent} {line.QuerySelector("a")!.GetAttribute("href")} {line.QuerySelector(".dim")!.TextContent}"));
    }

    [Fact]
    public async Task An_event_says_when_and_where_and_an_item_of_two_topics_names_the_other()
    {
        await using var pages = await PageWorld.StartAsync();
        var start = new DateTimeOffset(2026, 12, 3, 17, 0, 0, TimeSpan.Zero);
        var item = await pages.World.PublishAsync(
            Some.Record(title: "Open evening") with { Kind = "event", StartsAt = start, EndsAt = start.AddHours(2), Location = "Town hall" }, pages.World.Water, pages.World.Law);
        var text = Regex.Replace(Parse(await pages.TextAsync("/t/water")).QuerySelector("article")!.InnerHtml, @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.Contains("When: Thursday 3 December 2026, 18:00 to 20:00", text, StringComparison.Ordinal);
        Assert.Contains("Where: Town hall", text, StringComparison.Ordinal);
        Assert.Contains($"https://news.example.org/i/{item.Id}.ics", text, StringComparison.Ordinal);
        Assert.Contains("Also in: <a href=\"https://news.example.org/t/law-enforcement\">Law Enforcement Partnerships</a>", text, StringComparison.Ordinal);
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static List<string> Titles(string html) => [.. Parse(html).QuerySelectorAll("h3").Select(title => title.TextContent.Trim())];

    private static string? Older(string html) => Parse(html).QuerySelector("a[rel=next]")?.GetAttribute("href") is { } address ? new Uri(address).PathAndQuery : null;
}
