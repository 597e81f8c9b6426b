using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Chat;

/// <summary>What should stand in a Discord channel, and how it is known again.</summary>
/// <param name="Draft">Pings nobody: <see cref="Ping"/> is for the create alone.</param>
internal sealed record ChannelContent(MessageDraft Draft)
{
    /// <summary>Instead, when Discord refuses the picture; null: there is none.</summary>
    public MessageDraft? WithoutPicture { get; init; }

    /// <summary>Whom the create pings.</summary>
    public AllowedMentions Ping { get; init; } = AllowedMentions.None;

    /// <summary>The name of a forum's post, as plain text; cut to Discord's limit where it is sent.</summary>
    public required string Title { get; init; }

    /// <summary>Names of a forum's tags that the post gets.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names of tags that the post gets as well where the forum has them and everybody may use them.</summary>
    public IReadOnlyList<string> FittingTags { get; init; } = [];

    /// <summary>The message is wanted only where it stands already: nothing is created.</summary>
    public bool OnlyChange { get; init; }

    /// <summary>Nothing is wanted: the message is deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>The only server that its buttons stand in; null: any.</summary>
    public Snowflake? ButtonsIn { get; init; }

    /// <summary>Is this message of ours the one that an attempt of unknown end has left?</summary>
    public required Func<Message, Likeness> Recognise { get; init; }

    public bool Creates => !OnlyChange && !Delete;

    public ChannelContent WithRows(IReadOnlyList<ActionRow>? rows) => this with
    {
        Draft = Draft with { Components = rows },
        WithoutPicture = WithoutPicture is null ? null : WithoutPicture with { Components = rows },
    };

    /// <summary>As it stands in a server.</summary>
    public ChannelContent For(Snowflake? guild) => ButtonsIn is { } only && only != guild ? WithRows(null) : this;

    /// <summary>One bad picture makes Discord refuse the whole message: news without its picture is better than none.</summary>
    public async Task<Message> SendAsync(Func<MessageDraft, Task<Message>> send)
    {
        try
        {
            return await send(Draft);
        }
        catch (DiscordException refused) when (WithoutPicture is not null && BlamesPicture(refused))
        {
            return await send(WithoutPicture);
        }
    }

    /// <summary>Makes what stands say this and nothing else: files and buttons that are not in it go.</summary>
    public Task<Message> EditAsync(Func<MessageDraft, Task<Message>> edit) =>
        SendAsync(draft => edit(draft with { KeptAttachments = [], Components = draft.Components ?? [] }));

    /// <summary>Without Embed Links Discord takes a message that has text as well, and drops its embeds without an error (discord-api-docs#2601).</summary>
    public bool IsBare(Message stands) => Draft.Embeds is { Count: > 0 } && stands.Embeds.Count == 0;

    private static bool BlamesPicture(DiscordException refused) =>
        refused.Code is ErrorCode.RequestTooLarge or ErrorCode.FileTooLarge
        || refused.Errors.Any(error => error.Contains("image", StringComparison.Ordinal) || error.Contains("attachment", StringComparison.OrdinalIgnoreCase));
}

internal enum Likeness
{
    Other,

    /// <summary>It is the one, if none is <see cref="Same"/>.</summary>
    Similar,

    Same,
}
