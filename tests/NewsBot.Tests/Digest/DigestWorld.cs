using System.Text;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Digest;

/// <summary>A store with two topics, a weekly plan and the project's own templates.</summary>
internal sealed class DigestWorld : IAsyncDisposable
{
    public static readonly LinkKeys Keys = new(Enumerable.Repeat((byte)7, 32).ToArray());
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    public static readonly DigestPlan Weekly = new("weekly", new(DayOfWeek.Monday, new TimeOnly(7, 0)), Berlin);
    public static readonly SenderOptions Sender = new()
    {
        From = new MailboxAddress("Northern Coast News", "digest@news.example.org"),
        Site = new Uri("https://news.example.org"),
        BounceAddress = "b@bounce.news.example.org",
        Owner = "owner@news.example.org",
    };

    private DigestWorld(TestStore store)
    {
        Store = store;
        Templates = new(Repository.Path("templates"));
        Compose = new(Templates, Sender, Keys);
    }

    public TestStore Store { get; }

    public Db Db => Store.Db;

    public Templates Templates { get; }

    public ComposeDigest Compose { get; }

    public long Law { get; private set; }

    public long Water { get; private set; }

    /// <summary>Stands half a day after Monday 16 November 2026, 07:00 in Berlin; the plan has been seen.</summary>
    public static async Task<DigestWorld> CreateAsync(string dialect = "sqlite", DateTimeOffset? now = null)
    {
        var world = new DigestWorld(await TestStore.CreateAsync(dialect, now ?? new(2026, 11, 16, 18, 0, 0, TimeSpan.Zero)));
        await world.Db.WriteAsync(async tx =>
        {
            world.Law = await TopicTable.PutAsync(tx, "law-enforcement", "Law Enforcement Partnerships");
            world.Water = await TopicTable.PutAsync(tx, "water", "Water Policy");
            await OpenEdition.RunAsync(tx, Weekly);
        });
        return world;
    }

    public Task<Item> PublishAsync(Record record, params long[] topics) => Db.WriteAsync(async tx =>
    {
        var item = await ItemTable.InsertAsync(tx, "test", record, ItemState.Public, tx.Now);
        await ItemTable.SetTopicsAsync(tx, item.Id, topics);
        return item;
    });

    public Task<Item> PublishAsync(string title, params long[] topics) => PublishAsync(Some.Record(title: title), topics);

    public async Task<Subscriber> ReadersAsync(string address, string topics)
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes($"address,topics\n{address},{topics}\n"));
        await ImportSubscribers.RunAsync(Db, Keys, csv, "readers.csv", "weekly", problem => throw new InvalidDataException(problem.ToString()), CancellationToken.None);
        return (await Db.ReadAsync(tx => SubscriberTable.FindAsync(tx, address)))!;
    }

    /// <summary>To next Monday morning, where an edition is due.</summary>
    public async Task<Opening?> OpenNextAsync()
    {
        Store.Time.SetUtcNow(Period.LatestEnd(Weekly, Store.Time.GetUtcNow().AddDays(7)).AddSeconds(1));
        return await Db.WriteAsync(tx => OpenEdition.RunAsync(tx, Weekly));
    }

    public Task<IReadOnlyList<Delivery>> ClaimAsync() =>
        Db.WriteAsync(tx => Outbox.ClaimAsync(tx, new Lane("mail", 100, (_, _) => throw new NotSupportedException()) { InOrder = false }, 100, "test"));

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
