using NewsBot.Sandbox.LocalDiscord;

namespace NewsBot.Tests.Scenarios;

/// <summary>An address of a route, and what people see there.</summary>
/// <param name="Address">As the route says it.</param>
/// <param name="Channel">Where its posts stand; a forum's stand in threads of it.</param>
internal sealed record TruthPlace(ChannelType Type, string Lane, string Address, ulong Channel)
{
    /// <summary>What is posted is kept true about corrections in words of its own as well.</summary>
    public bool HasReplies => Type is ChannelType.Forum or ChannelType.PublicThread;

    /// <summary>What has to be seen of an item that stands.</summary>
    public string Standing(string title, string? correction) => $"{this} {title}|{correction}" + Type switch
    {
        ChannelType.Announcement => "|published",
        ChannelType.Forum => $"|{title}|{TruthDiscord.Ports},{TruthDiscord.Story}|open",
        _ => "",
    };

    /// <summary>What has to be seen of an item that stood.</summary>
    public string Withdrawn(string title) => $"{this} {title}|withdrawn" + (Type == ChannelType.Forum ? $"|Withdrawn: {title}|{TruthDiscord.Ports},{TruthDiscord.Story}|archived" : "");

    /// <summary>In words for a message of a test that fails.</summary>
    public override string ToString() => $"{Lane} {Type} {Channel % 10}";
}

/// <summary>A post as people see it.</summary>
/// <param name="Id">By it the store knows the post.</param>
/// <param name="Title">Its first word is the item's id.</param>
/// <param name="Thread">Of a forum's post alone.</param>
internal sealed record TruthPost(TruthPlace Place, ulong Id, string Title, string Correction, bool IsWithdrawn, bool IsPublished, Channel? Thread)
{
    public string Item => Title.Split(' ')[0];

    public override string ToString() => $"{Place} {Title}|{(IsWithdrawn ? "withdrawn" : Correction)}"
        + (Place.Type == ChannelType.Announcement && IsPublished && !IsWithdrawn ? "|published" : "")
        + (Thread is null ? "" : $"|{Thread.Name}|{string.Join(',', Thread.Thread!.AppliedTags)}|{(Thread.Thread.Archived ? "archived" : "open")}");
}
