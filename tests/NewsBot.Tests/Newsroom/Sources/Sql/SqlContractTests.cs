using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Sql;

namespace NewsBot.Tests.Newsroom.Sources.Sql;

public sealed class SqliteContractTests() : SqlContract(SiteDatabase.Sqlite());

public sealed class PostgresContractTests() : SqlContract(SiteDatabase.Postgres());

public sealed class IncrementalContractTests : SqlContract
{
    public IncrementalContractTests()
        : base(SiteDatabase.Sqlite(), "select id, title, published, changed as cursor from news where changed >= @cursor order by changed, id")
    {
    }
}

/// <summary>A query of the site's database keeps what every source promises.</summary>
public abstract class SqlContract : ContentSourceContract, IDisposable
{
    private readonly SiteDatabase site;
    private readonly List<SqlSource> sources = [];
    private readonly string query;
    private long now;

    private protected SqlContract(SiteDatabase site, string query = "select id, title, published from news")
    {
        this.site = site;
        this.query = query;
    }

    public void Dispose()
    {
        sources.ForEach(source => source.Dispose());
        site.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override IContentSource Fresh()
    {
        sources.Add(new SqlSource("site", site.Options(query)));
        return sources[^1];
    }

    protected override void Show(string id, string title) => site.Put(id, title, ++now);

    protected override void Spoil(string id) => site.Run($"update news set published = 'yesterday or so', changed = {++now} where id = '{id}'");

    protected override void Remove(string id) => site.Run($"delete from news where id = '{id}'");

    protected override void Close() => site.Close();
}
