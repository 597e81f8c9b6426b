using NewsBot.Sandbox;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program is killed while it reads, again and again, and its folder changes meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class ReadingKillTests
{
    private const int Kills = 8;
    private const int ADay = 3;

    [Fact(Timeout = 300_000)]
    public async Task Kills_while_reading_post_no_archive_lose_no_file_and_repeat_none()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 50, Window = TimeSpan.FromSeconds(5), Global = 50 }, ct);
        room.Configure(options => options["sources"] = new { content = new { path = "content", fuse = 100_000 } });
        for (var n = 0; n < 20; n++)
        {
            room.Write($"old-{n:00}.md", $"Old {n}", "topic-0");
        }

        // The first read is done for certain, so that all that comes now is news.
        using (var first = room.Start())
        {
            await first.Running;
            while (await room.ReadAsync(tx => tx.FirstAsync<long?>("select 1 from sources")) is null)
            {
                await Task.Delay(50, ct);
            }

            await first.KillAsync();
        }

        var random = new Random(4);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = room.Start();
            if (kill % 2 == 0)
            {
                await process.Running;
            }

            for (var n = 0; n < ADay; n++)
            {
                room.Write($"new-{kill}-{n}.md", $"New {kill} {n}", "topic-1");
            }

            await Task.Delay(random.Next(50, 1500), ct);
            await process.KillAsync();
        }

        using (var last = room.Start())
        {
            await last.Running;
            await room.SettledAsync("discord", Kills * ADay, ct);
            Assert.Equal(0, await last.StopAsync(ct));
        }

        Assert.Empty(room.Sandbox.Discord.Messages(ScenarioRoom.Channels[0]));
        var expected = Enumerable.Range(0, Kills).SelectMany(kill => Enumerable.Range(0, ADay).Select(n => $"New {kill} {n}"));
        var stands = room.Sandbox.Discord.Messages(ScenarioRoom.Channels[1]).Select(message => message.Embeds[0].GetProperty("title").GetString());
        Assert.Equal(expected.Order(StringComparer.Ordinal), stands.Order(StringComparer.Ordinal));
    }
}
