using System.Security.Cryptography;
using System.Text;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Makes a message stand in a Discord channel, once.
/// 1. A message stands: edit it, or delete it. It is gone: a moderator removed it, and it stays removed.
/// 2. It may stand although its id is not known, and the nonce is too old to tell: look for it.
/// 3. Create, with a nonce that every attempt shares, so that a repeat makes nothing new.
/// </summary>
internal sealed class ChannelMessages(DiscordRest rest, TimeProvider time)
{
    /// <summary>Discord keeps a nonce "a few minutes" and promises no number; up to here it is trusted.</summary>
    private static readonly TimeSpan NonceTrust = TimeSpan.FromMinutes(2);

    /// <summary>Pages of a hundred messages to look through; a channel with more in between is not one for news.</summary>
    private const int SearchPages = 10;

    /// <summary>How far Discord's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    private CurrentUser? me;

    public async Task<SendOutcome> StandAsync(string address, ChannelContent content, Standing standing, CancellationToken ct)
    {
        if (!Snowflake.TryParse(address, out var channel))
        {
            return new SendOutcome.Park($"\"{address}\" is not a channel id: in Discord, switch on developer mode and copy the channel's id");
        }

        try
        {
            var stands = Snowflake.TryParse(standing.RemoteId, out var known) ? known : await FindAsync(channel, content, standing, ct);
            return stands is { } message ? await ChangeAsync(channel, message, content, ct)
                : content.OnlyChange || content.Delete ? new SendOutcome.Sent(null)
                : await CreateAsync(channel, content, standing, ct);
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.MissingPermission && !ct.IsCancellationRequested)
        {
            return await PostPermissions.MissingAsync(rest, channel, ct) is { Count: > 0 } missing ? Lacks(missing) : DiscordOutcome.Of(refused);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return DiscordOutcome.Of(failure);
        }
    }

    private async Task<SendOutcome> ChangeAsync(Snowflake channel, Snowflake message, ChannelContent content, CancellationToken ct)
    {
        if (content.Delete)
        {
            await rest.DeleteMessageAsync(channel, message, ct);
            return new SendOutcome.Sent(null);
        }

        try
        {
            var edited = await SendAsync(content, draft => rest.EditMessageAsync(channel, message, draft with { KeptAttachments = [] }, ct));
            if (IsBare(content, edited))
            {
                return Lacks([PostPermissions.EmbedLinks]);
            }
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            // Removed by a moderator: it stays removed.
        }

        return new SendOutcome.Sent(message.ToString());
    }

    private async Task<SendOutcome> CreateAsync(Snowflake channel, ChannelContent content, Standing standing, CancellationToken ct)
    {
        try
        {
            var created = await SendAsync(
                content,
                draft => rest.CreateMessageAsync(channel, draft with { Nonce = Nonce(standing.Key), AllowedMentions = content.Ping }, ct));

            if (IsBare(content, created))
            {
                await rest.DeleteMessageAsync(channel, created.Id, ct); // A ping over nothing; the post comes when the permission does.
                return Lacks([PostPermissions.EmbedLinks]);
            }

            // The nonce may have answered with what an earlier attempt made, from an older text.
            return standing.InDoubt ? await ChangeAsync(channel, created.Id, content, ct) : new SendOutcome.Sent(created.Id.ToString());
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            return new SendOutcome.GiveUp("an earlier attempt posted it, and a moderator has removed it since");
        }
    }

    // Without Embed Links Discord takes a message that has text as well, and drops its embeds without an error (discord-api-docs#2601).
    private static bool IsBare(ChannelContent content, Message stands) => content.Draft.Embeds is { Count: > 0 } && stands.Embeds.Count == 0;

    private static SendOutcome.Park Lacks(IReadOnlyList<string> missing) =>
        new($"{(missing.Count == 1 ? "a permission is" : "permissions are")} missing: give the bot {string.Join(", ", missing)} in this channel");

    // One bad picture makes Discord refuse the whole message: news without its picture is better than none.
    private static async Task<Message> SendAsync(ChannelContent content, Func<MessageDraft, Task<Message>> send)
    {
        try
        {
            return await send(content.Draft);
        }
        catch (DiscordException refused) when (content.WithoutPicture is not null && BlamesPicture(refused))
        {
            return await send(content.WithoutPicture);
        }
    }

    private static bool BlamesPicture(DiscordException refused) =>
        refused.Code is ErrorCode.RequestTooLarge or ErrorCode.FileTooLarge
        || refused.Errors.Any(error => error.Contains("image", StringComparison.Ordinal) || error.Contains("attachment", StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks for a message of ours that an attempt of unknown end may have left.</summary>
    private async Task<Snowflake?> FindAsync(Snowflake channel, ChannelContent content, Standing standing, CancellationToken ct)
    {
        var creates = !content.OnlyChange && !content.Delete;
        if (!standing.InDoubt || (creates && time.GetUtcNow() - standing.Since < NonceTrust))
        {
            return null;
        }

        me ??= await rest.GetCurrentUserAsync(ct);
        Snowflake? similar = null;
        var after = Snowflake.FromInstant(standing.Since - ClockDifference);
        for (var page = 0; page < SearchPages; page++)
        {
            var messages = await rest.GetMessagesAsync(channel, after, Limits.MessagesPerPage, ct);
            foreach (var message in messages.Where(message => message.Author.Id == me.Id))
            {
                switch (content.Recognise(message))
                {
                    case Likeness.Same:
                        return message.Id;
                    case Likeness.Similar:
                        similar = message.Id;
                        break;
                }
            }

            if (messages.Count < Limits.MessagesPerPage)
            {
                break;
            }

            after = messages.MaxBy(message => message.Id.Value)!.Id;
        }

        return similar;
    }

    // 24 hex digits of 25 allowed characters. The key names channel and revision: a nonce's scope is the author, not the channel.
    private static string Nonce(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24];
}
