using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program, with each kind of address wired.</summary>
[Collection(nameof(Alone))]
public sealed class ChannelKindTests
{
    private const ulong News = 1_200_000_000_000_000_011;
    private const ulong Forum = 1_200_000_000_000_000_012;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task An_item_is_published_from_an_announcement_channel_posted_by_a_webhook_and_in_a_forum_whose_thread_hears_of_a_correction()
    {
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits { PerChannel = 100, Global = 500 }, Ct);
        var discord = room.Sandbox.Discord;
        discord.AddChannel(News, "news", type: ChannelType.Announcement);
        discord.AddForum(Forum, "forum", []);
        var address = discord.Webhooks.AddressOf(discord.Webhooks.Add(ScenarioRoom.Channels[3], "Partners"));
        room.Configure(options =>
        {
            options["webhooks"] = new { partners = new { url = address } };
            options["topics"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["topic-0"] = new { name = "Topic 0", channels = new[] { $"{News}" }, routes = new object[] { new { channel = $"{Forum}" }, new { webhook = "partners" } } },
            };
        });
        room.Write("first.md", "Harbour patrols begin", "topic-0");
        using var process = room.Start();
        await discord.WaitForChannelAsync(News, messages => messages is [{ IsCrossposted: true }], Ct);
        await discord.WaitForChannelAsync(ScenarioRoom.Channels[3], messages => messages is [{ Webhook.Name: "Partners" }], Ct);
        var post = await discord.WaitForMessageAsync(message => discord.Channels.Any(channel => channel.Id == message.ChannelId && channel.Parent == Forum), Ct);

        File.WriteAllText(
            Path.Combine(room.Folder, "content", "first.md"),
            "---\ntitle: Harbour patrols begin\ndate: 2026-11-20T10:00:00Z\ntopics: [topic-0]\ncorrection: There are three boats.\n---\nWhat happened.\n");
        await discord.WaitForChannelAsync(post.ChannelId, messages => messages is [_, { Content: "**Correction:** There are three boats." }], Ct);
        await discord.WaitForChannelAsync(News, messages => messages is [{ EditedTimestamp: not null }], Ct); // Several edits become one: it comes a little later.
        Assert.Equal(0, await process.StopAsync(Ct));
        Assert.DoesNotContain(address.Segments[^1], process.Stderr, StringComparison.Ordinal);
    }
}
