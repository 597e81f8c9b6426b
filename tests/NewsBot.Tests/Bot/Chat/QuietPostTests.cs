using NewsBot.Bot.Chat;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

public sealed class QuietPostTests
{
    /// <summary>Ten in the evening in Lisbon, where quiet hours begin.</summary>
    private static readonly DateTimeOffset Evening = new(2026, 11, 23, 22, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Notify.Normal, 0, Notify.Silent)]
    [InlineData(Notify.Normal, -1, Notify.Normal)]
    [InlineData(Notify.Silent, -1, Notify.Silent)]
    [InlineData(Notify.Breaking, 0, Notify.Breaking)]
    public async Task A_post_in_quiet_hours_is_silent_and_breaking_news_breaks_them(Notify notify, int minutes, Notify arrives)
    {
        await using var store = await TestStore.CreateAsync(now: Evening.AddMinutes(minutes));
        var item = await store.Db.WriteAsync(async tx =>
        {
            var settings = new RouteSettings { Quiet = "22:00-07:00 Europe/Lisbon" };
            var topic = await TopicTable.PutAsync(tx, "water", "Water");
            await RouteTopic.RunAsync(tx, "water", "discord", "1", settings.ToJson());
            var item = await ItemTable.InsertAsync(tx, "newsroom", Some.Record(topics: "water") with { Notify = notify }, ItemState.Public, tx.Now);
            await ItemTable.SetTopicsAsync(tx, item.Id, [topic]);
            await Outbox.EnqueueAsync(tx, [new DeliveryDraft("discord", "1", Cause.Item(item.Id), 1)]);
            return item;
        });
        var transport = new Kept();
        var delivery = (await store.Db.ReadAsync(tx => DeliveryList.FindAsync(tx, new DeliveryQuery(Cause: Cause.Item(item.Id)))))[0];
        await new ChatSender(store.Db, transport, store.Time).SendAsync(delivery, CancellationToken.None);
        Assert.Equal(arrives, transport.Post!.Notify);
    }

    private sealed class Kept : IChatTransport
    {
        public string Name => "discord";

        public Post? Post { get; private set; }

        public Task<SendOutcome> ShowAsync(string address, Post post, Standing standing, CancellationToken ct)
        {
            Post = post;
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent("1"));
        }
    }
}
