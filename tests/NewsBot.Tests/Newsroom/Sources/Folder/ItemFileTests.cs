using System.Globalization;
using System.Text;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class ItemFileTests
{
    private static readonly LinkTemplate Links = new("https://news.example.org/{slug}/");

    /// <summary>File name, content, and what must be read of it.</summary>
    public static TheoryData<string, string, string> Titles => new()
    {
        { "a.md", "---\ntitle: Port opens\n---\n", "Port opens" },
        { "a.md", "\uFEFF---\r\ntitle: Port opens\r\n---\r\nText\r\n", "Port opens" },
        { "a.md", "--- \ntitle: Port opens\n---  \nText", "Port opens" },
        { "a.md", "---\ntitle: Port opens\n...\nText", "Port opens" },
        { "a.md", "---\ntitle: Port opens\n---", "Port opens" },
        { "a.md", "+++\ntitle = \"Port opens\"\n+++\nText", "Port opens" },
        { "a.md", "+++\ntitle = '''Port\nopens'''\n+++\nText", "Port opens" },
        { "a.md", "{\n  \"title\": \"Port opens\"\n}\nText", "Port opens" },
        { "a.md", "{\"title\":\"Port opens\"} Text", "Port opens" },
        { "a.md", "---\nTITLE: Port opens\n---\n", "Port opens" },
        { "a.md", "---\ntitle: >-\n  Port\n  opens\n---\n", "Port opens" },
        { "a.md", "---\ntitle: \"Port\\topens\\u0007\"\n---\n", "Port opens" },
        { "a.md", "---\ntitle: 2026\n---\n", "2026" },
        { "a.md", "---\ntitle: yes\n---\n", "yes" },
        { "a.md", "---\ntitle: 3 < 4 & \"5\"\n---\n", "3 < 4 & \"5\"" },
        { "a.md", "---\ntitle: \"@everyone **now** <b>\"\n---\n", "@everyone **now** <b>" },
        { "a.md", "---\ntitle: \"a\\u202Egnp.exe\"\n---\n", "agnp.exe" },
        { "a.md", "# Port *opens*\n\nText", "Port opens" },
        { "a.md", "Port opens\n==========\n\nText", "Port opens" },
        { "a.md", "---\ndate: 2026-01-01\n---\n\n# Port opens #\nText", "Port opens" },
        { "a.md", "---\ntitle:\n---\n# Port opens", "Port opens" },
        { "a.md", "---\n# a comment\n---\n# Port opens", "Port opens" },
        { "a.md", "---\n---\n# Port opens", "Port opens" },
        { "a.md", "---\nbase: &b {title: Port opens}\n<<: *b\n---\n", "Port opens" },
        { "a.md", "---\ntitle: Port opens\nunknown: {deep: [1, {er: 2}]}\nmenu: main\n---\n", "Port opens" },
        { "a.md", "---\ntitle: Port opens\ntags: [draft]\n---\n---\nA rule above.", "Port opens" },
        { "a.markdown", "---\ntitle: Port opens\n---\n", "Port opens" },
        { "a.md", "---\nheadline: Port opens\n---\n", "Port opens" },
    };

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_title_is_one_line_of_plain_text(string path, string content, string title) =>
        Assert.Equal(title, Item(content, path).Record.Title);

    /// <summary>Content, place and part of the reason.</summary>
    public static TheoryData<string, string, string> Wrongs => new()
    {
        { "---\ntitle: Port: opens\n---\n", "2:12", "mapping values are not allowed here; put a value that contains a colon in quotes" },
        { "---\ntitle: a\ndate: 2026-01-01\n  kind: b: c\n---\n", "4:7", "mapping values are not allowed here" },
        { "---\ntitle: a\n\tkind: b\n---\n", "2:8", "indented with spaces" },
        { "---\ntitle: a\nkind: b\ntitle: c\n---\n", "4:1", "\"title\" stands twice (first on line 2)" },
        { "---\ntitle: a\nTitle: c\n---\n", "3:1", "stands twice" },
        { "---\ntitle: [a\n---\n", "3:1", "" },
        { "---\ntitle: *nobody\n---\n", "2:8", "*nobody names no anchor" },
        { "---\ntitle: !ruby/object:Gem x\n---\n", "2:8", "tag !ruby/object:Gem is not known" },
        { "---\n- a\n- b\n---\n", "2:1", "expected lines such as" },
        { "---\njust text\n---\n", "2:1", "expected lines such as" },
        { "---\n[a, b]: c\n---\n", "2:1", "" },
        { "---\ntitle: a\n...\n---\nb: c\n", "", "" },
        { "---\ntitle: a\n", "1:1", "not closed" },
        { "---", "1:1", "not closed" },
        { "\n---\ntitle: a\n---\n", "1:1", "must be the first line" },
        { "+++\ntitle = a\n+++\n", "2:9", "" },
        { "+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "3:1", "stands twice (first on line 2)" },
        { "+++\ntitle = 'a'\n[image]\nsrc = 'a.jpg'\n[image]\nsrc = 'b.jpg'\n+++\n", "6:1", "\"src\" stands twice" },
        { "+++\ntitle = 'a'\nimage = {src = 'a.jpg'}\n[image]\nalt = 'b'\n+++\n", "4:2", "\"image\" stands twice" },
        { "---\ntitle: a\nx: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "1:1", "not closed" },
        { "---\nx: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n---\n", "2:35", "nested more than 32 deep" },
        { "+++\nx = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n+++\n", "2:36", "nested more than 32 deep" },
        { "{\"x\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "1:38", "nested more than 32 deep" },
        { "+++\ntitle = 'a'\n", "1:1", "not closed" },
        { "{\"title\": \"a\"", "1:1", "not closed" },
        { "{\n  \"title\": \"a\",\n  \"title\": \"b\"\n}", "3:3", "stands twice (first on line 2)" },
        { "{\n  \"title\": \"\\ud800\"\n}", "2:12", "half a character" },
        { "{\n  title: \"a\"\n}", "2:3", "" },
        { "---\ntitle: [a, b]\n---\n", "2:1", "title: a list of 2; expected text" },
        { "---\ntitle: {a: b}\n---\n", "2:1", "title: a table; expected text" },
        { "---\ntitle: a\ndate: 03/04/2026\n---\n", "3:1", "date: \"03/04/2026\"; expected a date such as 2026-11-24" },
        { "---\ntitle: a\ndate: 2026-02-30\n---\n", "3:1", "date: \"2026-02-30\"" },
        { "---\ntitle: a\npublishDate: soon\n---\n", "3:1", "publishDate: \"soon\"" },
        { "---\ntitle: a\ndate: [2026-01-01]\n---\n", "3:1", "date: a list of 1" },
        { "---\ntitle: a\ndraft: perhaps\n---\n", "3:1", "draft: \"perhaps\"; expected true or false" },
        { "---\ntitle: a\npublished: perhaps\n---\n", "3:1", "published: \"perhaps\"" },
        { "---\ntitle: a\nkind: two words\n---\n", "3:1", "kind: \"two words\"" },
        { "---\ntitle: a\nnotify: loud\n---\n", "3:1", "notify: \"loud\"; expected normal, silent or breaking" },
        { "---\ntitle: a\ntopics: {a: b}\n---\n", "3:1", "topics: a table; expected a list of words" },
        { "---\ntitle: a\ntopics: [[a]]\n---\n", "3:10", "topics: a list of 1; expected a list of words" },
        { "---\ntitle: a\nauthor: {mail: b}\n---\n", "3:1", "author: a table; expected a name" },
        { "---\nsummary: a\n---\nText", "1:1", "there is no title" },
        { "Text alone", "1:1", "there is no title" },
        { "---\ntitle: \"\\u200B\\u0007\"\n---\n", "2:1", "no visible character" },
        { "---\ntitle: \"\\u0007\"\n---\n", "2:1", "no visible character" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void What_cannot_be_read_says_where_and_why(string content, string place, string reason)
    {
        var parsed = Parse(content);
        if (place.Length == 0)
        {
            // Odd, and still an item.
            Assert.IsType<Parsed.Item>(parsed);
            return;
        }

        var broken = Assert.IsType<Parsed.Broken>(parsed);
        Assert.Equal(place, string.Create(CultureInfo.InvariantCulture, $"{broken.Line}:{broken.Column}"));
        Assert.Contains(reason, broken.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', broken.Reason);
    }

    public static TheoryData<string, string, string> NotShown => new()
    {
        { "a.md", "---\ntitle: a\ndraft: true\n---\n", "Draft" },
        { "a.md", "---\ntitle: a\ndraft: \"True\"\n---\n", "Draft" },
        { "a.md", "---\ntitle: a\ndraft: yes\n---\n", "Draft" },
        { "a.md", "---\ndraft: true\ndate: never\n---\n", "Draft" },
        { "a.md", "---\ntitle: a\npublished: false\n---\n", "Draft" },
        { "a.md", "+++\ntitle = 'a'\ndraft = true\n+++\n", "Draft" },
        { "a.md", "{\"title\": \"a\", \"draft\": true}", "Draft" },
        { "_drafts/a.md", "---\ntitle: a\n---\n", "Draft" },
        { "b/_drafts/c/a.md", "---\ntitle: a\n---\n", "Draft" },
        { "_index.md", "---\ntitle: a\n---\n", "Ignored" },
        { "b/_index.md", "---\ntitle: a\n---\n", "Ignored" },
        { "_part.md", "---\ntitle: a\n---\n", "Ignored" },
        { ".a.md", "---\ntitle: a\n---\n", "Ignored" },
        { "a.md~", "---\ntitle: a\n---\n", "Ignored" },
        { "#a.md#", "---\ntitle: a\n---\n", "Ignored" },
        { "a.md", "---\ntitle: a\npermalink: false\n---\n", "Ignored" },
        { "a.md", "---\ntitle: a\nheadless: true\n---\n", "Ignored" },
        { "README.md", "# How to write here", "Ignored" },
    };

    [Theory]
    [MemberData(nameof(NotShown))]
    public void What_is_not_meant_to_show_is_no_item(string path, string content, string status) =>
        Assert.Equal(status, Assert.IsType<Parsed.Left>(Parse(content, path)).Status.ToString());

    [Fact]
    public void Plain_text_beside_an_index_belongs_to_it() =>
        Assert.IsType<Parsed.Left>(ItemFile.Parse("port/notes.md", "# Notes"u8, besidesIndex: true, TimeZoneInfo.Utc, Links));

    [Fact]
    public void Every_field_is_read()
    {
        var item = Item("""
            ---
            id: port-1
            title: Port opens
            kind: Event
            date: 2026-11-20T08:00:00+01:00
            publishDate: 2026-11-24 09:00:00 +0100
            expiryDate: 2027-01-01
            lastmod: 2026-11-25
            topics: [Law Enforcement, transport, transport]
            link: /news/port/
            summary: What it is.
            author: [Ann Berg, {name: Bo Dahl}]
            image: {src: photo.jpg, alt: A port., credit: Ann}
            deadline: 2026-12-24T12:00
            starts: 2026-12-01
            ends: 2026-12-02
            correction: The year was wrong.
            notify: breaking
            pinned: true
            ---
            Text.
            """);
        var record = item.Record;
        Assert.Equal(
            ("port-1", "Port opens", "event", "https://news.example.org/news/port/", "What it is.", "Ann Berg, Bo Dahl", "The year was wrong.", "Text."),
            (record.ExternalId, record.Title, record.Kind, record.Url, record.Summary, record.Author, record.Correction, record.Body));
        Assert.Equal(["law-enforcement", "transport"], record.Topics);
        Assert.Equal(new ImageReference("photo.jpg", "A port.", "Ann", 13), item.Image);
        Assert.Equal(At("2026-11-24T09:00:00+01:00"), record.PublishedAt);
        Assert.Equal(At("2026-11-24T09:00:00+01:00"), record.PublishAt);
        Assert.Equal(At("2027-01-01T00:00:00Z"), record.ExpiresAt);
        Assert.Equal(At("2026-12-24T12:00:00Z"), record.DeadlineAt);
        Assert.Equal(At("2026-12-01T00:00:00Z"), record.StartsAt);
        Assert.Equal((At("2026-11-25T00:00:00Z"), At("2026-12-02T00:00:00Z"), Notify.Breaking), (record.UpdatedAt, record.EndsAt, record.Notify));
        Assert.Empty(item.Warnings);
    }

    public static TheoryData<string, string, string?> Links_ => new()
    {
        { "2026-11-24-port.md", "", "https://news.example.org/port/" },
        { "2026/port/index.md", "", "https://news.example.org/port/" },
        { "port.md", "slug: harbour", "https://news.example.org/harbour/" },
        { "a b.md", "", "https://news.example.org/a%20b/" },
        { "port.md", "link: https://elsewhere.example/x?a=1#b", "https://elsewhere.example/x?a=1#b" },
        { "port.md", "url: /news/port", "https://news.example.org/news/port" },
        { "port.md", "permalink: /:categories/:title/", "https://news.example.org/port/" },
        { "port.md", "permalink: pretty", "https://news.example.org/port/" },
        { "port.md", "permalink: \"/{{ slug }}/\"", "https://news.example.org/port/" },
        { "port.md", "link: javascript:alert(1)", null },
        { "port.md", "link: ftp://news.example.org/port", null },
        { "port.md", "link: https://user:word@news.example.org/", null },
        { "port.md", "link: \"https://\"", null },
    };

    [Theory]
    [MemberData(nameof(Links_))]
    public void Only_web_addresses_become_links(string path, string key, string? link)
    {
        var item = Item($"---\ntitle: a\n{key}\n---\n", path);
        Assert.Equal(link, item.Record.Url);
        Assert.Equal(link is null ? 1 : 0, item.Warnings.Count);
    }

    public static TheoryData<string, string, string?> Teasers => new()
    {
        { "description: Short.", "Text.", "Short." },
        { "", "First *line*\nand [second](https://x.example).\n\nNext.", "First line and second." },
        { "", "## Head\n\n![A port](a.jpg)\n\n> Quoted.\n\nText &amp; more.", "Quoted." },
        { "", "One.\n\nTwo.\n\n<!--more-->\n\nThree.", "One. Two." },
        { "", "{{< figure src=\"a.jpg\" >}}\n\nText.", "Text." },
        { "", "{% include head.html %}\nText.", "Text." },
        { "", "<script>alert(1)</script>\n\nText <b>bold</b>.", "Text bold." },
        { "", "", null },
        { "", "![A port](a.jpg)", null },
    };

    [Theory]
    [MemberData(nameof(Teasers))]
    public void A_summary_is_given_or_taken_from_the_beginning(string key, string body, string? summary) =>
        Assert.Equal(summary, Item($"---\ntitle: a\n{key}\n---\n{body}").Record.Summary);

    [Fact]
    public void A_long_teaser_ends_with_a_word()
    {
        var teaser = Item("---\ntitle: a\n---\n" + string.Concat(Enumerable.Repeat("harbour ", 100))).Record.Summary!;
        Assert.EndsWith("harbour…", teaser, StringComparison.Ordinal);
        Assert.InRange(teaser.Length, 280, MarkdownText.MaxTeaser);
    }

    [Fact]
    public void A_title_of_ten_thousand_characters_is_cut_between_what_readers_see_as_characters_and_warned_of()
    {
        const string Family = "👨‍👩‍👧‍👦";
        var item = Item("---\ntitle: " + string.Concat(Enumerable.Repeat(Family, 1000)) + "\n---\n");
        Assert.InRange(item.Record.Title.Length, ItemFile.MaxTitleLength - Family.Length, ItemFile.MaxTitleLength);
        Assert.Empty(item.Record.Title.Replace(Family, "", StringComparison.Ordinal).TrimEnd('…'));
        Assert.Equal("title: 11000 characters; cut to 1000", Assert.Single(item.Warnings).Reason);
    }

    [Fact]
    public void The_heading_that_became_the_title_leaves_the_body() =>
        Assert.Equal("Text.\n\n# Other", Item("# Port opens\n\nText.\n\n# Other").Record.Body);

    [Theory]
    [InlineData("news/re\u0301sume\u0301.md", "", "news/résumé.md")]
    [InlineData("port/index.md", "", "port/index.md")]
    [InlineData("Port.md", "", "Port.md")]
    [InlineData("port.md", "id: 42", "42")]
    [InlineData("port.md", "id: '  Own ID '", "Own ID")]
    public void The_id_is_the_files_own_or_its_path(string path, string key, string id) =>
        Assert.Equal(id, Item($"---\ntitle: a\n{key}\n---\n", path).Record.ExternalId);

    [Theory]
    [InlineData("---\nid: port-1\ntitle: [\n---\n", "port-1")]
    [InlineData("---\nid: \"port-1\" # ours\ntitle: [\n---\n", "port-1")]
    [InlineData("+++\nid = \"port-1\"\ntitle = \n+++\n", "port-1")]
    [InlineData("{\n \"id\": \"port-1\",\n \"title\": \n}", "port-1")]
    [InlineData("---\nid: port-1\ntitle: half", "port-1")]
    [InlineData("---\ntitle: [\n---\nid: not this\n", "a.md")]
    [InlineData("no title", "a.md")]
    [InlineData("---\ntitle: half", null)]
    [InlineData("", null)]
    public void A_broken_file_still_tells_which_item_it_was_or_that_it_cannot(string content, string? id) =>
        Assert.Equal(id, Assert.IsType<Parsed.Broken>(Parse(content)).Id);

    [Theory]
    [InlineData("2026-03-05-port.md", "", "2026-03-05T00:00:00+01:00")]
    [InlineData("2026-07-05-port/index.md", "", "2026-07-05T00:00:00+02:00")]
    [InlineData("2026-03-05-port.md", "date: 2026-03-06", "2026-03-06T00:00:00+01:00")]
    [InlineData("2026-13-45-port.md", "date: 2026-03-06", "2026-03-06T00:00:00+01:00")]
    [InlineData("port.md", "pubDate: Jul 08 2022", "2022-07-08T00:00:00+02:00")]
    [InlineData("port.md", "published: 2026-03-05", "2026-03-05T00:00:00+01:00")]
    [InlineData("port.md", "date: Last Modified", null)]
    [InlineData("port.md", "published: true", null)]
    public void The_date_may_stand_in_the_name(string path, string key, string? published)
    {
        var item = Assert.IsType<Parsed.Item>(ItemFile.Parse(
            path, Encoding.UTF8.GetBytes($"---\ntitle: a\n{key}\n---\n"), besidesIndex: false, TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"), Links));
        Assert.Equal(published is null ? null : At(published), item.Record.PublishedAt);
    }

    [Fact]
    public void Toml_dates_are_dates()
    {
        var record = Item("+++\ntitle = 'a'\ndate = 2026-11-24T09:00:00+01:00\ndeadline = 2026-12-01\nstarts = 2026-12-01T10:00:00\n+++\n").Record;
        Assert.Equal((At("2026-11-24T08:00:00Z"), At("2026-12-01T00:00:00Z"), At("2026-12-01T10:00:00Z")), (record.PublishedAt, record.DeadlineAt, record.StartsAt));
    }

    [Theory]
    [InlineData("---\ntitle: caf\u00e9\n---\n", 10, 0xE9)]
    public void Latin_1_is_refused_with_the_place_of_the_byte(string text, int at, int value)
    {
        var broken = Assert.IsType<Parsed.Broken>(ItemFile.Parse("a.md", Encoding.Latin1.GetBytes(text), false, TimeZoneInfo.Utc, Links));
        Assert.Contains($"byte {at + 4} is 0x{value:X2}", broken.Reason, StringComparison.Ordinal);
        Assert.Equal("a.md", broken.Id);
    }

    [Fact]
    public void Utf_16_and_huge_and_empty_files_are_named()
    {
        Assert.Contains("UTF-16", Reason(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("# a")).ToArray()), StringComparison.Ordinal);
        Assert.Contains("larger than 256 KiB", Reason(new byte[FileText.MaxBytes + 1]), StringComparison.Ordinal);
        Assert.Contains("empty", Reason([]), StringComparison.Ordinal);

        static string Reason(byte[] bytes) => Assert.IsType<Parsed.Broken>(ItemFile.Parse("a.md", bytes, false, TimeZoneInfo.Utc, Links)).Reason;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Parsed Parse(string content, string path = "a.md") =>
        ItemFile.Parse(path, Encoding.UTF8.GetBytes(content), besidesIndex: false, TimeZoneInfo.Utc, Links);

    private static Parsed.Item Item(string content, string path = "a.md")
    {
        var parsed = Parse(content, path);
        return parsed as Parsed.Item ?? throw new InvalidOperationException(parsed.ToString());
    }
}
