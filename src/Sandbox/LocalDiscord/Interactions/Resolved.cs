using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>Collects the people, roles, channels and messages that the data of an interaction names.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure.</remarks>
internal sealed class Resolved(Discord discord, ulong person)
{
    private readonly JsonObject json = [];

    /// <summary>Null when nothing was named.</summary>
    public JsonObject? Json => json.Count == 0 ? null : json;

    /// <exception cref="ArgumentException">Nobody has such an id, or its kind is not wanted.</exception>
    public void Add(int optionType, string id, IReadOnlyCollection<int>? channelTypes = null)
    {
        var known = Snowflakes.TryParse(id, out var number) && optionType switch
        {
            OptionForm.User => AddPerson(number),
            OptionForm.Role => AddRole(number),
            OptionForm.Channel => AddChannel(number, channelTypes),
            _ => AddRole(number) || AddPerson(number),
        };
        if (!known)
        {
            throw new ArgumentException($"There is no such {(optionType switch { OptionForm.User => "person", OptionForm.Role => "role", OptionForm.Channel => "channel of a wanted kind", _ => "person or role" })}: {id}.", nameof(id));
        }
    }

    public void AddMessage(Message message) => Group("messages")[Snowflakes.Text(message.Id)] = MessageJson.Message(message, discord.Bot);

    private bool AddPerson(ulong id)
    {
        if (discord.FindPerson(id) is not { } found)
        {
            return false;
        }

        var member = GuildJson.Member(found, discord, discord.PermissionsOf(id));
        foreach (var name in (string[])["user", "deaf", "mute"])
        {
            member.Remove(name);
        }

        Group("users")[Snowflakes.Text(id)] = GuildJson.User(found);
        Group("members")[Snowflakes.Text(id)] = member;
        return true;
    }

    private bool AddRole(ulong id)
    {
        if (discord.AllRoles.FirstOrDefault(role => role.Id == id) is not { } role)
        {
            return false;
        }

        Group("roles")[Snowflakes.Text(id)] = GuildJson.Role(role, discord);
        return true;
    }

    private bool AddChannel(ulong id, IReadOnlyCollection<int>? types)
    {
        if (discord.FindChannel(id) is not { } channel || (types is not null && !types.Contains((int)channel.Type)))
        {
            return false;
        }

        var made = InteractionJson.Channel(channel, discord, person);
        made["app_permissions"] = GuildJson.Bits(discord.PermissionsOf(discord.BotId, id));
        Group("channels")[Snowflakes.Text(id)] = made;
        return true;
    }

    private JsonObject Group(string name)
    {
        if (json[name] is not JsonObject group)
        {
            json[name] = group = [];
        }

        return group;
    }
}
