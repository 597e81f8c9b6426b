using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>Text channels, and the threads that hang on their messages.</summary>
public sealed class TextChannelTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_post_is_made_edited_corrected_withdrawn_and_put_back_in_its_place(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(ChannelWorld.Text));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var made = world.Only(ChannelWorld.Text);

        await world.PutAsync("a", "Harbour patrols have begun");
        await world.DeliverAsync();
        Assert.Equal((made.Id, "Harbour patrols have begun"), (world.Only(ChannelWorld.Text).Id, TitleOf(world.Only(ChannelWorld.Text))));

        await world.PutAsync("a", "Harbour patrols have begun", "There are three boats, not two.");
        await world.DeliverAsync();
        Assert.Contains("**Correction:** There are three boats", DescriptionOf(world.Only(ChannelWorld.Text)), StringComparison.Ordinal);

        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.Equal(made.Id, world.Only(ChannelWorld.Text).Id);
        Assert.Contains("Withdrawn", world.Only(ChannelWorld.Text).Content, StringComparison.Ordinal);

        await world.PutAsync("a", "Harbour patrols go on");
        await world.DeliverAsync();
        Assert.Equal((made.Id, "Harbour patrols go on", ""), (world.Only(ChannelWorld.Text).Id, TitleOf(world.Only(ChannelWorld.Text)), world.Only(ChannelWorld.Text).Content));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_thread_on_the_post_hears_once_of_each_correction_of_the_withdrawal_and_of_the_return(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(ChannelWorld.Text));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var post = world.Only(ChannelWorld.Text);
        await world.Rest.StartThreadAsync(new(ChannelWorld.Text), new(post.Id), "Talk", null, Ct);

        await world.PutAsync("a", correction: "There are three boats, not two.");
        await world.DeliverAsync();
        await world.PutAsync("a", "A better title", "There are three boats, not two.");
        await world.DeliverAsync();
        await world.PutAsync("a", "A better title", "There are four boats. @everyone");
        await world.DeliverAsync();
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        await world.PutAsync("a", "A better title", "There are four boats. @everyone");
        await world.DeliverAsync();

        var said = world.Discord.Messages(post.Id);
        Assert.Equal(4, said.Count);
        Assert.Equal("**Correction:** There are three boats, not two.", said[0].Content);
        Assert.StartsWith("**Correction:** There are four boats.", said[1].Content, StringComparison.Ordinal);
        Assert.StartsWith("**Withdrawn:**", said[2].Content, StringComparison.Ordinal);
        Assert.Contains("stands again", said[3].Content, StringComparison.Ordinal);
        Assert.All(said, message => Assert.False(message.MentionEveryone || message.MentionRoles.Count > 0));
    }

    [Fact]
    public async Task Without_a_thread_nobody_is_told_and_nothing_is_left_owed()
    {
        await using var world = await CreateAsync("sqlite", To(ChannelWorld.Text));
        await world.PutAsync("a");
        await world.DeliverAsync();
        await world.PutAsync("a", correction: "There are three boats, not two.");
        await world.DeliverAsync();

        world.Only(ChannelWorld.Text);
        Assert.Equal(DeliveryState.Cancelled, (await world.RowAsync("discord", "reply")).State);
    }

    [Fact]
    public async Task A_reply_whose_answer_was_lost_is_said_once()
    {
        await using var world = await CreateAsync("sqlite", To(ChannelWorld.Text));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var post = world.Only(ChannelWorld.Text);
        await world.Rest.StartThreadAsync(new(ChannelWorld.Text), new(post.Id), "Talk", null, Ct);
        world.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.ErrorAfter) { Method = "POST", Channel = post.Id, Times = 1 });

        await world.PutAsync("a", correction: "There are three boats, not two.");
        await world.DeliverAsync();
        Assert.Equal(DeliveryState.Pending, (await world.RowAsync("discord", "reply")).State);
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        world.Restart();
        await world.DeliverAsync();

        Assert.Single(world.Discord.Messages(post.Id));
        Assert.Equal(DeliveryState.Sent, (await world.RowAsync("discord", "reply")).State);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_a_moderator_removes_stays_away_whatever_becomes_of_the_item(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(ChannelWorld.Text));
        var item = await world.PutAsync("a");
        await world.DeliverAsync();
        world.Discord.Delete(ChannelWorld.Text, world.Only(ChannelWorld.Text).Id);

        await world.PutAsync("a", "Edited", "A correction");
        await world.DeliverAsync();
        Assert.NotNull((await world.RowAsync("discord", "item")).RemovedAt);
        var asked = world.Writes().Count;
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        await world.PutAsync("a", "And again");
        await world.DeliverAsync();
        await world.Store.Db.WriteAsync(tx => PostItem.RunAsync(tx, item.Id, new PostOrder()));
        await world.DeliverAsync();

        Assert.Empty(world.Discord.Messages(ChannelWorld.Text));
        Assert.Equal(asked, world.Writes().Count);
        Assert.Contains((await world.Store.Db.ReadAsync(tx => WhyItem.RunAsync(tx, item.Id)))!, step => step is { Point: WhyPoint.Post, Place.RemovedAt: not null });
    }

    [Fact]
    public async Task A_channel_that_vanishes_and_comes_back_gets_what_is_new_and_nothing_of_what_was_lost_with_it()
    {
        await using var world = await CreateAsync("sqlite", To(ChannelWorld.Text));
        await world.PutAsync("a");
        await world.DeliverAsync();
        world.Discord.DeleteChannel(ChannelWorld.Text);

        await world.PutAsync("a", "Edited");
        await world.PutAsync("b", "While it was away");
        await world.DeliverAsync();
        Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync));

        world.Discord.AddChannel(ChannelWorld.Text, "text");
        world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        await world.DeliverAsync();
        Assert.Equal("While it was away", TitleOf(world.Only(ChannelWorld.Text)));
        Assert.Empty(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Breaking_news_goes_before_what_waited_longer(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(ChannelWorld.Text));
        await world.PutAllAsync([Of("a", "First"), Of("b", "Second"), Of("c", "Third", notify: Notify.Breaking)]);
        await world.DeliverAsync();
        Assert.Equal(["Third", "First", "Second"], world.Discord.Messages(ChannelWorld.Text).Select(TitleOf));
    }
}
