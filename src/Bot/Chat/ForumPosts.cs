using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Bot.Chat;

/// <summary>
/// Makes a post stand in a forum, once: a thread whose first message is the content. The thread and that message have one id.
/// 1. It stands: open it if it is archived, edit the message and the title, archive it again. It is gone: it stays removed.
/// 2. It may stand although its id is not known: there is no nonce here, so look among the threads of our own.
/// 3. Create, with the tags that the forum has.
/// </summary>
internal sealed class ForumPosts(DiscordRest rest, ChannelKinds kinds)
{
    /// <summary>Threads to look into, those with the same name first: more of our own within one attempt are not the work of one.</summary>
    private const int MostCandidates = 20;

    /// <summary>How far Discord's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    /// <summary>A moderator who locks a thread seldom opens it within seconds.</summary>
    private static readonly TimeSpan LockedPause = TimeSpan.FromMinutes(10);

    private CurrentUser? me;

    public async Task<SendOutcome> StandAsync(Channel forum, ChannelContent content, Standing standing, CancellationToken ct)
    {
        var stands = Snowflake.TryParse(standing.RemoteId, out var known) ? known
            : standing.InDoubt ? await FindAsync(forum, content, standing, ct)
            : null;
        return stands is { } thread ? await ChangeAsync(forum, thread, content, ct)
            : content.Creates ? await CreateAsync(forum, content, ct)
            : new SendOutcome.Sent(null);
    }

    private async Task<SendOutcome> ChangeAsync(Channel forum, Snowflake id, ChannelContent content, CancellationToken ct)
    {
        var gone = new SendOutcome.Sent(id.ToString()) { Removed = true };
        Channel thread;
        try
        {
            thread = await rest.GetChannelAsync(id, ct);
        }
        catch (DiscordException unknown) when (unknown.Code == ErrorCode.UnknownChannel)
        {
            await rest.GetChannelAsync(forum.Id, ct); // Throws where the whole forum is gone: that is another matter.
            return gone;
        }

        var (archived, locked) = (thread.ThreadMetadata?.Archived == true, thread.ThreadMetadata?.Locked == true);
        try
        {
            if (content.Delete)
            {
                return await DeleteAsync(id, archived, ct);
            }

            if (archived)
            {
                await rest.EditThreadAsync(id, new ThreadChange { Archived = false }, ct);
            }

            var edited = await content.EditAsync(draft => rest.EditMessageAsync(id, id, draft, ct));
            if (content.IsBare(edited))
            {
                return PostPermissions.Lacks([PostPermissions.EmbedLinks]);
            }

            var title = NameOf(content);
            if (archived || thread.Name != title)
            {
                await rest.EditThreadAsync(id, new ThreadChange { Name = thread.Name == title ? null : title, Archived = archived ? true : null }, ct);
            }

            return new SendOutcome.Sent(id.ToString());
        }
        catch (DiscordException unknown) when (unknown.Code is ErrorCode.UnknownMessage)
        {
            return gone;
        }
        catch (DiscordException refused) when (locked && refused.Code is ErrorCode.MissingPermission or ErrorCode.ThreadLocked or ErrorCode.ThreadArchived)
        {
            return new SendOutcome.Retry("a moderator has locked this post: unlock it, or give the bot Manage Threads", LockedPause);
        }
    }

    private async Task<SendOutcome> DeleteAsync(Snowflake id, bool archived, CancellationToken ct)
    {
        try
        {
            await rest.DeleteThreadAsync(id, ct);
        }
        catch (DiscordException refused) when (refused.Code == ErrorCode.MissingPermission)
        {
            // What is left is an empty thread in the archive.
            if (archived)
            {
                await rest.EditThreadAsync(id, new ThreadChange { Archived = false }, ct);
            }

            await rest.DeleteMessageAsync(id, id, ct);
            await rest.EditThreadAsync(id, new ThreadChange { Archived = true }, ct);
        }

        return new SendOutcome.Sent(null);
    }

    private async Task<SendOutcome> CreateAsync(Channel forum, ChannelContent content, CancellationToken ct)
    {
        Message created;
        try
        {
            created = await SendAsync(forum, content, ct);
        }
        catch (DiscordException refused) when (refused.Code is ErrorCode.NoTagUsable or ErrorCode.TagRequired)
        {
            kinds.Forget(forum.Id); // The tags that we know may be old ones.
            created = await SendAsync(await kinds.OfAsync(forum.Id, ct), content, ct);
        }

        if (content.IsBare(created))
        {
            await DeleteAsync(created.ChannelId, archived: false, ct); // A ping over nothing; the post comes when the permission does.
            return PostPermissions.Lacks([PostPermissions.EmbedLinks]);
        }

        return new SendOutcome.Sent(created.ChannelId.ToString());
    }

    private Task<Message> SendAsync(Channel forum, ChannelContent content, CancellationToken ct)
    {
        var tags = TagsOf(forum.AvailableTags, content);
        return content.SendAsync(async draft => (await rest.CreateForumPostAsync(
            forum.Id,
            new ForumPostDraft { Name = NameOf(content), Message = draft with { AllowedMentions = content.Ping }, AppliedTags = tags.Count > 0 ? tags : null },
            ct)).Message);
    }

    /// <summary>The forum's tags that a post gets. A name that the forum does not have is left out: the post is worth more than its tag.</summary>
    internal static IReadOnlyList<Snowflake> TagsOf(IReadOnlyList<ForumTag> offered, ChannelContent content)
    {
        var wanted = content.Tags.SelectMany(name => offered.Where(tag => Plain(tag.Name) == Plain(name)));
        var fitting = content.FittingTags.SelectMany(name => offered.Where(tag => !tag.Moderated && Plain(tag.Name) == Plain(name)));
        return [.. wanted.Concat(fitting).Select(tag => tag.Id).Distinct().Take(Limits.ForumTags)];
    }

    // "Law Enforcement", "law-enforcement" and "LawEnforcement" are one.
    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string NameOf(ChannelContent content) => Limits.Cut(Markdown.Clean(content.Title), Limits.ThreadName) is { Length: > 0 } name ? name : "News";

    private async Task<Snowflake?> FindAsync(Channel forum, ChannelContent content, Standing standing, CancellationToken ct)
    {
        if (forum.GuildId is not { } guild)
        {
            return null;
        }

        me ??= await rest.GetCurrentUserAsync(ct);
        var oldest = standing.Since - ClockDifference;
        var name = NameOf(content);
        var open = await rest.GetActiveThreadsAsync(guild, ct);
        var archived = await rest.GetArchivedThreadsAsync(forum.Id, ct);
        var candidates = open.Where(thread => thread.ParentId == forum.Id).Concat(archived)
            .Where(thread => thread.OwnerId == me.Id && thread.Id.CreatedAt >= oldest)
            .DistinctBy(thread => thread.Id)
            .OrderByDescending(thread => thread.Name == name)
            .ThenByDescending(thread => thread.Id.Value)
            .Take(MostCandidates);
        Snowflake? similar = null;
        foreach (var thread in candidates)
        {
            var first = await rest.GetMessagesAsync(thread.Id, new Snowflake(thread.Id.Value - 1), 1, ct);
            switch (first is [var starter] && starter.Id == thread.Id ? content.Recognise(starter) : Likeness.Other)
            {
                case Likeness.Same:
                    return thread.Id;
                case Likeness.Similar:
                    similar ??= thread.Id;
                    break;
            }
        }

        return similar;
    }
}
