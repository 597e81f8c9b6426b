using System.Net;
using NewsBot.Bot.Commands;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Staff;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class RouterTests
{
    [Fact]
    public async Task A_command_defers_unseen_by_others_then_answers()
    {
        await using var world = await CommandWorld.CreateAsync();
        var interaction = world.Staff(InteractionType.Command, CommandWorld.Typed("topic list"));
        var told = await world.HandleAsync(interaction);
        Assert.Equal(InteractionReplyType.DeferMessage, world.FirstOf(interaction).Type);
        Assert.Equal(MessageFlags.Ephemeral, world.FirstOf(interaction).Message!.Flags);
        Assert.Contains("no topics", told.Content, StringComparison.Ordinal);
        Assert.Same(AllowedMentions.None, told.AllowedMentions);
    }

    [Fact]
    public async Task An_interaction_that_comes_twice_is_answered_once()
    {
        await using var world = await CommandWorld.CreateAsync();
        var interaction = world.Staff(InteractionType.Command, CommandWorld.Typed("topic list"));
        await world.Router.HandleAsync(interaction, CancellationToken.None);
        await world.Router.HandleAsync(interaction, CancellationToken.None);
        Assert.Single(world.First);
        Assert.Single(world.Edits);
    }

    [Theory]
    [MemberData(nameof(Support.TestStore.Dialects), MemberType = typeof(Support.TestStore))]
    public async Task An_effect_that_another_process_has_made_is_not_made_again(string dialect)
    {
        await using var world = await CommandWorld.CreateAsync(dialect: dialect);
        await world.TopicAsync("harbour");
        var interaction = world.Staff(InteractionType.Command, CommandWorld.Typed("topic mute", ("topic", "harbour")));
        await world.HandleAsync(interaction);
        await world.Db.WriteAsync(tx => MuteTopic.RunAsync(tx, "harbour", false));

        await world.NewRouter().HandleAsync(interaction, CancellationToken.None);
        Assert.Contains("done already", world.Edits.Last().Draft.Content, StringComparison.Ordinal);
        Assert.Null((await world.Db.ReadAsync(TopicTable.AllAsync)).Single().MutedAt);
        Assert.Single(await world.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10)));
    }

    [Theory]
    [MemberData(nameof(Support.TestStore.Dialects), MemberType = typeof(Support.TestStore))]
    public async Task An_effect_and_its_audit_are_both_there_or_neither(string dialect)
    {
        await using var world = await CommandWorld.CreateAsync(dialect: dialect);
        await world.TopicAsync("harbour");
        for (var n = 1; ; n++)
        {
            var left = n;
            world.Db.BeforeStatement = sql =>
            {
                if (--left == 0)
                {
                    throw new IOException("the disk is gone");
                }
            };
            var told = await world.HandleAsync(world.Staff(InteractionType.Command, CommandWorld.Typed("topic mute", ("topic", "harbour"))));
            world.Db.BeforeStatement = null;
            var muted = (await world.Db.ReadAsync(TopicTable.AllAsync)).Single().MutedAt is not null;
            Assert.Equal(muted ? 1 : 0, (await world.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10))).Count);
            if (muted)
            {
                Assert.True(n > 3);
                break;
            }

            Assert.Contains("nothing was changed", told.Content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_audit_says_who_did_what_and_what_came_of_it()
    {
        await using var world = await CommandWorld.CreateAsync();
        await world.TopicAsync("harbour");
        await world.RunAsync("topic mute", ("topic", "harbour"));
        var line = Assert.Single(await world.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10)));
        Assert.Equal((CommandWorld.Nadia.ToString(), "topic mute", """{"topic":"harbour"}"""), (line.StaffId, line.Command, line.Options));
        Assert.Contains("is muted", line.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_ends_in_one_sentence()
    {
        await using var world = await CommandWorld.CreateAsync();
        var broken = new Command { Path = "broken", Description = "Fails", Who = WhoMay.Staff, Run = (_, _) => throw new InvalidOperationException("secret words of a stranger") };
        await world.NewRouter(commands: [broken]).HandleAsync(world.Staff(InteractionType.Command, CommandWorld.Typed("broken")), CancellationToken.None);
        var told = Assert.Single(world.Edits).Draft.Content!;
        Assert.Contains("went wrong", told, StringComparison.Ordinal);
        Assert.DoesNotContain("stranger", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_hangs_is_given_up_with_a_sentence()
    {
        await using var world = await CommandWorld.CreateAsync();
        var started = new TaskCompletionSource();
        var hangs = new Command
        {
            Path = "hangs",
            Description = "Hangs",
            Who = WhoMay.Staff,
            Run = async (_, _) =>
            {
                started.SetResult();
                await new TaskCompletionSource().Task;
                return new Reply("never");
            },
        };
        var handled = world.NewRouter(commands: [hangs]).HandleAsync(world.Staff(InteractionType.Command, CommandWorld.Typed("hangs")), CancellationToken.None);
        await started.Task;
        world.Store.Time.Advance(TimeSpan.FromMinutes(3));
        await handled;
        Assert.Contains("too long", Assert.Single(world.Edits).Draft.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_when_the_first_answer_did_not_arrive()
    {
        await using var world = await CommandWorld.CreateAsync();
        await world.TopicAsync("harbour");
        world.Refuse = _ => new DiscordException(HttpStatusCode.NotFound, ErrorCode.UnknownInteraction, "POST /interactions/{id}/{token}/callback", "Unknown interaction");
        await world.Router.HandleAsync(world.Staff(InteractionType.Command, CommandWorld.Typed("topic mute", ("topic", "harbour"))), CancellationToken.None);
        Assert.Empty(world.Edits);
        Assert.Empty(await world.Db.ReadAsync(tx => AuditTable.ListAsync(tx, 10)));
    }

    [Fact]
    public async Task An_unknown_command_says_so()
    {
        await using var world = await CommandWorld.CreateAsync();
        Assert.Contains("do not know", (await world.RunAsync("news explode")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_never_waits_and_a_signed_call_gets_its_answer()
    {
        await using var world = await CommandWorld.CreateAsync();
        using var stop = new CancellationTokenSource();
        var running = world.Router.RunAsync(stop.Token);
        var reply = await world.Router.AnswerAsync(world.Staff(InteractionType.Command, CommandWorld.Typed("topic list")), CancellationToken.None);
        Assert.Equal(InteractionReplyType.DeferMessage, reply!.Type);
        Assert.Equal(InteractionReplyType.Pong, (await world.Router.AnswerAsync(new Interaction { Id = world.NextId(), Type = InteractionType.Ping, ApplicationId = default, Token = "" }, CancellationToken.None))!.Type);
        await stop.CancelAsync();
        await running;
        Assert.Empty(world.First);
    }
}
