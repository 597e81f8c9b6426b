using NewsBot.Sandbox.LocalDiscord.Interactions;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>What interactions need of the guild's store.</summary>
public sealed partial class Discord
{
    /// <summary>Commands, what people do with them, and what the bot answers.</summary>
    public LocalInteractions Interactions { get; }

    internal ulong NewId()
    {
        lock (gate)
        {
            return snowflakes.Next();
        }
    }

    /// <summary>The message that comes of a body; it stands nowhere yet.</summary>
    /// <exception cref="Refusal">Nothing would be left to show, or a file is named that was not sent.</exception>
    internal Message Compose(Message before, MessageForm form, IReadOnlyList<UploadedFile> uploads)
    {
        lock (gate)
        {
            return Draft.Apply(before, form, uploads, this, snowflakes.Next, files.Add);
        }
    }

    /// <summary>Puts a message into its channel, or in place of its older self.</summary>
    internal void Put(Message message)
    {
        lock (gate)
        {
            if (!channels.TryGetValue(message.ChannelId, out var room))
            {
                throw Refusal.UnknownChannel;
            }

            var index = room.Messages.FindIndex(other => other.Id == message.Id);
            if (index >= 0)
            {
                room.Messages[index] = message;
            }
            else
            {
                room.Messages.Add(message);
                if (room.Messages.Count > MaxMessages)
                {
                    room.Messages.RemoveAt(0);
                }
            }

            live.Publish("message", () => MessageJson.Message(message, Bot));
        }

        changed.Pulse();
    }
}
