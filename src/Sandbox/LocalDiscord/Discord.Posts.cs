namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Publishing, threads and forum posts.</summary>
public sealed partial class Discord
{
    /// <summary>Adds a forum, where each post is a thread.</summary>
    /// <exception cref="ArgumentException">The id is 0 or taken.</exception>
    public void AddForum(ulong id, string name, IReadOnlyList<ForumTag> tags, bool tagRequired = false, string? topic = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(id);
        lock (gate)
        {
            Add(new Channel(id, name, topic, channels.Count) { Type = ChannelType.Forum, Tags = [.. tags], TagRequired = tagRequired });
        }
    }

    /// <summary>Archives a thread or takes it out of the archive; locks it or unlocks it.</summary>
    /// <exception cref="ArgumentException">There is no such thread.</exception>
    public void SetThread(ulong id, bool archived, bool locked = false)
    {
        lock (gate)
        {
            var thread = Existing(id);
            Change(thread with { Thread = (thread.Thread ?? throw new ArgumentException($"{id} is a channel, not a thread.", nameof(id))) with { Archived = archived, Locked = locked } });
        }
    }

    /// <exception cref="Refusal">Unknown, no announcement channel (50024), or published already (40033).</exception>
    internal Message Crosspost(Channel channel, ulong messageId)
    {
        lock (gate)
        {
            if (channel.Type != ChannelType.Announcement)
            {
                throw new Refusal(Answer.Error(400, 50024, "Cannot execute action on this channel type"));
            }

            var messages = channels[channel.Id].Messages;
            var index = messages.FindIndex(message => message.Id == messageId);
            if (index < 0)
            {
                throw Refusal.UnknownMessage;
            }

            if (messages[index].IsCrossposted)
            {
                throw new Refusal(Answer.Error(400, 40033, "This message has already been crossposted"));
            }

            var message = messages[index] = messages[index] with { Flags = messages[index].Flags | Message.Crossposted };
            live.Publish("message", () => MessageJson.Message(message, Bot));
            changed.Pulse();
            return message;
        }
    }

    /// <summary>Begins a thread; in a forum with its first message, which bears the thread's id.</summary>
    /// <param name="under">The message that a thread of a text channel hangs under; the thread takes its id.</param>
    /// <exception cref="Refusal">160004: the message has a thread already; what a message can be refused for.</exception>
    internal (Channel Thread, Message? First) BeginThread(Channel parent, ThreadForm form, IReadOnlyList<UploadedFile> uploads, ulong? under)
    {
        lock (gate)
        {
            if (under is { } taken && channels.ContainsKey(taken))
            {
                throw new Refusal(Answer.Error(400, 160004, "A thread has already been created for this message"));
            }

            var thread = new Channel(under ?? snowflakes.Next(), form.Name, null, channels.Count)
            {
                Type = parent.Type == ChannelType.Announcement ? ChannelType.AnnouncementThread : ChannelType.PublicThread,
                Parent = parent.Id,
                Thread = new ThreadState(BotId, time.GetUtcNow(), form.ArchiveAfter, Archived: false, Locked: false, form.Tags),
            };
            Message? first = null;
            if (form.Message is { } body)
            {
                // Written before the thread is there: a message that is refused leaves none.
                var blank = new Message { Id = thread.Id, ChannelId = thread.Id, Timestamp = time.GetUtcNow(), Content = "" };
                first = Draft.Apply(blank, body, uploads, this, snowflakes.Next, files.Add);
            }

            Add(thread);
            if (first is not null)
            {
                channels[thread.Id].Messages.Add(first);
                live.Publish("message", () => MessageJson.Message(first, Bot));
            }

            changed.Pulse();
            return (thread, first);
        }
    }

    /// <summary>Says that a webhook wrote a message.</summary>
    internal Message Sign(ulong channel, ulong id, WebhookAuthor author)
    {
        lock (gate)
        {
            var messages = channels[channel].Messages;
            var index = messages.FindIndex(message => message.Id == id);
            var message = messages[index] = messages[index] with { Webhook = author };
            live.Publish("message", () => MessageJson.Message(message, Bot));
            changed.Pulse();
            return message;
        }
    }

    /// <summary>Gives a channel or a thread a new state, and tells so.</summary>
    internal Channel Change(Channel channel)
    {
        lock (gate)
        {
            Replace(channel);
            Gateway.Dispatch(channel.IsThread ? "THREAD_UPDATE" : "CHANNEL_UPDATE", Json(channel));
            return channel;
        }
    }

    /// <summary>Sending into an archived thread takes it out of the archive.</summary>
    internal void Unarchive(Channel channel)
    {
        if (channel.Thread is { Archived: true } thread)
        {
            Change(channel with { Thread = thread with { Archived = false } });
        }
    }
}
