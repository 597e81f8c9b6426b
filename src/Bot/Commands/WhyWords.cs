using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: the steps of <c>/why</c> in words, and what to do about the one that stops the news.</summary>
internal static class WhyWords
{
    public static string Say(WhyStep step, Snowflake guild, DateTimeOffset now) => step.Point switch
    {
        WhyPoint.SourceRead => step.At is { } at ? $"Its source {Subject(step)} was read {TimeText.Relative(at)}." : $"Its source {Subject(step)} was never read.",
        WhyPoint.SourceFails => $"Source {Subject(step)} cannot be read, {Words.Count(step.Count ?? 1, "time")} running{Because(step)}.",
        WhyPoint.SourceParked => $"Source {Subject(step)} is parked: it is not asked any more{Because(step)}.",
        WhyPoint.FirstSeen => $"First seen {At(step)}{(step.Detail == "archive" ? ", with the archive: the archive is stored and not posted" : "")}.",
        WhyPoint.SameItem => $"Its source gave it another id {At(step)} (before: `{Subject(step)}`); it is the same item, so nothing was posted again.",
        WhyPoint.Vanished => $"Its source has it no more since {At(step)}, as many others at once; its posts stay until staff answer the alert.",
        WhyPoint.State => State(step),
        WhyPoint.NoTopic => "It has no topic, so it leads to no channel.",
        WhyPoint.Topic => $"Topic **{Words.Quote(step.Detail ?? step.Subject ?? "")}** is not muted.",
        WhyPoint.TopicMuted => $"Topic `{Subject(step)}` is muted since {At(step)}.",
        WhyPoint.NoRoute => $"Topic `{Subject(step)}` leads to no channel.",
        WhyPoint.Route => $"Topic `{Words.Quote(step.Detail ?? "")}` leads to {Channel(step)} since {At(step)}.",
        WhyPoint.RouteTooNew => $"Topic `{Words.Quote(step.Detail ?? "")}` leads to {Channel(step)} only since {At(step)}: the item was public before.",
        WhyPoint.NothingOwed => $"Topic `{Words.Quote(step.Detail ?? "")}` leads to {Channel(step)}, and nothing was to be posted there: it came with the archive, or while the topic was muted.",
        WhyPoint.Filter => $"It {Words.Quote(step.Detail ?? "")} (the filter of {Channel(step)}).",
        WhyPoint.LaneDown => $"Nothing leaves by {Subject(step)} since {At(step)}{Because(step)}.",
        WhyPoint.Parked => $"{Channel(step)} is closed to me since {At(step)}{Because(step)}.",
        WhyPoint.Fuse => $"It came with suspiciously many others: {Words.Count(step.Count ?? 1, "post")} of source {Subject(step)} wait for an answer.",
        WhyPoint.Queue => $"{Words.Count(step.Count ?? 1, "message")} to {Channel(step)} go first: one at a time, at the pace that Discord allows.",
        WhyPoint.RoundUp when step.Place is { } place => $"It is listed in a message with others. {Words.Line(place, guild, now)}.",
        WhyPoint.RoundUp => $"It is listed in a message with others: {Channel(step)}{Because(step)}.",
        WhyPoint.Post when step.Place is { } place => $"{Words.Line(place, guild, now)}.",
        WhyPoint.Post => $"{Channel(step)}{Because(step)}.",
        WhyPoint.Published when step.Count is { } before => $"In {Channel(step)} it waits to be published to the servers that follow: {Words.Count(before, "post")} before it, its turn comes {At(step)} (Discord publishes ten an hour){Because(step)}.",
        WhyPoint.Published when step.Detail is not null => $"In {Channel(step)} it was not published to the servers that follow{Because(step)}.",
        WhyPoint.Published => $"In {Channel(step)} it is published to the servers that follow since {At(step)}.",
        WhyPoint.NewestItem => step.Subject is { } title ? $"Its newest item is {Words.Title(title)} (`#{step.Count}`), {At(step)}." : "It never had an item.",
        _ => $"{Subject(step)}{Because(step)}",
    };

    public static string Advice(WhyStep step) => step.Point switch
    {
        WhyPoint.SourceRead => "wait for its first read, or look in newsbot.json whether the source is right.",
        WhyPoint.SourceFails => "mend the source; what it has is read as soon as it answers again.",
        WhyPoint.SourceParked => "give the source another address in newsbot.json or take it out; it is also asked once when NewsBot starts anew.",
        WhyPoint.State => step.Detail switch
        {
            "held" or "retracted" => "`/news release` lets it go.",
            "scheduled" => "nothing, it goes out by itself; `/news post` posts it now.",
            "gone" or "withdrawn" => "nothing here: its source took it back, and only the source can bring it back.",
            "expired" => "nothing here: its source gave it an end, which is over.",
            _ => "nothing.",
        },
        WhyPoint.SameItem => "nothing, unless it is another item: then change its link or its title.",
        WhyPoint.Vanished => "answer the alert on the desk, or `newsbot deliveries gone`; what comes back is as before.",
        WhyPoint.Fuse => "answer the alert on the desk: post all, post as one message, or mark as seen.",
        WhyPoint.Queue => "nothing, it goes out by itself.",
        WhyPoint.NoTopic => "give it a topic where it is written, or post it with `/news post` and a `channel`.",
        WhyPoint.TopicMuted => "`/topic mute` with `off`; what came meanwhile goes out with `/news post`.",
        WhyPoint.NoRoute => "`/topic route` leads the topic to a channel; then `/news post` posts this item.",
        WhyPoint.RouteTooNew or WhyPoint.NothingOwed => "`/news post` posts it now.",
        WhyPoint.Filter => "nothing, if the filter is right; else `/topic route` changes it. `/news post` with a `channel` posts it all the same.",
        WhyPoint.LaneDown => "mend what the reason names; everything waits and goes out by itself afterwards.",
        WhyPoint.Parked => "give me the permission that is missing; I look every ten minutes, and `/delivery retry` looks now.",
        WhyPoint.Post when step.Place is { RemovedAt: not null } => "nothing: what a moderator removed is not posted there again.",
        WhyPoint.Published when step.Verdict == Verdict.Waits => "nothing, it is published by itself; `/news breaking` puts an item first.",
        WhyPoint.Published => "`/delivery retry` tries it again.",
        WhyPoint.Post or WhyPoint.RoundUp when step.Verdict == Verdict.Waits => "nothing, it goes out by itself.",
        WhyPoint.Post when step.Place is { WantsApproval: true } => "approve it: by its card on the desk, or with `/news release`.",
        WhyPoint.Post or WhyPoint.RoundUp => "`/news post` posts it, or `/delivery retry` tries what was given up.",
        WhyPoint.NewestItem => "write one, and give it this topic.",
        _ => "nothing.",
    };

    private static string State(WhyStep step) => step.Detail switch
    {
        "public" => $"It is public since {At(step)}.",
        "scheduled" => $"It is scheduled for {At(step)}.",
        "held" => $"Staff hold it since {At(step)}.",
        "retracted" => $"Staff took it back {At(step)}.",
        "gone" => $"Its source has it no more since {At(step)}.",
        "expired" => $"It expired {At(step)}.",
        _ => "Its source withdrew it.",
    };

    private static string At(WhyStep step) => step.At is { } at ? TimeText.Stamp(at) : "an unknown time";

    private static string Subject(WhyStep step) => Words.Quote(step.Subject ?? "");

    // An address that is no id is the name of a webhook.
    private static string Channel(WhyStep step) =>
        Words.Address(step.Lane ?? (Snowflake.TryParse(step.Subject, out _) ? "discord" : "webhook"), step.Subject ?? "");

    private static string Because(WhyStep step) => step.Detail is { } detail ? $": {Words.Quote(detail)}" : "";
}
