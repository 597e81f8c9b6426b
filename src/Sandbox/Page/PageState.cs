using System.Text.Json.Nodes;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalMailbox;

namespace NewsBot.Sandbox.Page;

/// <summary>All that a page shows when it opens.</summary>
internal static class PageState
{
    /// <summary>Messages of each channel and mails that are shown, the newest; a page with more of them is slow, and nobody scrolls so far.</summary>
    private const int MaxShown = 200;

    public static JsonObject Read(Discord discord, Mailbox mailbox)
    {
        var (mails, received) = mailbox.Newest(MaxShown);
        return new JsonObject
        {
            ["guild"] = discord.GuildName,
            ["bot"] = discord.Bot,
            ["shown"] = MaxShown,
            ["people"] = new JsonArray([.. discord.People.Where(person => !person.Bot).Select(person => Person(person, discord))]),
            ["commands"] = discord.Interactions.CommandsJson(),
            ["roles"] = new JsonArray([.. discord.Roles.Select(Role)]),
            ["channels"] = new JsonArray([.. discord.Channels.Select(channel => MessageJson.Channel(channel, discord.GuildId, lastMessage: null))]),
            ["messages"] = new JsonArray([.. discord.Channels.SelectMany(channel => discord.Messages(channel.Id).TakeLast(MaxShown))
                .Concat(discord.Interactions.EphemeralMessages)
                .Select(discord.Interactions.Json)]),
            ["mails"] = new JsonArray([.. mails.Select(MailView.Summary)]),
            ["received"] = received,
        };
    }

    /// <summary>A member, with the permissions that the person has in the guild: they decide which commands are listed.</summary>
    public static JsonObject Person(Person person, Discord discord) => new()
    {
        ["id"] = Snowflakes.Text(person.Id),
        ["name"] = person.Name,
        ["roles"] = new JsonArray([.. person.Roles.Select(role => JsonValue.Create(Snowflakes.Text(role)))]),
        ["permissions"] = GuildJson.Bits(discord.PermissionsOf(person.Id)),
    };

    public static JsonObject Role(Role role) => new()
    {
        ["id"] = Snowflakes.Text(role.Id),
        ["name"] = role.Name,
        ["color"] = role.Colour,
    };
}
