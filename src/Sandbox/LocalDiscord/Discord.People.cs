using NewsBot.Sandbox.Page;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The guild's members and roles.</summary>
public sealed partial class Discord
{
    /// <summary>The role of those who run the newsroom; it stands from the start.</summary>
    public const ulong NewsDesk = 1_250_000_000_000_000_001;

    /// <summary>A member who holds <see cref="NewsDesk"/>.</summary>
    public const ulong Nadia = 1_250_000_000_000_000_011;

    /// <summary>A member without any role.</summary>
    public const ulong Milo = 1_250_000_000_000_000_012;

    private const Permissions Desk = PermissionRules.Everybody | Permissions.ManageMessages | Permissions.ManageGuild;

    private readonly Dictionary<ulong, Person> people = [];

    /// <summary>The members, the bot among them unless it was removed.</summary>
    public IReadOnlyList<Person> People
    {
        get
        {
            lock (gate)
            {
                return [.. people.Values.Where(person => !person.Bot || InGuild)];
            }
        }
    }

    /// <summary>Every role, @everyone (whose id is the guild's) and the bot's own among them.</summary>
    internal IReadOnlyList<Role> AllRoles
    {
        get
        {
            lock (gate)
            {
                return [.. roles.Values];
            }
        }
    }

    internal ulong BotRole { get; private set; }

    /// <summary>Adds a member, or gives one another name and other roles.</summary>
    /// <exception cref="ArgumentException">The id is 0, or there is no such role.</exception>
    public Person AddPerson(ulong id, string name, params IReadOnlyList<ulong> held)
    {
        ArgumentOutOfRangeException.ThrowIfZero(id);
        lock (gate)
        {
            if (held.FirstOrDefault(role => !roles.ContainsKey(role)) is var unknown and not 0)
            {
                throw new ArgumentException($"The local Discord has no role {unknown}.", nameof(held));
            }

            var kind = people.ContainsKey(id) ? "GUILD_MEMBER_UPDATE" : "GUILD_MEMBER_ADD";
            var person = people[id] = new Person(id, name, [.. held]);
            Gateway.Dispatch(kind, GuildJson.Member(person, this, withGuild: true));
            live.Publish("person", () => PageState.Person(person, this));
            return person;
        }
    }

    public Person? FindPerson(ulong id)
    {
        lock (gate)
        {
            return people.TryGetValue(id, out var person) && (!person.Bot || InGuild) ? person : null;
        }
    }

    /// <summary>Gives a member a role or takes it away; twice does no harm.</summary>
    /// <exception cref="ArgumentException">There is no such member or no such role.</exception>
    public void SetRole(ulong person, ulong role, bool held)
    {
        lock (gate)
        {
            if (!people.TryGetValue(person, out var found))
            {
                throw new ArgumentException($"The local Discord has no member {person}.", nameof(person));
            }

            if (found.Roles.Contains(role) == held)
            {
                return;
            }

            Put(found with { Roles = held ? [.. found.Roles, role] : [.. found.Roles.Where(one => one != role)] });
        }
    }

    /// <summary>What a member may do in a channel (in the guild, when it is null); nothing for somebody who is no member.</summary>
    public Permissions PermissionsOf(ulong person, ulong? channel = null)
    {
        lock (gate)
        {
            if (FindPerson(person) is not { } found)
            {
                return Permissions.None;
            }

            var held = found.Roles.Append(GuildId).Where(roles.ContainsKey).Select(role => roles[role]).ToList();
            var room = channel is { } id && channels.TryGetValue(id, out var entry) ? entry.Channel : null;
            var overwrites = room?.Parent is { } parent ? channels[parent].Channel.Overwrites : room?.Overwrites;
            return PermissionRules.Of(person, owner: person == OwnerId, GuildId, held, overwrites);
        }
    }

    private void Put(Person person)
    {
        if (!person.Roles.All(roles.ContainsKey))
        {
            throw new ArgumentException("The local Discord has no such role.", nameof(person));
        }

        people[person.Id] = person;
        Gateway.Dispatch("GUILD_MEMBER_UPDATE", GuildJson.Member(person, this, withGuild: true));
        live.Publish("person", () => PageState.Person(person, this));
        changed.Pulse();
    }

    /// <summary>The people and roles that stand from the start.</summary>
    private void Populate()
    {
        BotRole = snowflakes.Next();
        OwnerId = snowflakes.Next();
        roles[GuildId] = new Role(GuildId, "@everyone", 0) { Permissions = PermissionRules.Everybody, Mentionable = false };
        roles[BotRole] = new Role(BotRole, BotName, 0) { Permissions = PermissionRules.Invited, Mentionable = false, Managed = true };
        roles[NewsDesk] = new Role(NewsDesk, "News Desk", 0x1F5FA8) { Permissions = Desk };
        people[BotId] = new Person(BotId, BotName, [BotRole]) { Bot = true };
        people[Nadia] = new Person(Nadia, "Nadia (staff)", [NewsDesk]);
        people[Milo] = new Person(Milo, "Milo (member)", []);
    }
}
