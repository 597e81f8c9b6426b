using System.Security.Cryptography;
using System.Text;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Makes a message stand in a Discord channel of whatever kind, once.
/// 1. What kind is it? A forum takes posts and no messages: see <see cref="ForumPosts"/>.
/// 2. A message stands: edit it, or delete it. It is gone: a moderator removed it, and it stays removed.
/// 3. It may stand although its id is not known, and the nonce is too old to tell: look for it.
/// 4. Create, with a nonce that every attempt shares, so that a repeat makes nothing new. That opens a thread that was archived.
/// </summary>
internal sealed class ChannelMessages
{
    /// <summary>Discord keeps a nonce "a few minutes" and promises no number; up to here it is trusted.</summary>
    private static readonly TimeSpan NonceTrust = TimeSpan.FromMinutes(2);

    private readonly DiscordRest rest;
    private readonly TimeProvider time;
    private readonly ForumPosts forums;
    private CurrentUser? me;

    public ChannelMessages(DiscordRest rest, TimeProvider time)
    {
        (this.rest, this.time) = (rest, time);
        Kinds = new ChannelKinds(rest, time);
        forums = new ForumPosts(rest, Kinds);
    }

    public ChannelKinds Kinds { get; }

    /// <summary>Null: the store is known to be as new as Discord.</summary>
    public Orphans? Orphans { get; init; }

    public async Task<SendOutcome> StandAsync(string address, ChannelContent content, Standing standing, CancellationToken ct)
    {
        if (!Snowflake.TryParse(address, out var channel))
        {
            return new SendOutcome.Park($"\"{address}\" is not a channel id: in Discord, switch on developer mode and copy the channel's id");
        }

        try
        {
            var kind = await Kinds.OfAsync(channel, ct);
            content = content.For(kind.GuildId);
            if (kind.IsForum)
            {
                return await forums.StandAsync(kind, content, standing, ct);
            }

            var stands = Snowflake.TryParse(standing.RemoteId, out var known) ? known : await FindAsync(channel, content, standing, ct);
            return stands is { } message ? await ChangeAsync(channel, message, content, ct)
                : content.Creates ? await CreateAsync(channel, content, standing, ct)
                : new SendOutcome.Sent(null);
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.MissingPermission && !ct.IsCancellationRequested)
        {
            Kinds.Forget(channel);
            return await PostPermissions.MissingAsync(rest, channel, ct) is { Count: > 0 } missing ? PostPermissions.Lacks(missing) : DiscordOutcome.Of(refused);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            if (failure is DiscordException)
            {
                Kinds.Forget(channel);
            }

            return DiscordOutcome.Of(failure);
        }
    }

    private async Task<SendOutcome> ChangeAsync(Snowflake channel, Snowflake message, ChannelContent content, CancellationToken ct)
    {
        if (content.Delete)
        {
            await OpenAsync(channel, () => rest.DeleteMessageAsync(channel, message, ct), ct);
            return new SendOutcome.Sent(null);
        }

        try
        {
            Message? edited = null;
            await OpenAsync(channel, async () => edited = await content.EditAsync(draft => rest.EditMessageAsync(channel, message, draft, ct)), ct);
            return content.IsBare(edited!) ? PostPermissions.Lacks([PostPermissions.EmbedLinks]) : new SendOutcome.Sent(message.ToString());
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            return new SendOutcome.Sent(message.ToString()) { Removed = true };
        }
    }

    // Nothing in an archived thread can be changed: it is opened for the change and archived again, as nothing new was said.
    private async Task OpenAsync(Snowflake channel, Func<Task> change, CancellationToken ct)
    {
        try
        {
            await change();
        }
        catch (DiscordException archived) when (archived.Code == ErrorCode.ThreadArchived)
        {
            await rest.EditThreadAsync(channel, new ThreadChange { Archived = false }, ct);
            await change();
            await rest.EditThreadAsync(channel, new ThreadChange { Archived = true }, ct);
        }
    }

    private async Task<SendOutcome> CreateAsync(Snowflake channel, ChannelContent content, Standing standing, CancellationToken ct)
    {
        try
        {
            var created = await content.SendAsync(
                draft => rest.CreateMessageAsync(channel, draft with { Nonce = Nonce(standing.Key), AllowedMentions = content.Ping }, ct));

            if (content.IsBare(created))
            {
                await rest.DeleteMessageAsync(channel, created.Id, ct); // A ping over nothing; the post comes when the permission does.
                return PostPermissions.Lacks([PostPermissions.EmbedLinks]);
            }

            // The nonce may have answered with what an earlier attempt made, from an older text.
            return standing.InDoubt ? await ChangeAsync(channel, created.Id, content, ct) : new SendOutcome.Sent(created.Id.ToString());
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownMessage)
        {
            return new SendOutcome.Sent(null) { Removed = true }; // An earlier attempt posted it, and a moderator has removed it since.
        }
    }

    /// <summary>Looks for a message of ours that an attempt of unknown end may have left.</summary>
    private async Task<Snowflake?> FindAsync(Snowflake channel, ChannelContent content, Standing standing, CancellationToken ct)
    {
        if (!standing.InDoubt || (content.Creates && time.GetUtcNow() - standing.Since < NonceTrust))
        {
            return Orphans is null || standing.InDoubt || !content.Creates ? null
                : await Orphans.TakeAsync(channel, (me ??= await rest.GetCurrentUserAsync(ct)).Id, content, ct);
        }

        me ??= await rest.GetCurrentUserAsync(ct);
        return await MessageSearch.FindAsync(rest, channel, me.Id, content, standing.Since, ct);
    }

    // 24 hex digits of 25 allowed characters. The key names channel and revision: a nonce's scope is the author, not the channel.
    private static string Nonce(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24];
}
