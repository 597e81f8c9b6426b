using NewsBot.Discord.Model;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>Posts to Discord channels, forums and threads. A withdrawn post is replaced by one line; where nothing stands, nothing is to do.</summary>
internal sealed class DiscordChat(ChannelMessages messages) : IChatTransport
{
    /// <summary>Null: posts have none.</summary>
    public MailButton? MailButton { get; init; }

    public string Name => "discord";

    public Task<SendOutcome> ShowAsync(string address, Post post, Standing standing, CancellationToken ct) =>
        messages.StandAsync(address, WithButton(Content(post), post), standing, ct);

    private ChannelContent WithButton(ChannelContent content, Post post) =>
        !post.Retracted && post.TopicId is { } topic && MailButton is { } mail
            ? content.WithRows([new ActionRow(mail.Of(topic))]) with { ButtonsIn = mail.Guild }
            : content;

    /// <summary>What is sent for a post, its picture included, and the button alone not: it is the application's, and webhooks send the same.</summary>
    public static ChannelContent Content(Post post)
    {
        if (post.Retracted)
        {
            return new ChannelContent(PostLayout.Retraction(post)) { Title = $"Withdrawn: {post.Title}", OnlyChange = true, Recognise = message => LikenessOf(message, post) };
        }

        var (image, upload) = PostImage.Of(post);
        return new ChannelContent(PostLayout.Draft(post, image) with { Files = upload is null ? null : [upload] })
        {
            Title = post.Title,
            Tags = post.Tags,
            FittingTags = [post.Kind, PostLayout.KindLabel(post.Kind), .. post.Topics],
            WithoutPicture = image is null ? null : PostLayout.Draft(post, null),
            Ping = PostLayout.Mention(post) is { } role ? AllowedMentions.Roles(role) : AllowedMentions.None,
            Recognise = message => LikenessOf(message, post),
        };
    }

    // Another title at the same address is this item before its edit, or another item that shares the address.
    private static Likeness LikenessOf(Message message, Post post)
    {
        if (PostLayout.IsRetraction(message, post))
        {
            return Likeness.Same;
        }

        var wanted = PostLayout.Draft(post, null).Embeds![0];
        return message.Embeds is not [var embed, ..] || embed.Url != wanted.Url ? Likeness.Other
            : embed.Title == wanted.Title ? Likeness.Same
            : post.Edited && wanted.Url is not null ? Likeness.Similar
            : Likeness.Other;
    }
}
