using Microsoft.Extensions.Logging.Abstractions;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Deliveries;

/// <summary>The n-th statement fails, the n-th send fails, for n = 1, 2, …: in the end each item stands exactly once, as the source says.</summary>
[Collection(nameof(Alone))]
public sealed class FaultTests
{
    /// <summary>Statements of the whole story are about 150; the loop ends where n is never reached.</summary>
    private const int Most = 1000;

    [Fact]
    public async Task No_statement_that_fails_loses_or_repeats_anything()
    {
        var n = 0;
        var reached = true;
        while (reached && n < Most)
        {
            n++;
            var story = await Story.CreateAsync();
            await using (story)
            {
                var count = 0;
                story.Store.Db.BeforeStatement = sql =>
                {
                    if (Interlocked.Increment(ref count) == n)
                    {
                        throw new IOException($"statement {n} fails: {sql[..Math.Min(sql.Length, 60)]}");
                    }
                };
                await story.PlayAsync();
                reached = count >= n;
                story.AssertTrue($"statement {n}");
            }
        }

        Assert.InRange(n, 50, Most - 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_send_that_fails_loses_or_repeats_anything(bool afterTheEffect)
    {
        var n = 0;
        var reached = true;
        while (reached && n < Most)
        {
            n++;
            var story = await Story.CreateAsync();
            await using (story)
            {
                story.Chat.FailAt = n;
                story.Chat.FailAfterTheEffect = afterTheEffect;
                await story.PlayAsync();
                reached = story.Chat.Sends >= n;
                story.AssertTrue($"send {n}");
            }
        }

        Assert.InRange(n, 8, Most - 1);
    }

    /// <summary>Three items to two channels, then one edited, one withdrawn, one new.</summary>
    private sealed class Story : IAsyncDisposable
    {
        private readonly HandSource source = new();
        private readonly CancellationTokenSource stop = new();
        private readonly DeliveryPump pump;
        private readonly Task running;
        private readonly Watcher watcher;

        private Story(TestStore store)
        {
            Store = store;
            pump = new DeliveryPump(store.Db, new Lane("discord", 3, Chat.SendAsync), "test", store.Time, NullLogger.Instance);
            running = pump.RunAsync(stop.Token);
            watcher = new Watcher(store.Db, source, new SourceOptions { PostFirst = 10 }, "test", store.Time, NullLogger.Instance);
        }

        public TestStore Store { get; }

        public MemoryChat Chat { get; } = new();

        public static async Task<Story> CreateAsync()
        {
            var store = await TestStore.CreateAsync();
            await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [new("water", "Water", new Dictionary<string, string> { ["1"] = "{}", ["2"] = "{}" })]));
            return new Story(store);
        }

        public async Task PlayAsync()
        {
            source.Records = [Some.Record("a", topics: "water"), Some.Record("b", topics: "water"), Some.Record("c", topics: "water")];
            await SettleAsync();
            source.Records = [Some.Record("a", version: "2", topics: "water"), Some.Record("c", topics: "water"), Some.Record("d", "Bridge opens", topics: "water")];
            await SettleAsync();
        }

        public void AssertTrue(string at)
        {
            string[] expected = ["1 a present", "1 b absent", "1 c present", "1 d present", "2 a present", "2 b absent", "2 c present", "2 d present"];
            Assert.True(expected.SequenceEqual(Chat.Shown()), $"{at}: {string.Join(", ", Chat.Shown())}");
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running;
            pump.Dispose();
            stop.Dispose();
            await Store.DisposeAsync();
        }

        // The source is read again and again, as in life, until nothing is owed.
        private async Task SettleAsync()
        {
            for (var round = 0; round < 400; round++)
            {
                await watcher.RunOnceAsync(CancellationToken.None);
                if (await TakenAsync() && await NothingOwedAsync())
                {
                    return;
                }

                Store.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1, CancellationToken.None);
            }

            Assert.Fail("the story does not settle");
        }

        private async Task<bool> TakenAsync()
        {
            var known = await TryAsync(tx => IdentityTable.OfSourceAsync(tx, source.Name)) ?? [];
            return source.Records.All(record => known.Any(item => item.ExternalId == record.ExternalId && item.ContentHash == record.ContentHash))
                && known.All(item => item.State == ItemState.Withdrawn || source.Records.Any(record => record.ExternalId == item.ExternalId));
        }

        private async Task<bool> NothingOwedAsync()
        {
            var counts = await TryAsync(DeliveryList.CountsAsync);
            return counts is { Count: > 0 } && counts.All(count => count.State is "sent" or "cancelled");
        }

        // The failing statement may be one of ours.
        private async Task<IReadOnlyList<T>?> TryAsync<T>(Func<Tx, Task<IReadOnlyList<T>>> read)
        {
            try
            {
                return await Store.Db.ReadAsync(read);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
