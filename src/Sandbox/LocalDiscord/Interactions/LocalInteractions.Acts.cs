using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>
/// What people do. What Discord's own client would not let them do throws; a command's default permissions are not asked (an admin may
/// open it to all), and the Forge methods ask nothing.
/// </summary>
public sealed partial class LocalInteractions
{
    private static readonly Dictionary<string, string> NoValues = [];

    /// <summary>A person types a command and sends it.</summary>
    /// <param name="command">Such as <c>news post</c>.</param>
    /// <param name="options">By name; ids, numbers and booleans as text.</param>
    /// <exception cref="ArgumentException">No such person, channel, command or option; or a value does not fit.</exception>
    public Task<Interaction> RunCommandAsync(ulong person, ulong channel, string command, IReadOnlyDictionary<string, string>? options = null, CancellationToken ct = default)
        => RunAsync(person, channel, ByName(command, CommandForm.Chat), command, options ?? NoValues, focused: null, nonce: null, ct);

    /// <summary>A person types in an option that the bot completes; the reply bears choices.</summary>
    public Task<Interaction> CompleteAsync(ulong person, ulong channel, string command, IReadOnlyDictionary<string, string> options, string focused, CancellationToken ct = default)
        => RunAsync(person, channel, ByName(command, CommandForm.Chat), command, options, focused, nonce: null, ct);

    /// <summary>A person takes a command from a message's menu.</summary>
    public Task<Interaction> UseMenuAsync(ulong person, Message message, string command, CancellationToken ct = default)
        => MenuAsync(person, message, ByName(command, CommandForm.Message), nonce: null, ct);

    /// <summary>A person presses a button.</summary>
    /// <exception cref="ArgumentException">The message bears no such button that can be pressed, or they do not see it.</exception>
    public Task<Interaction> PressAsync(ulong person, Message message, string customId, CancellationToken ct = default)
        => UseAsync(person, message, customId, values: null, nonce: null, ct);

    /// <summary>A person chooses from a select: values of its options, or ids of people, roles or channels.</summary>
    public Task<Interaction> ChooseAsync(ulong person, Message message, string customId, IReadOnlyList<string> values, CancellationToken ct = default)
        => UseAsync(person, message, customId, values, nonce: null, ct);

    /// <summary>A person fills a form and sends it.</summary>
    /// <param name="values">By the custom id of the input; several values of a select are separated by line ends.</param>
    public Task<Interaction> SubmitAsync(ulong person, Modal modal, IReadOnlyDictionary<string, string> values, CancellationToken ct = default)
        => SubmitAsync(person, modal, values, nonce: null, ct);

    /// <summary>Tells the bot of the same interaction once more, with the same id and token, as Discord sometimes does.</summary>
    public Task RepeatAsync(Interaction interaction, CancellationToken ct = default) => DeliverAsync(interaction, ct);

    /// <summary>A component interaction that no client would send: any custom id, on any message, by anybody.</summary>
    public Task<Interaction> ForgePressAsync(ulong person, Message message, string customId, CancellationToken ct = default)
        => ForgeAsync(person, message.ChannelId, InteractionType.Component, new JsonObject { ["custom_id"] = customId, ["component_type"] = ComponentForm.Button, ["id"] = 1 }, message, ct);

    /// <summary>An interaction with any data.</summary>
    public Task<Interaction> ForgeAsync(ulong person, ulong channel, InteractionType type, JsonObject data, Message? message = null, CancellationToken ct = default)
        => SendAsync(Make(type, person, channel) is var made && message is null ? made : Make(type, person, channel, source: message!.Id), data, ct);

    /// <summary>Whether the person sees this command in this channel: the command's default permissions, and the right to use commands.</summary>
    internal bool MayUse(ulong person, ulong channel, RegisteredCommand command)
    {
        var allowed = discord.PermissionsOf(person, channel);
        return allowed.HasFlag(Permissions.UseApplicationCommands)
            && (command.DefaultPermissions is not { } wanted || (wanted == 0 ? allowed.HasFlag(Permissions.Administrator) : allowed.HasFlag((Permissions)wanted)));
    }

    internal Task<Interaction> RunAsync(
        ulong person, ulong channel, RegisteredCommand command, string path, IReadOnlyDictionary<string, string> options, string? focused, string? nonce, CancellationToken ct)
    {
        CheckPlace(person, channel);
        var (data, focusedType) = OptionValues.Build(command, path, options, focused, new Resolved(discord, person));
        if (focused is not null && focusedType == 0)
        {
            throw new ArgumentException($"/{path} has no option \"{focused}\".", nameof(focused));
        }

        var type = focused is null ? InteractionType.Command : InteractionType.Autocomplete;
        return SendAsync(Make(type, person, channel, nonce, path, CommandForm.Chat, focusedType: focusedType), data, ct);
    }

    internal Task<Interaction> MenuAsync(ulong person, Message message, RegisteredCommand command, string? nonce, CancellationToken ct)
    {
        CheckPlace(person, message.ChannelId);
        var resolved = new Resolved(discord, person);
        resolved.AddMessage(message);
        var data = OptionValues.Data(command, options: null, resolved);
        data["target_id"] = Snowflakes.Text(message.Id);
        return SendAsync(Make(InteractionType.Command, person, message.ChannelId, nonce, command.Name, command.Type, target: message.Id), data, ct);
    }

    internal Task<Interaction> UseAsync(ulong person, Message message, string customId, IReadOnlyList<string>? values, string? nonce, CancellationToken ct)
    {
        CheckPlace(person, message.ChannelId);
        var standing = FindMessage(message.ChannelId, message.Id);
        if (standing is null || (standing.SeenBy is { } only && only != person))
        {
            throw new ArgumentException("There is no such message that this person sees.", nameof(message));
        }

        var data = ComponentValues.Data(standing, customId, values, new Resolved(discord, person));
        return SendAsync(Make(InteractionType.Component, person, message.ChannelId, nonce, source: message.Id), data, ct);
    }

    internal Task<Interaction> SubmitAsync(ulong person, Modal modal, IReadOnlyDictionary<string, string> values, string? nonce, CancellationToken ct)
    {
        Interaction? opened;
        lock (gate)
        {
            opened = open.GetValueOrDefault(modal.Interaction);
        }

        if (opened is null || opened.PersonId != person)
        {
            throw new ArgumentException("This form was opened for somebody else, or too long ago.", nameof(modal));
        }

        var data = ComponentValues.Submission(modal, values, new Resolved(discord, person));
        return SendAsync(Make(InteractionType.Modal, person, opened.ChannelId, nonce, source: opened.SourceMessage), data, ct);
    }

    /// <summary>The modal that an interaction of this person was answered with.</summary>
    internal Modal? FindModal(ulong interaction)
    {
        lock (gate)
        {
            return open.GetValueOrDefault(interaction)?.Modal;
        }
    }

    private RegisteredCommand ByName(string path, int type)
    {
        var name = type is CommandForm.Chat ? path.Split(' ')[0] : path;
        return Book.All.FirstOrDefault(command => command.Type == type && command.Name == name)
            ?? throw new ArgumentException($"The bot has registered no command \"{name}\" of this kind.", nameof(path));
    }

    private void CheckPlace(ulong person, ulong channel)
    {
        if (discord.FindPerson(person) is not { Bot: false } || discord.FindChannel(channel) is null)
        {
            throw new ArgumentException($"There is no member {person} or no channel {channel}.", nameof(person));
        }
    }

    private Interaction Make(
        InteractionType type, ulong person, ulong channel, string? nonce = null, string? command = null, int? commandType = null, ulong? source = null, ulong? target = null, int focusedType = 0)
    {
        CheckPlace(person, channel);
        return new Interaction(this, discord.NewId(), NewToken(), type, person, channel, time.GetTimestamp())
        {
            Nonce = nonce,
            CommandName = command,
            CommandType = commandType,
            SourceMessage = source,
            TargetMessage = target,
            FocusedType = focusedType,
        };
    }
}
