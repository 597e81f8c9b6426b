using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;
using ForumTag = NewsBot.Discord.Model.ForumTag;
using Permissions = NewsBot.Sandbox.LocalDiscord.Permissions;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>Forums: a post for each item, with tags, a title, and its first message as the content.</summary>
public sealed class ForumTests
{
    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_item_is_one_post_whose_message_and_title_stay_true(string dialect)
    {
        await using var world = await CreateAsync(dialect, To(Forum, new RouteSettings { Tags = ["Ports", "No such tag"] }));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var thread = world.Thread;
        Assert.Equal("Harbour patrols begin", thread.Name);
        Assert.Equal([Ports, Story], thread.Thread!.AppliedTags);
        Assert.Equal("Harbour patrols begin", TitleOf(world.Only(thread.Id)));

        await world.PutAsync("a", "Harbour patrols have begun");
        await world.DeliverAsync();
        Assert.Equal((thread.Id, "Harbour patrols have begun", "Harbour patrols have begun"), (world.Thread.Id, world.Thread.Name, TitleOf(world.Only(thread.Id))));

        await world.PutAsync("a", "Harbour patrols have begun", "There are three boats, not two.");
        await world.DeliverAsync();
        Assert.Equal(["", "**Correction:** There are three boats, not two."], world.Discord.Messages(thread.Id).Select(message => message.Content));

        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.Equal((true, false, "Withdrawn: Harbour patrols have begun"), (world.Thread.Thread!.Archived, world.Thread.Thread.Locked, world.Thread.Name));
        Assert.Contains("Withdrawn", world.Discord.Messages(thread.Id)[0].Content, StringComparison.Ordinal);
        Assert.StartsWith("**Withdrawn:**", world.Discord.Messages(thread.Id)[2].Content, StringComparison.Ordinal);

        await world.PutAsync("a", "Harbour patrols go on");
        await world.DeliverAsync();
        Assert.Equal((false, "Harbour patrols go on"), (world.Thread.Thread!.Archived, world.Thread.Name));
        Assert.Contains("stands again", world.Discord.Messages(thread.Id)[3].Content, StringComparison.Ordinal);
        Assert.Equal(4, world.Discord.Messages(thread.Id).Count);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_post_whose_answer_was_lost_is_found_and_not_made_again(bool archived, bool edited)
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        await world.PutAsync("other", "Another item");
        await world.DeliverAsync();
        await world.PutAsync("a");
        await world.DieAfterSendingAsync("discord");
        var made = world.Discord.Channels.Single(channel => channel.Name == "Harbour patrols begin");
        world.Discord.SetThread(made.Id, archived);
        if (edited)
        {
            await world.PutAsync("a", "Harbour patrols have begun");
        }

        await world.DeliverAsync();
        Assert.Equal(2, world.Discord.Channels.Count(channel => channel.Parent == Forum));
        Assert.Equal(edited ? "Harbour patrols have begun" : "Harbour patrols begin", TitleOf(world.Only(made.Id)));
        Assert.Equal($"{made.Id}", (await world.RowsAsync("discord"))[^1].RemoteId);
    }

    [Fact]
    public async Task A_post_that_was_taken_back_before_its_lost_answer_was_found_is_archived_with_a_word()
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        await world.PutAsync("a");
        await world.DieAfterSendingAsync("discord");
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.Equal((true, "Withdrawn: Harbour patrols begin"), (world.Thread.Thread!.Archived, world.Thread.Name));
        Assert.StartsWith("**Withdrawn:**", world.Discord.Messages(world.Thread.Id)[^1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_opens_an_archived_post_and_archives_it_again()
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        await world.PutAsync("a");
        await world.DeliverAsync();
        world.Discord.SetThread(world.Thread.Id, archived: true);
        await world.PutAsync("a", "Harbour patrols have begun");
        await world.DeliverAsync();
        Assert.Equal((true, "Harbour patrols have begun", "Harbour patrols have begun"), (world.Thread.Thread!.Archived, world.Thread.Name, TitleOf(world.Only(world.Thread.Id))));
    }

    [Fact]
    public async Task A_locked_post_holds_up_no_other_and_is_changed_when_it_may()
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        world.Discord.SetPermissions(Forum, deny: Permissions.ManageThreads);
        await world.PutAsync("a");
        await world.DeliverAsync();
        var locked = world.Thread.Id;
        world.Discord.SetThread(locked, archived: true, locked: true);
        await world.PutAsync("a", "Harbour patrols have begun");
        await world.PutAsync("b", "Second");
        await world.DeliverAsync();
        Assert.Contains(world.Discord.Channels, channel => channel.Name == "Second");
        Assert.Contains("locked", (await world.RowsAsync("discord"))[0].LastError, StringComparison.Ordinal);
        Assert.Empty(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync));

        world.Discord.SetThread(locked, archived: true);
        world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        await world.DeliverAsync();
        Assert.Equal("Harbour patrols have begun", TitleOf(world.Only(locked)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_post_that_a_moderator_removed_stays_away(bool onlyItsMessage)
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        await world.PutAsync("a");
        await world.DeliverAsync();
        var thread = world.Thread.Id;
        Assert.True(onlyItsMessage ? world.Discord.Delete(thread, thread) : world.Discord.DeleteChannel(thread));

        await world.PutAsync("a", "Edited", "A correction");
        await world.DeliverAsync();
        await world.WithdrawAsync("a");
        await world.DeliverAsync();
        Assert.Empty(world.Discord.Messages(thread));
        Assert.Equal(onlyItsMessage ? 1 : 0, world.Discord.Channels.Count(channel => channel.Parent == Forum));
        Assert.NotNull((await world.RowAsync("discord", "item")).RemovedAt);
        Assert.Empty(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync));
    }

    [Fact]
    public async Task A_forum_that_vanishes_is_parked_and_no_post_counts_as_removed()
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        await world.PutAsync("a");
        await world.DeliverAsync();
        world.Discord.DeleteChannel(Forum);
        await world.PutAsync("a", "Edited");
        await world.DeliverAsync();
        Assert.Null((await world.RowAsync("discord", "item")).RemovedAt);
        Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync));
    }

    [Fact]
    public async Task A_forum_that_wants_a_tag_gets_one_or_says_so()
    {
        await using var world = await CreateAsync("sqlite");
        const ulong Strict = Forum + 10;
        world.Discord.AddForum(Strict, "strict", [new(Ports, "ports")], tagRequired: true);
        await world.RouteAsync(To(Strict, new RouteSettings { Tags = ["no-such-tag"] }));
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Contains("no post without a tag", Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason, StringComparison.Ordinal);

        await world.RouteAsync(To(Strict, new RouteSettings { Tags = ["ports"] }));
        world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        await world.DeliverAsync();
        Assert.Equal([Ports], Assert.Single(world.Discord.Channels, channel => channel.Parent == Strict).Thread!.AppliedTags);
    }

    [Fact]
    public async Task A_missing_permission_is_named_and_its_posts_wait()
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        world.Discord.SetPermissions(Forum, deny: Permissions.SendMessages | Permissions.SendMessagesInThreads);
        await world.PutAsync("a");
        await world.DeliverAsync();
        Assert.Contains("Send Messages, Send Messages in Threads", Assert.Single(await world.Store.Db.ReadAsync(DeliveryList.ParkedAsync)).Reason, StringComparison.Ordinal);

        world.Discord.SetPermissions(Forum, deny: Permissions.None);
        world.Store.Time.Advance(TimeSpan.FromMinutes(11));
        await world.DeliverAsync();
        Assert.Equal("Harbour patrols begin", world.Thread.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_test_post_goes_away_again(bool mayManage)
    {
        await using var world = await CreateAsync("sqlite", To(Forum));
        world.Discord.SetPermissions(Forum, deny: mayManage ? Permissions.None : Permissions.ManageThreads);
        var id = await world.Store.Db.WriteAsync(tx => TestPosts.AddAsync(tx, "water", "discord", $"{Forum}", "1"));
        await world.DeliverAsync();
        var thread = world.Thread;
        Assert.Equal("This is a test", thread.Name);

        await world.Store.Db.WriteAsync(tx => TestPosts.RemoveAsync(tx, id!.Value));
        await world.DeliverAsync();
        Assert.Empty(world.Discord.Messages(thread.Id));
        Assert.DoesNotContain(world.Discord.Channels, channel => channel is { Parent: Forum, Thread.Archived: false });
    }

    [Fact]
    public void Tags_are_known_by_their_letters_bounded_and_what_only_moderators_may_set_is_left_to_the_route()
    {
        ForumTag[] offered = [new(new(1), "Law Enforcement"), new(new(2), "story"), new(new(3), "official", Moderated: true), .. Enumerable.Range(4, 5).Select(n => new ForumTag(new((ulong)n), $"t{n}"))];
        var content = new ChannelContent(new MessageDraft()) { Title = "x", Recognise = _ => Likeness.Other };
        Assert.Equal([new(1), new(2)], ForumPosts.TagsOf(offered, content with { FittingTags = ["law-enforcement", "official", "STORY", "Law enforcement"] }));
        Assert.Equal([new(3)], ForumPosts.TagsOf(offered, content with { Tags = ["Official"] }));
        Assert.Equal(Limits.ForumTags, ForumPosts.TagsOf(offered, content with { Tags = [.. offered.Select(tag => tag.Name)] }).Count);
    }
}
