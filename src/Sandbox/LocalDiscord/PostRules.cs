namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>What the bot may do in a channel, asked before it is done.</summary>
/// <remarks>https://docs.discord.com/developers/topics/permissions.</remarks>
internal static class PostRules
{
    /// <exception cref="Refusal">50001: the bot is not in the guild, or cannot see the channel.</exception>
    public static Permissions See(Discord discord, Channel channel)
    {
        var allowed = discord.PermissionsOf(discord.BotId, channel.Id);
        return allowed.HasFlag(Permissions.ViewChannel) ? allowed : throw Refusal.MissingAccess;
    }

    /// <exception cref="Refusal">50001 as above; 50013: something of what is needed is missing.</exception>
    public static void Demand(Discord discord, Channel channel, Permissions needed)
    {
        if (!See(discord, channel).HasFlag(needed))
        {
            throw Refusal.MissingPermissions;
        }
    }

    /// <summary>
    /// A message may stand in the channel as it is, or without its embeds: those vanish without a word when EMBED_LINKS is missing and something
    /// else is left to show (api-docs#2601). An embed alone is refused.
    /// </summary>
    /// <exception cref="Refusal">The channel takes no messages, or a permission is missing.</exception>
    public static MessageForm AdmitCreate(Discord discord, Channel channel, MessageForm form, IReadOnlyList<UploadedFile> files)
    {
        if (channel.Type == ChannelType.Forum)
        {
            throw new Refusal(Answer.Error(400, 40058, "Cannot message this thread until after the post author has sent an initial message."));
        }

        if (channel.Thread is { Locked: true } && !See(discord, channel).HasFlag(Permissions.ManageThreads))
        {
            throw new Refusal(Answer.Error(403, 160005, "Thread is locked"));
        }

        return Admit(discord, channel, channel.IsThread ? Permissions.SendMessagesInThreads : Permissions.SendMessages, form, files);
    }

    /// <summary>The first message of a forum post: creating it takes SEND_MESSAGES.</summary>
    /// <exception cref="Refusal">A permission is missing.</exception>
    public static MessageForm AdmitPost(Discord discord, Channel forum, MessageForm form, IReadOnlyList<UploadedFile> files)
        => Admit(discord, forum, Permissions.SendMessages, form, files);

    /// <summary>An edit needs no permission to send, but its embeds vanish like those of a create.</summary>
    /// <exception cref="Refusal">The channel is out of sight, or the thread is archived.</exception>
    public static MessageForm AdmitEdit(Discord discord, Channel channel, MessageForm form, IReadOnlyList<UploadedFile> files)
    {
        if (channel.Thread is { Archived: true })
        {
            throw new Refusal(Answer.Error(400, 50083, "Thread is archived"));
        }

        return Admit(discord, channel, Permissions.None, form, files);
    }

    private static MessageForm Admit(Discord discord, Channel channel, Permissions needed, MessageForm form, IReadOnlyList<UploadedFile> files)
    {
        var allowed = See(discord, channel);
        var embedsOnly = form.Embeds is { Count: > 0 } && string.IsNullOrEmpty(form.Content) && files.Count == 0 && needed != Permissions.None;
        needed |= files.Count > 0 ? Permissions.AttachFiles : Permissions.None;
        needed |= embedsOnly ? Permissions.EmbedLinks : Permissions.None;
        if (!allowed.HasFlag(needed))
        {
            throw Refusal.MissingPermissions;
        }

        return form with
        {
            Embeds = form.Embeds is not null && !allowed.HasFlag(Permissions.EmbedLinks) ? [] : form.Embeds,
            Mentions = allowed.HasFlag(Permissions.MentionEveryone) ? form.Mentions : form.Mentions with { Everyone = false },
        };
    }
}
