using System.Security.Cryptography;
using System.Text;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Posts to Discord channels.
/// 1. Withdrawn: replace what stands by one line; nothing stands, nothing to do.
/// 2. A message stands: edit it. It is gone: a moderator removed it, and it stays removed.
/// 3. It may stand although its id is not known, and the nonce is too old to tell: look for it.
/// 4. Create, with a nonce that every attempt shares, so that a repeat makes nothing new.
/// </summary>
internal sealed class DiscordChat(DiscordRest rest, TimeProvider time) : IChatTransport
{
    /// <summary>Discord keeps a nonce "a few minutes" and promises no number; up to here it is trusted.</summary>
    private static readonly TimeSpan NonceTrust = TimeSpan.FromMinutes(2);

    /// <summary>Pages of a hundred messages to look through; a channel with more in between is not one for news.</summary>
    private const int SearchPages = 10;

    /// <summary>How far Discord's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    private CurrentUser? me;

    public string Name => "discord";

    public async Task<SendOutcome> ShowAsync(string address, Post post, Standing standing, CancellationToken ct)
    {
        if (!Snowflake.TryParse(address, out var channel))
        {
            return new SendOutcome.Park($"\"{address}\" is not a channel id: in Discord, switch on developer mode and copy the channel's id");
        }

        try
        {
            return await ShowAsync(channel, post, standing, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return DiscordOutcome.Of(failure);
        }
    }

    private async Task<SendOutcome> ShowAsync(Snowflake channel, Post post, Standing standing, CancellationToken ct)
    {
        var stands = Snowflake.TryParse(standing.RemoteId, out var known) ? known : await FindAsync(channel, post, standing, ct);
        if (stands is { } message)
        {
            return await EditAsync(channel, message, post, ct);
        }

        return post.Retracted ? new SendOutcome.Sent(null) : await CreateAsync(channel, post, standing, ct);
    }

    private async Task<SendOutcome> EditAsync(Snowflake channel, Snowflake message, Post post, CancellationToken ct)
    {
        try
        {
            await SendAsync(post, draft => rest.EditMessageAsync(channel, message, post.Retracted ? draft : draft with { KeptAttachments = [] }, ct));
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            // Removed by a moderator: it stays removed.
        }

        return new SendOutcome.Sent(message.ToString());
    }

    private async Task<SendOutcome> CreateAsync(Snowflake channel, Post post, Standing standing, CancellationToken ct)
    {
        try
        {
            var created = await SendAsync(
                post,
                draft => rest.CreateMessageAsync(
                    channel,
                    draft with
                    {
                        Nonce = Nonce(standing.Key),
                        AllowedMentions = PostLayout.Mention(post) is { } role ? AllowedMentions.Roles(role) : AllowedMentions.None,
                    },
                    ct));

            // The nonce may have answered with what an earlier attempt made, from an older text.
            return standing.InDoubt ? await EditAsync(channel, created.Id, post, ct) : new SendOutcome.Sent(created.Id.ToString());
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            return new SendOutcome.GiveUp("an earlier attempt posted it, and a moderator has removed it since");
        }
    }

    // One bad picture makes Discord refuse the whole message: news without its picture is better than none.
    private static async Task<Message> SendAsync(Post post, Func<MessageDraft, Task<Message>> send)
    {
        if (post.Retracted)
        {
            return await send(PostLayout.Retraction(post));
        }

        var (image, upload) = PostImage.Of(post);
        try
        {
            return await send(PostLayout.Draft(post, image) with { Files = upload is null ? null : [upload] });
        }
        catch (DiscordException refused) when (image is not null && BlamesPicture(refused))
        {
            return await send(PostLayout.Draft(post, null));
        }
    }

    private static bool BlamesPicture(DiscordException refused) =>
        refused.Code is ErrorCode.RequestTooLarge or ErrorCode.FileTooLarge
        || refused.Errors.Any(error => error.Contains("image", StringComparison.Ordinal) || error.Contains("attachment", StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks for a message of ours that an attempt of unknown end may have left.</summary>
    private async Task<Snowflake?> FindAsync(Snowflake channel, Post post, Standing standing, CancellationToken ct)
    {
        if (!standing.InDoubt || (!post.Retracted && time.GetUtcNow() - standing.Since < NonceTrust))
        {
            return null;
        }

        me ??= await rest.GetCurrentUserAsync(ct);
        var wanted = PostLayout.Draft(post, null).Embeds![0];
        Snowflake? sameAddress = null;
        var after = Snowflake.FromInstant(standing.Since - ClockDifference);
        for (var page = 0; page < SearchPages; page++)
        {
            var messages = await rest.GetMessagesAsync(channel, after, Limits.MessagesPerPage, ct);
            foreach (var message in messages.Where(message => message.Author.Id == me.Id && message.Embeds.Count > 0 && message.Embeds[0].Url == wanted.Url))
            {
                if (message.Embeds[0].Title == wanted.Title)
                {
                    return message.Id;
                }

                sameAddress = message.Id;
            }

            if (messages.Count < Limits.MessagesPerPage)
            {
                break;
            }

            after = messages.MaxBy(message => message.Id.Value)!.Id;
        }

        // Another title at the same address is this item before its edit, or another item that shares the address.
        return post.Edited && wanted.Url is not null ? sameAddress : null;
    }

    // 24 hex digits of 25 allowed characters. The key names channel and revision: a nonce's scope is the author, not the channel.
    private static string Nonce(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24];
}
