using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Sql;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Sql;

public sealed class SqlSourceTests
{
    public static TheoryData<string> Providers => new("sqlite", "postgres");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Providers))]
    public async Task Columns_of_every_type_become_the_fields_of_an_item(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        var page = await ReadAsync(site,
            provider == "sqlite"
                ? """
                  select 7 as id, 'Port' as Title, '/port' as link, 'Short' as summary, 'Long' as body, 'Markdown' as body_format, 'https://a.example/b.jpg' as image, 'Boat' as alt,
                      1782900000 as published, 1782900000123 as publish_at, '2026-07-01 10:00' as deadline, '2026-07-01' as starts, 'silent' as notify, '["Water Policy","b"]' as topics, 0 as withdrawn
                  """
                : """
                  select 7 as id, 'Port' as "Title", '/port' as link, 'Short' as summary, 'Long'::varchar as body, 'Markdown' as body_format, 'https://a.example/b.jpg' as image, 'Boat' as alt,
                      to_timestamp(1782900000) as published, 1782900000123 as publish_at, timestamp '2026-07-01 10:00' as deadline, date '2026-07-01' as starts, 'silent' as notify,
                      array['Water Policy','b'] as topics, false as withdrawn, timestamptz 'infinity' as expires
                  """);
        var record = page.Records.Single();
        Assert.Equal(("7", "Port", "https://news.example.org/port", "Short", "Long", Notify.Silent), (record.ExternalId, record.Title, record.Url, record.Summary, record.Body, record.Notify));
        Assert.Equal(("https://a.example/b.jpg", "Boat"), (record.Image!.Address, record.Image.Alt));
        Assert.Equal((1782900000, 1782900000123), (record.PublishedAt!.Value.ToUnixTimeSeconds(), record.PublishAt!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal(DateTimeOffset.Parse("2026-07-01T10:00:00+01:00", null), record.DeadlineAt);
        Assert.Equal(DateTimeOffset.Parse("2026-07-01T00:00:00+01:00", null), record.StartsAt);
        Assert.Equal(["water-policy", "b"], record.Topics);
        Assert.Null(record.ExpiresAt);
    }

    [Theory]
    [InlineData("sqlite", "randomblob(2000000)")]
    [InlineData("postgres", "decode(repeat('ff', 2000000), 'hex')")]
    public async Task A_picture_in_a_column_is_longer_than_any_value(string provider, string bytes)
    {
        using var site = SiteDatabase.Create(provider);
        var page = await ReadAsync(site, $"select 'a' as id, 'First' as title, {bytes} as body");
        Assert.Contains("body: longer than 1024 KiB", page.Refusals.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_count_like_text()
    {
        using var site = SiteDatabase.Sqlite();
        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(
            site, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40) select i as id, 'First' as title, randomblob(1000000) as picture from n"));
        Assert.Contains("32 MiB", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_the_query_says_is_withdrawn_is_withdrawn_and_no_record(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        site.Put("a", "First");
        site.Put("b", "Second");
        site.Run("update news set gone = 1 where id = 'b'");
        var page = await ReadAsync(site, "select id, title, gone as withdrawn from news");
        Assert.Equal("a", page.Records.Single().ExternalId);
        Assert.Equal(["b"], page.Withdrawn);
        Assert.True(page.Complete);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_read_with_nothing_new_says_so_only_when_the_last_one_was_kept(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        site.Put("a", "First");
        using var source = Source(site, "select id, title from news");
        var first = await source.ReadAsync(null, Ct);
        Assert.True((await source.ReadAsync(first.Cursor, Ct)).Unchanged);
        // The store refused what was read then.
        site.Put("b", "Second");
        Assert.False((await source.ReadAsync(first.Cursor, Ct)).Unchanged);
        Assert.Equal(2, (await source.ReadAsync(first.Cursor, Ct)).Records.Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_query_that_writes_writes_nothing(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        site.Put("a", "First");
        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(site, "delete from news returning id, title"));
        Assert.Contains("may only read", refused.Message, StringComparison.Ordinal);
        if (provider == "postgres")
        {
            await Assert.ThrowsAsync<SourceException>(() => ReadAsync(site, "select id, title from news; delete from news"));
            await Assert.ThrowsAsync<SourceException>(() => ReadAsync(site, "commit; delete from news"));
        }

        Assert.Equal(1, site.Count());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_wrong_query_says_what_is_wrong_and_no_secret(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        var options = site.Options("select id, titel as title from news");
        using var source = new SqlSource("site", options);
        var refused = await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(null, Ct));
        Assert.Contains("titel", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"site\"", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("assword", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal("SqlOptions", options.ToString());
    }

    [Fact]
    public async Task A_password_that_is_refused_is_not_told()
    {
        using var source = new SqlSource("site", new SqlOptions { Provider = "postgres", Connection = "Host=127.0.0.1;Port=1;Username=u;Password=hunter2-hunter2", Query = "select 1" });
        var refused = await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(null, Ct));
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select 'a' as id", "no column \"title\"")]
    [InlineData("select title, changed from news", "no column \"id\"")]
    [InlineData("select id, title from news where changed >= @cursor", "no column \"cursor\"")]
    public async Task A_column_that_is_needed_is_named(string query, string says)
    {
        using var site = SiteDatabase.Sqlite();
        Assert.Contains(says, (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(site, query))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_with_a_slip_in_its_name_is_told()
    {
        using var site = SiteDatabase.Sqlite();
        var page = await ReadAsync(site, "select 'a' as id, 't' as title, 1 as publishd, 2 as nid, 3 as language from (select 1)");
        Assert.Equal("column publishd is not known; did you mean \"published\"?", page.Refusals.Select(refusal => $"{refusal.Where} {refusal.Reason}").Single());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_query_that_does_not_end_is_ended(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        using var source = Source(site, "with recursive n (x) as (select 1 union all select x + 1 from n where x > 0 and x < 900000000000) select count(*) as id, 't' as title from n");
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reading = source.ReadAsync(null, soon.Token);
        soon.CancelAfter(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(8), Ct));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_row_with_a_huge_value_is_refused_and_loses_no_other(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        site.Put("a", "First");
        site.Put("b", "Second");
        site.Run(provider == "sqlite" ? "update news set body = hex(zeroblob(600000)) where id = 'a'" : "update news set body = repeat('xy', 600000) where id = 'a'");
        var page = await ReadAsync(site, "select id, title, body from news");
        Assert.Equal("b", page.Records.Single().ExternalId);
        Assert.Equal(("a", "body: longer than 1024 KiB"), (page.Refusals.Single().ExternalId, page.Refusals.Single().Reason));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_complete_query_with_too_many_rows_is_an_error_and_no_page(string provider)
    {
        using var site = SiteDatabase.Create(provider);
        var series = provider == "sqlite" ? "with recursive s (i) as (select 1 union all select i + 1 from s where i < 9000)" : "with s (i) as (select * from generate_series(1, 200000))";
        Assert.Contains("more than 5000 rows", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(site, $"{series} select i as id, 't' as title from s"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_item_in_several_rows_is_one_item_and_a_warning()
    {
        using var site = SiteDatabase.Sqlite();
        var page = await ReadAsync(site, "select 'a' as id, 'One' as title union all select 'a', 'Two'");
        Assert.Equal("Two", page.Records.Single().Title);
        Assert.Contains("several rows", page.Refusals.Single().Reason, StringComparison.Ordinal);
    }

    private static SqlSource Source(SiteDatabase site, string query) => new("site", site.Options(query) with { Link = "https://news.example.org/{id}" });

    private static async Task<ContentPage> ReadAsync(SiteDatabase site, string query)
    {
        using var source = Source(site, query);
        return await source.ReadAsync(null, Ct);
    }
}
