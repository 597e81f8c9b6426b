using Microsoft.Extensions.Time.Testing;
using NewsBot.Bot.Chat;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>Posts against the local Discord, over real HTTP.</summary>
public sealed class DiscordChatTests : IAsyncLifetime
{
    private const ulong Channel = 1_200_000_000_000_000_001;
    private const ulong Role = 1_200_000_000_000_000_101;
    private readonly FakeTimeProvider time = new(Some.Monday);
    private SandboxServer sandbox = null!;
    private DiscordRest rest = null!;
    private DiscordChat chat = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 500, Global = 1000 } }, time, Ct);
        sandbox.Discord.AddChannel(Channel, "news");
        sandbox.Discord.AddRole(Role, "Readers", 0x1f5fa8);
        rest = Client("sandbox-token");
        chat = new DiscordChat(new ChannelMessages(rest, time));
    }

    public async ValueTask DisposeAsync()
    {
        rest.Dispose();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_post_is_created_edited_and_replaced_by_one_line()
    {
        var id = Id(await ShowAsync(SomePost()));
        Assert.Equal("Harbour patrols begin", Title(Stands()));
        Assert.Equal([Role], Stands().MentionRoles);

        Assert.Equal(id, Id(await ShowAsync(SomePost() with { Title = "Harbour patrols have begun" }, id)));
        Assert.Equal("Harbour patrols have begun", Title(Stands()));
        Assert.NotNull(Stands().EditedTimestamp);

        Assert.Equal(id, Id(await ShowAsync(SomePost() with { Retracted = true }, id)));
        Assert.Contains("~~Harbour patrols begin~~", Stands().Content, StringComparison.Ordinal);
        Assert.Empty(Stands().Embeds);
    }

    [Fact]
    public async Task A_lost_answer_within_minutes_is_folded_by_the_nonce()
    {
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.DropAfter) { Method = "POST", Times = 1 });
        Assert.IsType<SendOutcome.Retry>(await ShowAsync(SomePost()));
        var id = Id(await ShowAsync(SomePost(), inDoubt: true));
        Assert.Equal(Stands().Id.ToString(), id);
    }

    [Fact]
    public async Task A_lost_answer_that_the_nonce_has_forgotten_is_found_in_the_channel()
    {
        var since = time.GetUtcNow();
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.ErrorAfter) { Method = "POST", Times = 1 });
        Assert.IsType<SendOutcome.Retry>(await ShowAsync(SomePost()));
        time.Advance(TimeSpan.FromHours(1));
        var id = Id(await time.PushedAsync(() => chat.ShowAsync(Channel.ToString(), SomePost(), new Standing(null, "key", since, InDoubt: true), Ct)));
        Assert.Equal(Stands().Id.ToString(), id);
    }

    [Fact]
    public async Task A_withdrawal_finds_the_post_whose_answer_was_lost()
    {
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.ErrorAfter) { Method = "POST", Times = 1 });
        await ShowAsync(SomePost());
        await ShowAsync(SomePost() with { Retracted = true }, inDoubt: true);
        Assert.Contains("Withdrawn", Stands().Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_moderator_removed_stays_removed()
    {
        var id = Id(await ShowAsync(SomePost()));
        sandbox.Discord.Delete(Channel, Stands().Id);
        Assert.Equal(id, Id(await ShowAsync(SomePost() with { Title = "Edited" }, id)));
        Assert.Empty(sandbox.Discord.Messages(Channel));
    }

    [Fact]
    public async Task A_withdrawal_before_the_post_stands_does_nothing()
    {
        Assert.Equal(new SendOutcome.Sent(null), await ShowAsync(SomePost() with { Retracted = true }));
        Assert.Empty(sandbox.Discord.Messages(Channel));
    }

    [Theory]
    [InlineData(DiscordFaultKind.UnknownChannel)]
    [InlineData(DiscordFaultKind.MissingAccess)]
    [InlineData(DiscordFaultKind.MissingPermissions)]
    public async Task A_channel_that_is_closed_to_us_is_parked_after_one_call(DiscordFaultKind closed)
    {
        sandbox.Discord.Faults.Add(new DiscordFault(closed) { Method = "POST" });
        Assert.IsType<SendOutcome.Park>(await ShowAsync(SomePost()));
        Assert.Single(sandbox.Discord.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Without_embed_links_no_bare_ping_stands_and_the_permission_is_named()
    {
        sandbox.Discord.SetPermissions(Channel, deny: Permissions.EmbedLinks);

        var parked = Assert.IsType<SendOutcome.Park>(await ShowAsync(SomePost()));
        time.Advance(TimeSpan.FromSeconds(1)); // The client spaces its requests out, and this clock stands still.
        var quiet = Assert.IsType<SendOutcome.Park>(await ShowAsync(SomePost() with { Mention = null, Title = "Without a ping" }));

        Assert.Equal("a permission is missing: give the bot Embed Links in this channel", parked.Reason);
        Assert.Equal(parked, quiet);
        Assert.Empty(sandbox.Discord.Messages(Channel));
    }

    [Fact]
    public async Task An_edit_that_loses_its_embeds_is_done_again_when_the_permission_is_back()
    {
        var id = Id(await ShowAsync(SomePost()));
        sandbox.Discord.SetPermissions(Channel, deny: Permissions.EmbedLinks);
        Assert.IsType<SendOutcome.Park>(await ShowAsync(SomePost() with { Title = "Harbour patrols have begun" }, id));

        sandbox.Discord.SetPermissions(Channel, deny: Permissions.None);
        Assert.Equal(id, Id(await ShowAsync(SomePost() with { Title = "Harbour patrols have begun" }, id)));
        Assert.Equal("Harbour patrols have begun", Title(Stands()));
    }

    [Fact]
    public async Task A_wrong_token_stops_the_lane_at_the_first_answer()
    {
        using var wrong = Client("another-token");
        var down = new DiscordChat(new ChannelMessages(wrong, time));
        for (var n = 0; n < 5; n++)
        {
            var outcome = await down.ShowAsync(Channel.ToString(), SomePost(), new Standing(null, $"key-{n}", time.GetUtcNow(), false), Ct);
            Assert.DoesNotContain("another-token", Assert.IsType<SendOutcome.LaneDown>(outcome).Reason, StringComparison.Ordinal);
        }

        Assert.Single(sandbox.Discord.Requests);
    }

    [Fact]
    public async Task A_picture_travels_with_its_description_and_a_bad_one_is_left_out()
    {
        var picture = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.png");
        await File.WriteAllBytesAsync(picture, Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), Ct);
        try
        {
            await ShowAsync(SomePost() with { Image = picture, ImageAlt = "One red dot" });
            Assert.Equal("One red dot", Assert.Single(Stands().Attachments).Description);
        }
        finally
        {
            File.Delete(picture);
        }

        sandbox.Discord.Delete(Channel, Stands().Id);
        await ShowAsync(SomePost() with { Image = "https://" + new string('x', 300) + " /not a url" }, key: "other");
        Assert.False(Stands().Embeds[0].TryGetProperty("image", out _));
    }

    [Fact]
    public async Task Hostile_text_is_posted_inert_and_within_the_limits()
    {
        var hostile = string.Concat(Enumerable.Repeat("@everyone **bold** [x](https://evil.example) <@&1200000000000000101> ", 200));
        await ShowAsync(SomePost() with { Title = hostile, Summary = hostile, Author = hostile, ImageCredit = hostile, Correction = hostile, Topics = [hostile], Mention = null });
        Assert.Empty(Stands().MentionRoles);
        Assert.False(Stands().MentionEveryone);
        Assert.DoesNotMatch(@"(?<!\\)\]\(", Stands().Embeds[0].GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_long_limit_is_a_snooze_and_costs_no_attempt()
    {
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.LimitedShared) { Wait = TimeSpan.FromMinutes(3) });
        Assert.InRange(Assert.IsType<SendOutcome.Snooze>(await ShowAsync(SomePost())).After, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3.1));
    }

    private DiscordRest Client(string token) => new(new DiscordOptions { Token = token, Api = sandbox.DiscordApi }, time);

    private Task<SendOutcome> ShowAsync(Post post, string? remoteId = null, bool inDoubt = false, string key = "item/1>discord:1|0") =>
        time.PushedAsync(() => chat.ShowAsync(Channel.ToString(), post, new Standing(remoteId, key, time.GetUtcNow(), inDoubt), Ct));

    private Message Stands() => Assert.Single(sandbox.Discord.Messages(Channel));

    private static string Id(SendOutcome outcome) => Assert.IsType<SendOutcome.Sent>(outcome).RemoteId!;

    private static string? Title(Message message) => message.Embeds[0].GetProperty("title").GetString();

    private static Post SomePost() => new()
    {
        Kind = "story",
        Title = "Harbour patrols begin",
        Url = "https://news.example.org/harbour",
        Summary = "Two boats patrol the harbour from Monday.",
        Topics = ["Law Enforcement Partnerships"],
        PublishedAt = Some.Monday,
        Mention = Role.ToString(),
    };
}
