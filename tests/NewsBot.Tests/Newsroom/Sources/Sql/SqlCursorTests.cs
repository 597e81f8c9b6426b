using System.Globalization;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Sql;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Sql;

/// <summary>A query with <c>@cursor</c>.</summary>
public sealed class SqlCursorTests
{
    private const string Query = "select id, title, changed as cursor from news where changed >= @cursor order by changed, id";

    public static TheoryData<string> Providers => new("sqlite", "postgres");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Providers))]
    public async Task Rows_that_share_a_cursor_are_not_lost_and_known_ones_not_given_again(string provider)
    {
        using var room = new Room(provider);
        room.Site.Put("a", "First", 5);
        Assert.Equal(["a"], await room.ReadAsync());
        Assert.Empty(await room.ReadAsync());
        room.Site.Put("b", "Second", 5);
        Assert.Equal(["b"], await room.ReadAsync());
        room.Site.Put("c", "Third", 6);
        room.Site.Put("a", "First, put right", 6);
        Assert.Equal(["a", "c"], await room.ReadAsync());
        Assert.Empty(await room.ReadAsync());
        Assert.True(room.Last!.Unchanged);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_was_there_at_the_start_is_archive_and_what_comes_later_is_news(string provider)
    {
        using var room = new Room(provider);
        room.Fill(12_000);
        var read = 0;
        do
        {
            read += (await room.ReadAsync()).Count;
            Assert.Equal(!room.Last!.Unchanged && room.Last.Records.Count > 0, room.Last.Archive);
        }
        while (room.Last.Archive == true);
        Assert.Equal(12_000, read);
        room.Site.Put("new", "New", 20_000);
        Assert.Equal(["new"], await room.ReadAsync());
        Assert.False(room.Last.Archive);
    }

    [Fact]
    public async Task What_there_is_when_a_feed_becomes_a_query_is_archive()
    {
        using var site = SiteDatabase.Sqlite();
        site.Put("a", "First", 5);
        using var source = new SqlSource("site", site.Options(Query));
        var page = await source.ReadAsync(new WebMemory { Address = "https://news.example.org/feed.xml" }.ToJson(), Ct);
        Assert.Single(page.Records);
        Assert.True(page.Archive);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_first_row_of_an_empty_table_is_news(string provider)
    {
        using var room = new Room(provider);
        Assert.Empty(await room.ReadAsync());
        room.Site.Put("a", "First", 1);
        Assert.Equal(["a"], await room.ReadAsync());
        Assert.False(room.Last!.Archive);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_restart_goes_on_where_it_stood(string provider)
    {
        using var room = new Room(provider);
        room.Fill(300);
        await room.SettleAsync();
        room.Restart();
        room.Site.Put("new", "New", 301);
        var read = await room.ReadAsync();
        Assert.Contains("new", read);
        Assert.InRange(read.Count, 2, 102);
        Assert.False(room.Last!.Archive);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Rows_that_went_lost_on_their_way_into_the_store_are_given_again(string provider)
    {
        using var room = new Room(provider);
        room.Site.Put("a", "First", 1);
        await room.SettleAsync();
        room.Site.Put("b", "Second", 1);
        Assert.Equal(["b"], await room.ReadAsync(kept: false));
        Assert.Contains("b", await room.ReadAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_row_whose_transaction_ended_late_is_found_within_ten_reads(string provider)
    {
        using var room = new Room(provider);
        room.Fill(50);
        await room.SettleAsync();
        room.Site.Put("late", "Late", 30);
        var found = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            found.AddRange(await room.ReadAsync());
        }

        Assert.Equal(["late"], found);
    }

    [Fact]
    public async Task A_limit_in_the_query_stops_nothing()
    {
        using var room = new Room("sqlite", "select id, title, changed as cursor from news where changed >= @cursor order by changed, id limit 7");
        room.Fill(60);
        var read = new List<string>();
        do
        {
            read.AddRange(await room.ReadAsync());
        }
        while (room.Last!.Archive == true);
        Assert.Equal(60, read.Distinct().Count());
        for (var i = 0; i < 20; i++)
        {
            room.Site.Put($"n{i}", "New", 100 + i);
            Assert.Contains($"n{i}", (await room.ReadAsync()).Concat(await room.ReadAsync()));
        }
    }

    [Fact]
    public async Task Too_many_rows_of_one_cursor_are_an_error_that_says_so()
    {
        using var room = new Room("sqlite");
        room.Site.Run("insert into news (id, title, changed) with recursive s (i) as (select 1 union all select i + 1 from s where i < 6000) select i, 't', 5 from s");
        Assert.Equal(1_000, (await room.ReadAsync()).Count);
        Assert.Contains("share the cursor \"5\"", (await Assert.ThrowsAsync<SourceException>(() => room.ReadAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_one_bulk_import_are_all_read()
    {
        using var room = new Room("sqlite");
        room.Site.Run("insert into news (id, title, changed) with recursive s (i) as (select 1 union all select i + 1 from s where i < 3000) select i, 't', 5 from s");
        room.Site.Put("later", "Later", 6);
        var read = (await room.ReadAsync()).Concat(await room.ReadAsync()).ToList();
        Assert.Equal(3_001, read.Distinct().Count());
        Assert.Equal(3_001, read.Count);
    }

    [Theory]
    [InlineData("sqlite", "printf('%08d', changed)")]
    [InlineData("sqlite", "datetime(changed, 'unixepoch')")]
    [InlineData("sqlite", "changed * 0.5")]
    [InlineData("postgres", "to_timestamp(changed)")]
    [InlineData("postgres", "to_timestamp(changed)::timestamp")]
    [InlineData("postgres", "lpad(changed::text, 8, '0')")]
    [InlineData("postgres", "changed::int")]
    [InlineData("postgres", "changed::numeric / 3")]
    [InlineData("postgres", "changed::float8")]
    [InlineData("postgres", "date '2000-01-01' + changed::int")]
    public async Task A_cursor_may_be_of_any_type_with_an_order(string provider, string cursor)
    {
        using var room = new Room(provider, $"select id, title, {cursor} as cursor from news where {cursor} >= @cursor order by {cursor}, id");
        room.Site.Put("a", "First", 7);
        await room.SettleAsync();
        room.Site.Put("b", "Second", 7);
        room.Site.Put("c", "Third", 8);
        Assert.Equal(["b", "c"], await room.ReadAsync());
        Assert.Empty(await room.ReadAsync());
    }

    [Fact]
    public void A_cursor_of_another_kind_of_source_begins_anew() => Assert.Null(SqlCursor.Parse("W/\"etag\""));

    private sealed class Room(string provider, string query = Query) : IDisposable
    {
        private SqlSource? source;
        private string? cursor;

        public SiteDatabase Site { get; } = SiteDatabase.Create(provider);

        public ContentPage? Last { get; private set; }

        public async Task<IReadOnlyList<string>> ReadAsync(bool kept = true)
        {
            source ??= new SqlSource("site", Site.Options(query));
            Last = await source.ReadAsync(cursor, Ct);
            cursor = kept ? Last.Cursor : cursor;
            return [.. Last.Records.Select(record => record.ExternalId)];
        }

        /// <summary>Reads until nothing is new.</summary>
        public async Task SettleAsync()
        {
            while ((await ReadAsync()).Count > 0)
            {
            }

            await ReadAsync();
        }

        public void Restart()
        {
            source?.Dispose();
            source = null;
        }

        public void Fill(int count) =>
            Site.Run(string.Create(
                CultureInfo.InvariantCulture,
                $"insert into news (id, title, changed) with recursive s (i) as (select 1 union all select i + 1 from s where i < {count}) select cast(i as text), 't', i from s"));

        public void Dispose()
        {
            source?.Dispose();
            Site.Dispose();
        }
    }
}
