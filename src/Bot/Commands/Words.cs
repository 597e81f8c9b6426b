using System.Globalization;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: how commands say things. What others wrote is escaped and cut here.</summary>
internal static class Words
{
    /// <summary>Code points of a title inside a sentence.</summary>
    private const int TitleLength = 90;

    /// <summary>Code points of a reason that a transport gave.</summary>
    private const int ReasonLength = 200;

    /// <summary>What a list leaves for the words around it.</summary>
    private const int ListRoom = Limits.Content - 200;

    /// <summary>Says that a picture is silent for those who cannot see it; null when it is not, or there is none.</summary>
    public static string? MissingAlt(Item item) => item.ImageUrl is null || !string.IsNullOrWhiteSpace(item.ImageAlt)
        ? null
        : "⚠️ Its picture has no alternative text: people who cannot see it learn nothing. Add it in the source.";

    public static string Title(string title) => $"**{Limits.Cut(Markdown.Escape(OneLine(title)), TitleLength)}**";

    public static string Title(Item item) => $"{Title(item.Title)} (`#{item.Id}`)";

    /// <summary>Text of others inside a sentence.</summary>
    public static string Quote(string text, int length = ReasonLength) => Limits.Cut(Markdown.Escape(OneLine(text)), length);

    /// <summary>A name for a suggestion, where Discord renders no markdown and takes 1 to 100 code points.</summary>
    public static string Choice(string text)
    {
        const int Longest = 100;
        var name = Limits.Cut(Markdown.Clean(OneLine(text)), Longest);
        return name.Length > 0 ? name : "(no name)";
    }

    /// <summary>A channel as people know it.</summary>
    public static string Address(string lane, string address) =>
        lane == EventCalendar.Lane ? "the server's events"
        : lane is "discord" or PublishQueue.Lane && Snowflake.TryParse(address, out var channel) ? $"<#{channel}>" : $"{Quote(lane)} {Quote(address)}";

    public static string State(Item item) => item.State switch
    {
        ItemState.Scheduled when item.PublishAt is { } at => $"scheduled for {TimeText.Stamp(at)}",
        ItemState.Scheduled => "scheduled",
        ItemState.Public => "public",
        ItemState.Held => "held",
        _ => "taken back",
    };

    /// <summary>Where an item stands or is owed, in one line.</summary>
    public static string Line(Place place, Snowflake guild, DateTimeOffset now) => $"{Address(place.Lane, place.Address)}: {Status(place, guild, now)}";

    public static string Status(Place place, Snowflake guild, DateTimeOffset now) => place.State switch
    {
        _ when place.RemovedAt is { } at => $"removed by a moderator (seen {TimeText.Relative(at)}), and it stays away",
        DeliveryState.Held when place.WantsApproval => $"waits for approval{(place.HeldFor.HasFlag(HeldFor.Fuse) ? ", and is held because suspiciously many came at once" : "")}",
        DeliveryState.Held => "held until somebody releases it",
        DeliveryState.Pending or DeliveryState.Sending when place.LastError is { } error => $"tried {Count(place.Attempt, "time")}, goes on {TimeText.Relative(place.DueAt)}: {Quote(error)}",
        DeliveryState.Pending when place.DueAt > now => $"goes out {TimeText.Relative(place.DueAt)}",
        DeliveryState.Pending or DeliveryState.Sending or DeliveryState.InFlight => place.RemoteId is null ? "on its way" : $"{Link(place, guild)}, a change is on its way",
        DeliveryState.Sent when place.Wanted == Wanted.Absent => "taken back",
        DeliveryState.Sent => Link(place, guild),
        DeliveryState.Doubtful => "perhaps arrived; it waits for evidence",
        DeliveryState.Dead => $"given up: {Quote(place.LastError ?? "no reason is known")}",
        _ => $"not sent: {Quote(place.LastError ?? "it was taken back before")}",
    };

    /// <summary>"1 channel", "2 channels".</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : noun.EndsWith('s') ? "es" : "s")}");

    /// <summary>As many whole lines as fit into a message, and how many are left.</summary>
    /// <param name="more">Lines that were not even read; 0 when all are here.</param>
    public static string List(IEnumerable<string> lines, long more = 0, int room = ListRoom)
    {
        var kept = new List<string>();
        var (used, left) = (0, 0);
        foreach (var line in lines)
        {
            if (left > 0 || used + line.Length + 1 > room)
            {
                left++;
            }
            else
            {
                kept.Add(line);
                used += line.Length + 1; // UTF-16 units are never fewer than what Discord counts.
            }
        }

        return string.Join('\n', left + more > 0 ? [.. kept, $"… and {left + more} more."] : kept);
    }

    /// <summary>Line breaks would end the sentence, and could begin a heading.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Link(Place place, Snowflake guild) =>
        place.Lane == EventCalendar.Lane && Snowflake.TryParse(place.RemoteId, out var scheduled) ? $"[listed](https://discord.com/events/{place.Address}/{scheduled})"
        : Snowflake.TryParse(place.RemoteId, out var message) && Snowflake.TryParse(place.Address, out var channel)
            ? $"[posted](https://discord.com/channels/{guild}/{channel}/{message})"
            : "posted";
}
