using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Feed;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Feed;

public sealed class FeedFuzzTests
{
    /// <summary>Enough that every kind of damage meets every kind of feed; some seconds.</summary>
    private const int Rounds = 3_000;

    /// <summary>Bytes that mean something somewhere.</summary>
    private static readonly byte[][] Pieces =
    [
        [.. "<"u8], [.. ">"u8], [.. "&"u8], [.. "\""u8], [.. "'"u8], [.. "]]>"u8], [.. "<![CDATA["u8], [.. "<!--"u8], [.. "-->"u8], [.. "<item>"u8], [.. "</item>"u8], [.. "</rss>"u8],
        [.. "&#0;"u8], [.. "&#xD800;"u8], [.. "<?"u8], [.. "<!DOCTYPE a ["u8], [.. " xmlns:dc=''"u8], [.. " xml:base='http://['"u8], [.. "{"u8], [.. "["u8], [.. "\\ud800"u8], [.. "9999-12-31T23:59:59-14:00"u8],
        [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x1A], [0x0D],
    ];

    [Fact]
    public void Damaged_feeds_are_read_or_refused_and_nothing_else()
    {
        var corpus = FeedCase.All.Select(feed => (Feed: feed, Bytes: feed.ToBytes())).Where(found => found.Bytes.Length < 20_000).ToList();
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var (feed, bytes) = corpus[random.Next(corpus.Count)];
            var damaged = Damaged(bytes, random);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            try
            {
                var document = FeedReader.Read(damaged, feed.ContentType, feed.Address);
                Assert.All(document.Records, record => Assert.True(record.Title.Length is > 0 and <= 1_000 && record.ExternalId.Length is > 0 and <= 512 && record.ContentHash.Length == 64));
                Assert.All(document.Records, record => Assert.True(record.Body is null || !record.Body.Contains("<script", StringComparison.OrdinalIgnoreCase)));
            }
            catch (SourceException refused)
            {
                Assert.DoesNotContain('\n', refused.Message);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{feed.Name} with seed {seed}: {error}");
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{feed.Name} with seed {seed} took {watch.Elapsed}");
        }
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(damaged.Count + 1);
            switch (random.Next(4))
            {
                case 0:
                    damaged.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 40), damaged.Count - at));
                    break;
                case 2:
                    damaged.InsertRange(at, damaged.GetRange(at, Math.Min(random.Next(1, 200), damaged.Count - at)));
                    break;
                default:
                    damaged.RemoveRange(at, random.Next(3) == 0 ? damaged.Count - at : 0);
                    break;
            }
        }

        return [.. damaged];
    }
}
