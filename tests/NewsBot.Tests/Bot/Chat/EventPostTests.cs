using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Newsroom;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

public sealed class EventPostTests
{
    [Fact]
    public async Task A_post_of_an_event_and_its_preview_lead_to_the_same_calendar_file()
    {
        await using var world = await NewsWorld.CreateAsync();
        await world.Db.WriteAsync(tx => CalendarLink.PutSiteAsync(tx, "https://news.example.org"));
        await world.ReadAsync(Some.Record("e", topics: "water") with { Kind = "event", StartsAt = Some.Monday.AddDays(3), EndsAt = Some.Monday.AddDays(4), Location = "Quay 4" });
        var item = await world.ItemAsync("e");
        var link = $"https://news.example.org/i/{item.Id}.ics";

        var transport = new Kept();
        var delivery = (await world.RowsAsync("item"))[0];
        await new ChatSender(world.Db, transport, world.Store.Time).SendAsync(delivery, TestContext.Current.CancellationToken);
        Assert.Equal((link, item.EndsAt, "Quay 4"), (transport.Post!.CalendarUrl, transport.Post.EndsAt, transport.Post.Location));

        var preview = await world.Db.ReadAsync(tx => PostPreview.OfAsync(tx, item));
        Assert.Contains(preview.Embeds!.SelectMany(embed => embed.Fields ?? []), field => field.Value.Contains(link, StringComparison.Ordinal));
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
