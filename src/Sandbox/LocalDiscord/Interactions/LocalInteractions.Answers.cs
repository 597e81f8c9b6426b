using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>What the bot says to interactions.</summary>
public sealed partial class LocalInteractions
{
    private static Refusal UnknownInteraction => new(Answer.Error(404, 10062, "Unknown interaction"));

    private static Refusal AlreadyAcknowledged => new(Answer.Error(400, 40060, "Interaction has already been acknowledged."));

    private static Refusal UnknownWebhook => new(Answer.Error(404, 10015, "Unknown Webhook"));

    private static Refusal InvalidToken => new(Answer.Error(401, 50027, "Invalid Webhook Token"));

    /// <exception cref="Refusal">10062: no such interaction, or too late; 40060: answered before; 50035: the answer is wrong, and may be sent again.</exception>
    internal Interaction Callback(ulong id, string token, ApiBody body)
    {
        Interaction? interaction;
        lock (gate)
        {
            interaction = open.GetValueOrDefault(id);
        }

        return interaction is null || interaction.Token != token ? throw UnknownInteraction : Callback(interaction, body);
    }

    /// <summary>Whose token it is, while it works.</summary>
    /// <exception cref="Refusal">Another application, not answered yet, or over.</exception>
    internal Interaction ByToken(ulong application, string token)
    {
        lock (gate)
        {
            if (application != discord.BotId)
            {
                throw UnknownWebhook;
            }

            if (!byToken.TryGetValue(token, out var interaction) || time.GetElapsedTime(interaction.Sent) > TokenLife)
            {
                throw InvalidToken;
            }

            return interaction.Callback is null ? throw UnknownWebhook : interaction;
        }
    }

    /// <param name="message"><c>@original</c> or the id of a follow-up.</param>
    internal Message MessageOf(Interaction interaction, string message)
    {
        lock (gate)
        {
            var id = message == "@original" ? interaction.Original : Snowflakes.TryParse(message, out var parsed) ? parsed : null;
            return id is { } known && (known == interaction.Original || interaction.Later.Contains(known)) && FindMessage(interaction.ChannelId, known) is { } found
                ? found
                : throw Refusal.UnknownMessage;
        }
    }

    internal Message Edit(Interaction interaction, string message, ApiBody body)
    {
        var form = ReadReply(body, create: false);
        Message edited;
        lock (gate)
        {
            edited = Change(MessageOf(interaction, message), form, body.Files);
            interaction.Shown = true;
        }

        changed.Pulse();
        return edited;
    }

    internal void Delete(Interaction interaction, string message)
    {
        lock (gate)
        {
            var standing = MessageOf(interaction, message);
            if (standing.SeenBy is null)
            {
                discord.Delete(standing.ChannelId, standing.Id);
            }
            else
            {
                ephemeral.Remove(standing.Id);
                live.Publish("gone", () => new JsonObject { ["channel_id"] = Snowflakes.Text(standing.ChannelId), ["id"] = Snowflakes.Text(standing.Id) });
            }

            interaction.Shown = true;
        }

        changed.Pulse();
    }

    /// <summary>A message after the first answer; while that one still says "thinking" it takes its place, as Discord has it for old bots' sake.</summary>
    internal Message FollowUp(Interaction interaction, ApiBody body)
    {
        var form = ReadReply(body, create: true);
        Message made;
        lock (gate)
        {
            if (interaction.Original is { } original && FindMessage(interaction.ChannelId, original) is { IsThinking: true } thinking)
            {
                made = Change(thinking, form with { Flags = null }, body.Files);
            }
            else
            {
                made = Post(interaction, form, body.Files, (form.Flags & Message.Ephemeral) is > 0);
                interaction.Later.Add(made.Id);
            }

            interaction.Shown = true;
        }

        changed.Pulse();
        return made;
    }

    private Interaction Callback(Interaction interaction, ApiBody body)
    {
        lock (gate)
        {
            if (interaction.Callback is not null)
            {
                throw AlreadyAcknowledged;
            }

            if (interaction.Failed)
            {
                throw UnknownInteraction;
            }

            var form = CallbackForm.Read(body.Json!.Value, interaction);
            Apply(interaction, form, body.Files);
            interaction.Callback = form.Type;
            interaction.Deadline?.Dispose();
            Tell(interaction, form.Type switch { CallbackForm.OpenModal => "modal", CallbackForm.Complete => "choices", _ => "answered" });
        }

        changed.Pulse();
        return interaction;
    }

    private void Apply(Interaction interaction, CallbackForm form, IReadOnlyList<UploadedFile> files)
    {
        switch (form.Type)
        {
            case CallbackForm.Reply:
                interaction.Original = Post(interaction, form.Message!, files, form.Ephemeral).Id;
                break;
            case CallbackForm.Thinking:
                interaction.Original = Post(interaction, form: null, files, form.Ephemeral).Id;
                break;
            case CallbackForm.LaterUpdate:
                interaction.Original = interaction.SourceMessage;
                break;
            case CallbackForm.Update:
                interaction.Original = interaction.SourceMessage;
                if (form.Message is { } update)
                {
                    Change(SourceOf(interaction) ?? throw Refusal.UnknownMessage, update, files);
                }

                break;
            case CallbackForm.Complete:
                interaction.Choices = form.Choices;
                break;
            default:
                var modal = form.Modal!;
                interaction.Modal = new Modal(interaction.Id, modal["custom_id"]!.ToString(), modal["title"]!.ToString(), JsonSerializer.SerializeToElement(modal["components"]));
                break;
        }
    }

    /// <param name="form">Null while the bot is thinking.</param>
    private Message Post(Interaction interaction, MessageForm? form, IReadOnlyList<UploadedFile> files, bool hidden)
    {
        var blank = new Message
        {
            Id = discord.NewId(),
            ChannelId = interaction.ChannelId,
            Timestamp = time.GetUtcNow(),
            Content = "",
            Flags = (hidden ? Message.Ephemeral : 0) | (form is null ? Message.Loading : 0),
            SeenBy = hidden ? interaction.PersonId : null,
            Type = InteractionJson.MessageType(interaction),
            InteractionMetadata = InteractionJson.Metadata(interaction, discord),
        };
        return Keep(form is null ? blank : discord.Compose(blank, form, files));
    }

    /// <summary>What was thinking becomes a reply; anything else is edited.</summary>
    private Message Change(Message before, MessageForm form, IReadOnlyList<UploadedFile> files)
        => Keep(discord.Compose(
            before.IsThinking ? before with { Flags = before.Flags & ~Message.Loading } : before with { EditedTimestamp = time.GetUtcNow() }, form, files));

    private Message Keep(Message message)
    {
        if (message.SeenBy is null)
        {
            discord.Put(message);
            return message;
        }

        ephemeral[message.Id] = message;
        if (ephemeral.Count > MaxEphemeral)
        {
            ephemeral.RemoveAt(0);
        }

        live.Publish("message", () => Json(message));
        return message;
    }

    /// <summary>For pages: with the name of the only one who sees it.</summary>
    internal JsonObject Json(Message message)
    {
        var json = MessageJson.Message(message, discord.Bot);
        if (message.SeenBy is { } person)
        {
            json["seen_by"] = Snowflakes.Text(person);
        }

        return json;
    }

    private static MessageForm ReadReply(ApiBody body, bool create)
    {
        if (body.Json is not { ValueKind: JsonValueKind.Object } json)
        {
            throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        var errors = new FormErrors();
        var form = MessageForm.ReadReply(new Form(json, "", errors), create);
        errors.ThrowIfAny();
        return form;
    }
}
