using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <content>What a guild holds; for permissions see <see cref="ChannelPermissions"/>.</content>
public sealed partial class DiscordRest
{
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownGuild"/>, <see cref="ErrorCode.MissingAccess"/>: the bot is not in it.</exception>
    public Task<Guild> GetGuildAsync(Snowflake guild, CancellationToken ct) =>
        AskAsync(Endpoints.Guild(guild), null, RestJson.Default.Guild, ct);

    /// <summary>Without threads, for which see <see cref="GetActiveThreadsAsync"/>.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownGuild"/>, <see cref="ErrorCode.MissingAccess"/>: the bot is not in it.</exception>
    public async Task<IReadOnlyList<Channel>> GetGuildChannelsAsync(Snowflake guild, CancellationToken ct) =>
        await AskAsync(Endpoints.GuildChannels(guild), null, RestJson.Default.ChannelArray, ct);

    /// <summary>@everyone among them.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownGuild"/>, <see cref="ErrorCode.MissingAccess"/>: the bot is not in it.</exception>
    public async Task<IReadOnlyList<Role>> GetRolesAsync(Snowflake guild, CancellationToken ct) =>
        await AskAsync(Endpoints.GuildRoles(guild), null, RestJson.Default.RoleArray, ct);

    /// <summary>A member with the roles it has, the bot itself for one; <see cref="Member.Permissions"/> stays empty.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownMember"/>: not in the guild.</exception>
    public Task<Member> GetMemberAsync(Snowflake guild, Snowflake user, CancellationToken ct) =>
        AskAsync(Endpoints.GuildMember(guild, user), null, RestJson.Default.Member, ct);

    /// <summary>Gives a role; one that the member has already is a success.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.MissingPermission"/>: MANAGE_ROLES is missing, or the role is not below the bot's own. <see cref="ErrorCode.UnknownRole"/>, <see cref="ErrorCode.UnknownMember"/>.</exception>
    public async Task AddRoleAsync(Snowflake guild, Snowflake user, Snowflake role, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.MemberRole(HttpMethod.Put, guild, user, role), null, ct);

    /// <summary>Takes a role; one that the member has not is a success.</summary>
    /// <exception cref="DiscordException">As <see cref="AddRoleAsync"/>.</exception>
    public async Task RemoveRoleAsync(Snowflake guild, Snowflake user, Snowflake role, CancellationToken ct) =>
        await exchange.SendAsync(Endpoints.MemberRole(HttpMethod.Delete, guild, user, role), null, ct);

    /// <summary>Events that are scheduled or running; at most <see cref="Limits.Events"/>.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownGuild"/>, <see cref="ErrorCode.MissingAccess"/>: the bot is not in it.</exception>
    public async Task<IReadOnlyList<ScheduledEvent>> GetEventsAsync(Snowflake guild, CancellationToken ct) =>
        await AskAsync(Endpoints.Events(guild), null, RestJson.Default.ScheduledEventArray, ct);

    /// <summary>Makes an event outside Discord; it needs CREATE_EVENTS or MANAGE_EVENTS.</summary>
    /// <exception cref="ArgumentException">The draft lacks what a create needs.</exception>
    /// <exception cref="DiscordException"><see cref="ErrorCode.MissingPermission"/>; <see cref="ErrorCode.InvalidForm"/>, as for a start in the past; <see cref="ErrorCode.TooManyEvents"/>: 100 are waiting.</exception>
    public Task<ScheduledEvent> CreateEventAsync(Snowflake guild, ScheduledEventDraft draft, CancellationToken ct)
    {
        if (draft is not { Name: not null, StartsAt: not null, EndsAt: not null, Location: not null })
            throw new ArgumentException("A new event needs a name, a start, an end and a location.", nameof(draft));
        return AskAsync(Endpoints.CreateEvent(guild), () => Json(EventBody.Create(draft), RestJson.Default.EventBody), RestJson.Default.ScheduledEvent, ct);
    }

    /// <summary>Changes an event; a <see cref="ScheduledEventDraft.Status"/> of <see cref="ScheduledEventStatus.Canceled"/> calls it off, which is final.</summary>
    /// <exception cref="DiscordException"><see cref="ErrorCode.UnknownEvent"/>: removed. <see cref="ErrorCode.FinishedEvent"/>: over or called off. <see cref="ErrorCode.MissingPermission"/>.</exception>
    public Task<ScheduledEvent> EditEventAsync(Snowflake guild, Snowflake scheduledEvent, ScheduledEventDraft draft, CancellationToken ct) =>
        AskAsync(Endpoints.EditEvent(guild, scheduledEvent), () => Json(EventBody.Edit(draft), RestJson.Default.EventBody), RestJson.Default.ScheduledEvent, ct);

    /// <summary>Removes an event. One that is gone already is a success.</summary>
    /// <returns>False: it was gone already.</returns>
    /// <exception cref="DiscordException"><see cref="ErrorCode.MissingPermission"/>.</exception>
    public async Task<bool> DeleteEventAsync(Snowflake guild, Snowflake scheduledEvent, CancellationToken ct)
    {
        try
        {
            await exchange.SendAsync(Endpoints.DeleteEvent(guild, scheduledEvent), null, ct);
            return true;
        }
        catch (DiscordException gone) when (gone.Code == ErrorCode.UnknownEvent)
        {
            return false;
        }
    }
}
