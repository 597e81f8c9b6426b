using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class OpenTogetherTests
{
    private static readonly DigestPlan Daily = new("daily", Schedule.Daily(new TimeOnly(7, 0)), DigestWorld.Berlin);

    // SQLite has one writer at a time as it is, and a second process on one file does not even start.
    [Theory(Timeout = 60_000)]
    [InlineData("weekly", "daily")]
    [InlineData("daily", "weekly")]
    public async Task Two_nodes_that_open_two_digests_at_once_bring_an_item_of_both_once(string first, string second)
    {
        await using var world = await DigestWorld.CreateAsync("postgres");
        var anna = await world.ReadersAsync("anna@example.org", "water;law-enforcement");
        await world.Db.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("update subscriptions set plan = 'daily' where topic_id = @Water", new { world.Water });
            await OpenEdition.RunAsync(tx, Daily);
        });
        await world.PublishAsync("Of both", world.Water, world.Law);
        world.Store.Time.SetUtcNow(Period.NextEnd(DigestWorld.Weekly, world.Store.Time.GetUtcNow()));

        var (booked, waits) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var here = world.Db.WriteAsync(async tx =>
        {
            await OpenEdition.RunAsync(tx, PlanOf(first));
            booked.SetResult();
            await commit.Task;
        });
        await booked.Task;
        using var other = new Db(world.Db.Dialect, world.Store.Time)
        {
            BeforeStatement = sql =>
            {
                if (sql.Contains("advisory", StringComparison.Ordinal))
                {
                    waits.TrySetResult();
                }
            },
        };
        var there = other.WriteAsync(tx => OpenEdition.RunAsync(tx, PlanOf(second)));
        await Task.WhenAny(waits.Task, there); // Without a lock the second is through before the first commits.
        commit.SetResult();
        await Task.WhenAll(here, there);

        Assert.Equal(["Of both"], await ItemsAsync(world, anna));
    }

    private static DigestPlan PlanOf(string name) => name == "daily" ? Daily : DigestWorld.Weekly;

    private static async Task<IReadOnlyList<string>> ItemsAsync(DigestWorld world, Subscriber reader)
    {
        var titles = new List<string>();
        foreach (var delivery in await world.ClaimAsync())
        {
            var own = await world.Db.ReadAsync(async tx =>
            {
                var edition = (await EditionTable.FindAsync(tx, delivery.CauseId))!;
                return await ReaderIssue.OfAsync(tx, PlanOf(edition.Plan), edition, reader);
            });
            titles.AddRange(own.Issue.Items.Where(item => item.Topics.Any(topic => own.Followed.Any(followed => followed.TopicId == topic.Id))).Select(item => item.Title));
        }

        return titles;
    }
}
