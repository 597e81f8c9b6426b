using NewsBot.Discord.Interactions;

namespace NewsBot.Discord.Model;

/// <summary>
/// What a member may do in a channel. Source: Discord, "Permissions", "Permission Hierarchy" and "Implicit Permissions".
/// </summary>
public static class ChannelPermissions
{
    /// <summary>What posting news needs: a bot with less is told which of these is missing.</summary>
    public const Permissions ForPosts = Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks | Permissions.ReadMessageHistory;

    private const Permissions Everything = ~Permissions.None;

    // What goes with SEND_MESSAGES.
    private const Permissions OfWriters = Permissions.EmbedLinks | Permissions.AttachFiles | Permissions.MentionEveryone;

    /// <param name="guild">With its roles.</param>
    /// <param name="member">Whose permissions.</param>
    /// <param name="channel">With its overwrites; of a thread its parent, where <see cref="Permissions.SendMessagesInThreads"/> then counts.</param>
    public static Permissions Of(Guild guild, Member member, Channel channel)
    {
        var allowed = InGuild(guild, member);
        if (allowed == Everything)
            return Everything;
        var (everyone, roles, own) = (None(), None(), None());
        foreach (var overwrite in channel.PermissionOverwrites)
        {
            if (overwrite.Type == OverwriteType.Member && overwrite.Id == member.User.Id)
                own = Add(own, overwrite);
            else if (overwrite.Type == OverwriteType.Role && overwrite.Id == guild.Id)
                everyone = Add(everyone, overwrite);
            else if (overwrite.Type == OverwriteType.Role && member.Roles.Contains(overwrite.Id))
                roles = Add(roles, overwrite);
        }
        allowed = Apply(Apply(Apply(allowed, everyone), roles), own);
        if (!allowed.HasFlag(Permissions.ViewChannel))
            return Permissions.None;
        return allowed.HasFlag(Permissions.SendMessages) ? allowed : allowed & ~OfWriters;
    }

    private static Permissions InGuild(Guild guild, Member member)
    {
        var allowed = guild.Roles.Where(role => role.Id == guild.Id || member.Roles.Contains(role.Id)).Aggregate(Permissions.None, (sum, role) => sum | role.Permissions);
        return member.User.Id == guild.OwnerId || allowed.HasFlag(Permissions.Administrator) ? Everything : allowed;
    }

    private static (Permissions Allow, Permissions Deny) None() => (Permissions.None, Permissions.None);

    private static (Permissions Allow, Permissions Deny) Add((Permissions Allow, Permissions Deny) sum, PermissionOverwrite one) => (sum.Allow | one.Allow, sum.Deny | one.Deny);

    private static Permissions Apply(Permissions before, (Permissions Allow, Permissions Deny) change) => (before & ~change.Deny) | change.Allow;
}
