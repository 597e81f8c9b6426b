using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Rest;

namespace NewsBot.Discord.Gateway;

/// <summary>Something that Discord tells. It may come twice, or in another order than REST shows it.</summary>
/// <param name="Type">Discord's name, as in <c>INTERACTION_CREATE</c>.</param>
/// <param name="Data">As sent; an interaction's holds its token.</param>
public sealed record GatewayEvent(string Type, JsonElement Data)
{
    public const string InteractionCreate = "INTERACTION_CREATE";
    public const string ReadyType = "READY";
    public const string ResumedType = "RESUMED";
    public const string GuildCreate = "GUILD_CREATE";
    public const string GuildDelete = "GUILD_DELETE";

    public bool IsInteraction => Type == InteractionCreate;

    public bool IsResumed => Type == ResumedType;

    /// <summary>Null for another type, or when Discord sent something that is none.</summary>
    public Interaction? Interaction => IsInteraction ? Read(RestJson.Default.Interaction) : null;

    /// <summary>A session began. Null for another type, or when Discord sent something that is none.</summary>
    public GatewayReady? Ready => Type == ReadyType ? Read(GatewayJson.Default.GatewayReady) : null;

    /// <summary>A guild came or went. Null for another type, or when Discord sent something that is none.</summary>
    public GuildNews? Guild => Type is GuildCreate or GuildDelete && Read(GatewayJson.Default.GuildBody) is { } guild
        ? new GuildNews(guild.Id, guild.Name, guild switch
        {
            { Unavailable: true } => GuildState.Outage,
            _ => Type == GuildCreate ? GuildState.Available : GuildState.Removed,
        })
        : null;

    /// <summary>A record would print its data.</summary>
    public override string ToString() => $"{nameof(GatewayEvent)} {{ Type = {Type} }}";

    private T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (Data.ValueKind != JsonValueKind.Object)
            return null;
        try
        {
            return Data.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
