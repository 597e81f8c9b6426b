namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>What roles and channels allow, as Discord counts the bits; the API writes the number as a decimal string.</summary>
/// <remarks>https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags.</remarks>
[Flags]
public enum Permissions : ulong
{
    None = 0,
    Administrator = 1UL << 3,
    ManageChannels = 1UL << 4,
    ManageGuild = 1UL << 5,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    ManageMessages = 1UL << 13,
    EmbedLinks = 1UL << 14,
    AttachFiles = 1UL << 15,
    ReadMessageHistory = 1UL << 16,
    MentionEveryone = 1UL << 17,
    ManageRoles = 1UL << 28,
    ManageWebhooks = 1UL << 29,
    UseApplicationCommands = 1UL << 31,
    ManageEvents = 1UL << 33,
    ManageThreads = 1UL << 34,
    CreatePublicThreads = 1UL << 35,
    SendMessagesInThreads = 1UL << 38,
    CreateEvents = 1UL << 44,
    PinMessages = 1UL << 51,
}

/// <summary>What a channel allows or denies to one role or one person, over what their roles say.</summary>
/// <param name="Holder">A role's id (the guild's own for @everyone) or a person's.</param>
public sealed record Overwrite(ulong Holder, bool IsRole, Permissions Allow, Permissions Deny);

/// <summary>Who may do what where.</summary>
internal static class PermissionRules
{
    /// <summary>Every bit that this Discord knows.</summary>
    public static readonly Permissions All = Enum.GetValues<Permissions>().Aggregate((all, one) => all | one);

    /// <summary>What everybody may do in a guild that nobody has arranged.</summary>
    public const Permissions Everybody = Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks | Permissions.AttachFiles
        | Permissions.ReadMessageHistory | Permissions.UseApplicationCommands | Permissions.CreatePublicThreads | Permissions.SendMessagesInThreads;

    /// <summary>What the bot was given when it was invited: all that NewsBot can make use of.</summary>
    public const Permissions Invited = Everybody | Permissions.ManageMessages | Permissions.MentionEveryone | Permissions.ManageRoles
        | Permissions.ManageWebhooks | Permissions.ManageEvents | Permissions.CreateEvents | Permissions.ManageThreads | Permissions.PinMessages;

    /// <summary>What a member may do in a channel; without a channel, in the guild.</summary>
    /// <remarks>
    /// The order is Discord's: @everyone and the roles together; then the channel's overwrites of @everyone, of all roles at once, of the member.
    /// https://docs.discord.com/developers/topics/permissions#permission-overwrites.
    /// </remarks>
    public static Permissions Of(ulong person, bool owner, ulong everyone, IReadOnlyCollection<Role> held, IReadOnlyList<Overwrite>? overwrites)
    {
        var allowed = held.Aggregate(Permissions.None, (sum, role) => sum | role.Permissions);
        if (owner || allowed.HasFlag(Permissions.Administrator))
        {
            return All;
        }

        if (overwrites is null)
        {
            return allowed;
        }

        var ids = held.Select(role => role.Id).Where(id => id != everyone).ToHashSet();
        allowed = Apply(allowed, overwrites.Where(over => over.IsRole && over.Holder == everyone));
        allowed = Apply(allowed, overwrites.Where(over => over.IsRole && ids.Contains(over.Holder)));
        allowed = Apply(allowed, overwrites.Where(over => !over.IsRole && over.Holder == person));
        return Implied(allowed);
    }

    private static Permissions Apply(Permissions before, IEnumerable<Overwrite> overwrites)
    {
        var (allow, deny) = overwrites.Aggregate((Allow: Permissions.None, Deny: Permissions.None), (sum, one) => (sum.Allow | one.Allow, sum.Deny | one.Deny));
        return (before & ~deny) | allow;
    }

    /// <summary>Who cannot see a channel can do nothing there; who cannot send cannot ping, embed or attach either.</summary>
    private static Permissions Implied(Permissions allowed)
    {
        if (!allowed.HasFlag(Permissions.ViewChannel))
        {
            return Permissions.None;
        }

        return allowed.HasFlag(Permissions.SendMessages)
            ? allowed
            : allowed & ~(Permissions.MentionEveryone | Permissions.EmbedLinks | Permissions.AttachFiles);
    }
}
