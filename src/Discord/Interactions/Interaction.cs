using NewsBot.Discord.Model;

namespace NewsBot.Discord.Interactions;

/// <summary>
/// What a person did with a command, a component or a form. It may come twice: know it by <see cref="Id"/>. The first answer
/// must come within 3 seconds, after it the token is good for 15 minutes. Source: Discord, "Receiving and Responding".
/// </summary>
public sealed record Interaction
{
    public required Snowflake Id { get; init; }

    public required InteractionType Type { get; init; }

    public required Snowflake ApplicationId { get; init; }

    /// <summary>Lets anybody answer in the bot's name: a secret.</summary>
    public required string Token { get; init; }

    /// <summary>Null in direct messages.</summary>
    public Snowflake? GuildId { get; init; }

    public Snowflake? ChannelId { get; init; }

    /// <summary>Who did it, in a guild.</summary>
    public Member? Member { get; init; }

    /// <summary>Who did it, in a direct message.</summary>
    public User? User { get; init; }

    /// <summary>The person's language, such as <c>en-GB</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>What the bot may do in that channel.</summary>
    public Permissions? AppPermissions { get; init; }

    /// <summary>The message whose component it was.</summary>
    public Message? Message { get; init; }

    public InteractionData Data { get => field ?? new(); init; }

    /// <summary>Who did it.</summary>
    public User Invoker => Member?.User ?? User ?? throw new InvalidOperationException("The interaction names nobody.");

    /// <summary>A record would print its token.</summary>
    public override string ToString() => $"{nameof(Interaction)} {{ Id = {Id}, Type = {Type} }}";
}

public enum InteractionType
{
    Ping = 1,
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Form = 5,
}

/// <param name="Roles">Without the role @everyone.</param>
/// <param name="Permissions">In the channel of the interaction, overwrites included.</param>
public sealed record Member(User User, IReadOnlyList<Snowflake> Roles, Permissions Permissions = Permissions.None);

public sealed record User(Snowflake Id, string Username, string? GlobalName = null, bool Bot = false);
