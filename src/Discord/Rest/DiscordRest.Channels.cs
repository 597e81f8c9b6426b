using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>Announcements, threads and forums.</content>
public sealed partial class DiscordRest
{
    /// <summary>
    /// Publishes a message of an announcement channel to those who follow it; one that is published already is a success.
    /// Discord allows about ten in an hour and channel, so <see cref="RateLimitedException"/> may name most of an hour.
    /// </summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.WrongChannelType"/>: no announcement channel. <see cref="ErrorCode.MissingPermission"/>: others' messages need MANAGE_MESSAGES.</exception>
    public async Task CrosspostAsync(Snowflake channel, Snowflake message, CancellationToken ct)
    {
        try
        {
            await exchange.SendAsync(Endpoints.Crosspost(channel, message), null, ct);
        }
        catch (DiscordException done) when (done.Code == ErrorCode.AlreadyCrossposted)
        {
        }
    }

    /// <summary>Starts the one thread that a message can have.</summary>
    /// <param name="channel">Text or announcement.</param>
    /// <param name="message">The thread gets its id.</param>
    /// <param name="name">1 to <see cref="Limits.ThreadName"/> code points.</param>
    /// <param name="archive">Null = as the channel is set.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="DiscordException"><see cref="ErrorCode.ThreadExists"/>: it has one. <see cref="ErrorCode.TooManyThreads"/>: the guild has.</exception>
    public Task<Channel> StartThreadAsync(Snowflake channel, Snowflake message, string name, ThreadArchive? archive, CancellationToken ct) =>
        AskAsync(Endpoints.StartThread(channel, message), () => Json(new ThreadBody { Name = name, AutoArchiveDuration = archive }, RestJson.Default.ThreadBody), RestJson.Default.Channel, ct);

    /// <summary>
    /// Makes a forum post. Discord keeps no nonce here: after an unknown outcome look in <see cref="GetActiveThreadsAsync"/> for one of
    /// the bot's own with that name, before trying again.
    /// </summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.TagRequired"/> or <see cref="ErrorCode.NoTagUsable"/>: see <see cref="Channel.AvailableTags"/>. <see cref="ErrorCode.TooManyThreads"/>.</exception>
    public Task<ForumPost> CreateForumPostAsync(Snowflake forum, ForumPostDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.CreateForumPost(forum), () => MessageContent.ForumPost(draft), RestJson.Default.ForumPost, ct);

    /// <summary>
    /// Changes a thread. Its own the bot may rename, archive and open with SEND_MESSAGES_IN_THREADS, unless it is locked; all others, and what
    /// is locked, need MANAGE_THREADS.
    /// </summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownChannel"/>: removed. <see cref="ErrorCode.ThreadArchived"/>: a change without opening it. <see cref="ErrorCode.MissingPermission"/>.</exception>
    public Task<Channel> EditThreadAsync(Snowflake thread, ThreadChange change, CancellationToken ct) =>
        AskAsync(Endpoints.EditThread(thread), () => Json(change, RestJson.Default.ThreadChange), RestJson.Default.Channel, ct);

    /// <summary>Removes a thread with everything in it; it needs MANAGE_THREADS. One that is gone already is a success.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.MissingPermission"/>.</exception>
    public async Task DeleteThreadAsync(Snowflake thread, CancellationToken ct)
    {
        try
        {
            await exchange.SendAsync(Endpoints.DeleteThread(thread), null, ct);
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownChannel)
        {
        }
    }

    /// <summary>The public threads of a channel that were archived last, at most <see cref="Limits.ThreadsPerPage"/>; it needs READ_MESSAGE_HISTORY.</summary>
    public async Task<IReadOnlyList<Channel>> GetArchivedThreadsAsync(Snowflake channel, CancellationToken ct) =>
        (await AskAsync(Endpoints.ArchivedThreads(channel), null, RestJson.Default.ActiveThreads, ct)).Threads;

    /// <summary>All threads of a guild that are not archived and that the bot may see.</summary>
    public async Task<IReadOnlyList<Channel>> GetActiveThreadsAsync(Snowflake guild, CancellationToken ct) =>
        (await AskAsync(Endpoints.ActiveThreads(guild), null, RestJson.Default.ActiveThreads, ct)).Threads;
}
