using NewsBot.Discord.Model;

namespace NewsBot.Bot.Chat;

/// <summary>What should stand in a Discord channel, and how it is known again.</summary>
/// <param name="Draft">Pings nobody: <see cref="Ping"/> is for the create alone.</param>
internal sealed record ChannelContent(MessageDraft Draft)
{
    /// <summary>Instead, when Discord refuses the picture; null: there is none.</summary>
    public MessageDraft? WithoutPicture { get; init; }

    /// <summary>Whom the create pings.</summary>
    public AllowedMentions Ping { get; init; } = AllowedMentions.None;

    /// <summary>The message is wanted only where it stands already: nothing is created.</summary>
    public bool OnlyChange { get; init; }

    /// <summary>Nothing is wanted: the message is deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>Is this message of ours the one that an attempt of unknown end has left?</summary>
    public required Func<Message, Likeness> Recognise { get; init; }
}

internal enum Likeness
{
    Other,

    /// <summary>It is the one, if none is <see cref="Same"/>.</summary>
    Similar,

    Same,
}
