using NewsBot.Newsroom.Items;
using NewsBot.Sandbox;
using NewsBot.Tests.Newsroom.Sources.Feed;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program reads feeds on a real server, good and bad ones side by side.</summary>
[Collection(nameof(Alone))]
public sealed class FeedTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task News_of_a_feed_is_posted_once_while_others_on_its_server_hang_fail_or_are_gone_and_also_after_a_kill()
    {
        await using var server = await FeedServer.StartAsync();
        var feed = server.Web.Answer;
        server.Web.Answer = context => context.Request.Path.Value switch
        {
            "/hang" => Task.Delay(Timeout.Infinite, context.RequestAborted),
            "/gone" => Task.FromResult(context.Response.StatusCode = 410),
            _ => feed(context),
        };
        server.Show("old", "From the archive");
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 100, Global = 500 }, Ct);
        room.Configure(options => options["sources"] = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["hang"] = Source("/hang"),
            ["gone"] = Source("/gone"),
            ["news"] = Source("/feed.xml?key=hunter2"),
        });

        using (var program = room.Start())
        {
            await program.SaysAsync("news: first read, 1 items stored", Ct);
            server.Show("one", "First");
            await room.SettledAsync("discord", 1, Ct);
            await program.SaysAsync("gone for good", Ct);
            await program.KillAsync();
        }

        server.Show("two", "Second");
        using (var program = room.Start())
        {
            await room.SettledAsync("discord", 2, Ct);
            Assert.DoesNotContain("hunter2", program.Stderr, StringComparison.Ordinal);
            await program.StopAsync(Ct);
        }

        Assert.Equal(2, await room.ReadAsync(tx => tx.FirstAsync<int>("select count(*) from deliveries where state = 'sent'")));
        var states = (await room.ReadAsync(tx => SourceStatus.ListAsync(tx))).ToDictionary(status => status.Name, status => status.State);
        Assert.Equal((SourceState.Fine, SourceState.Parked), (states["news"], states["gone"]));

        object Source(string path) => new { kind = "feed", url = server.Web.At(path).AbsoluteUri, allowHosts = new[] { "127.0.0.1" }, every = 1, topics = new[] { "topic-0" } };
    }
}
