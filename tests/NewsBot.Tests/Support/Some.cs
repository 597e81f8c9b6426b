using System.Globalization;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;

namespace NewsBot.Tests.Support;

/// <summary>Values that a test needs and does not care about.</summary>
public static class Some
{
    private static int count;

    /// <summary>A Monday morning in UTC.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static int Number() => Interlocked.Increment(ref count);

    public static string Text(string prefix = "text") => $"{prefix}-{Number()}";

    public static string ChannelId() => (1_100_000_000_000_000_000UL + (ulong)Number()).ToString(CultureInfo.InvariantCulture);

    public static Record Record(string? id = null, string title = "Harbour patrols begin", string version = "1", params string[] topics)
    {
        id ??= Text("news") + ".md";
        return new Record
        {
            ExternalId = id,
            Where = id,
            Title = title,
            Url = $"https://news.example.org/{id}",
            Summary = $"Summary {version}",
            Topics = topics,
            PublishedAt = Monday.AddDays(-1),
            ContentHash = $"{id}|{title}|{version}|{string.Join(',', topics)}",
        };
    }

    public static DeliveryDraft Draft(string? address = null, long item = 1, string lane = "discord", bool held = false) =>
        new(lane, address ?? ChannelId(), Cause.Item(item), 1, held ? HeldFor.Fuse : HeldFor.None);
}
