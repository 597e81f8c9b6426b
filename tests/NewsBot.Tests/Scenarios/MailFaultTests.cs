using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>From an edition that is due to three mails, with the n-th statement or the n-th send failing, for n = 1, 2, …</summary>
[Collection(nameof(Alone))]
public sealed class MailFaultTests
{
    /// <summary>The whole story takes about a hundred statements; the loop ends where n is never reached.</summary>
    private const int Most = 1000;

    [Fact]
    public async Task No_statement_that_fails_loses_or_repeats_a_mail()
    {
        var n = 0;
        var reached = true;
        while (reached && n < Most)
        {
            n++;
            await using var story = await Story.CreateAsync();
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
            Assert.Equal([1, 1, 1], story.Mail.Copies());
        }

        Assert.InRange(n, 30, Most - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_send_that_fails_before_the_dot_is_repeated_and_one_whose_reply_is_lost_once_with_the_same_bytes(bool afterTheDot)
    {
        for (var n = 1; n <= 3; n++)
        {
            await using var story = await Story.CreateAsync();
            story.Mail.FailAt = n;
            story.Mail.FailAfterTheDot = afterTheDot;
            await story.PlayAsync();
            Assert.Equal(afterTheDot ? [1, 1, 2] : [1, 1, 1], story.Mail.Copies().Order());
            Assert.True(story.Mail.RepeatsAreEqual);
        }
    }

    private sealed class Story : IAsyncDisposable
    {
        private static readonly DigestPlan Plan = new("weekly", new Schedule(DayOfWeek.Monday, new TimeOnly(7, 0)), TimeZoneInfo.Utc);
        private readonly CancellationTokenSource stop = new();
        private readonly CatchUp catchUp;
        private readonly DeliveryPump pump;
        private readonly Task running;

        private Story(TestStore store, LinkKeys keys)
        {
            Store = store;
            catchUp = new CatchUp(store.Db, [Plan], store.Time, NullLogger<CatchUp>.Instance);
            var sender = new SenderOptions { From = new MailboxAddress("NewsBot", "digest@news.example.org"), Site = new Uri("https://news.example.org") };
            var mail = new MailSender(store.Db, [Plan], new ComposeDigest(new Templates(Repository.Path("templates")), sender, keys), Mail);
            pump = new DeliveryPump(
                store.Db, new Lane("mail", 2, mail.SendAsync) { InOrder = false, RepeatDoubtfulAfter = TimeSpan.FromMinutes(15) }, "test", store.Time, NullLogger.Instance);
            running = pump.RunAsync(stop.Token);
        }

        public TestStore Store { get; }

        public MemoryMail Mail { get; } = new();

        /// <summary>A topic with a day's news, three readers, and the period's end an hour ahead.</summary>
        public static async Task<Story> CreateAsync()
        {
            var store = await TestStore.CreateAsync();
            var keys = new LinkKeys([new byte[LinkKeys.SecretLength]]);
            await store.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, Plan)); // Marks where the first period begins.
            await store.Db.WriteAsync(tx => ConfigureTopics.RunAsync(tx, "discord", [new WantedTopic("water", "Water", new Dictionary<string, string>())]));
            var source = new HandSource { Records = [Some.Record("a", topics: "water"), Some.Record("b", "Dry autumn", topics: "water")] };
            await new Watcher(store.Db, source, new SourceOptions { PostFirst = 10 }, "test", store.Time, NullLogger.Instance).RunOnceAsync(CancellationToken.None);
            using var csv = new MemoryStream(Encoding.UTF8.GetBytes("address,topics\na@readers.example,water\nb@readers.example,water\nc@readers.example,water\n"));
            await ImportSubscribers.RunAsync(store.Db, keys, csv, "test", "weekly", problem => Assert.Fail(problem.ToString()), CancellationToken.None);
            store.Time.SetUtcNow(Some.Monday.AddDays(7));
            return new Story(store, keys);
        }

        public async Task PlayAsync()
        {
            for (var round = 0; round < 4_000; round++)
            {
                await catchUp.RunOnceAsync(CancellationToken.None);
                if (await SettledAsync())
                {
                    return;
                }

                Store.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1, CancellationToken.None);
            }

            Assert.Fail("the story does not settle");
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running;
            pump.Dispose();
            stop.Dispose();
            await Store.DisposeAsync();
        }

        private async Task<bool> SettledAsync()
        {
            try
            {
                var counts = await Store.Db.ReadAsync(DeliveryList.CountsAsync);
                return counts.Where(count => count.Lane == "mail").Sum(count => count.State == "sent" ? count.Count : 0) == 3;
            }
            catch (IOException)
            {
                return false; // The failing statement was ours.
            }
        }
    }

    /// <summary>A relay in memory, which knows what was handed over.</summary>
    private sealed class MemoryMail : IMailTransport
    {
        private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> mails = new(StringComparer.Ordinal);
        private int sends;

        public int FailAt { get; set; }

        public bool FailAfterTheDot { get; set; }

        public bool RepeatsAreEqual => mails.Values.All(copies => copies.Distinct(StringComparer.Ordinal).Count() == 1);

        public IEnumerable<int> Copies() => mails.Values.Select(copies => copies.Count);

        public async Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
        {
            var fails = Interlocked.Increment(ref sends) == FailAt;
            await beforeFinalDot();
            if (fails && !FailAfterTheDot)
            {
                throw new IOException("the connection broke before the dot");
            }

            mails.GetOrAdd(envelope.To.Address, _ => new()).Enqueue(message.ToString());
            return fails ? new SendOutcome.Doubtful("no reply to the final dot") : new SendOutcome.Sent("250 queued");
        }
    }
}
