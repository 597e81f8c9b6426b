using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: may this person do this? Asked for every act: command, suggestion, button, select, form and menu.</summary>
internal static class Entry
{
    /// <summary>
    /// An interaction's token is good for so long, and so is a button that asks "really?". Our own clock may be off: what
    /// is new for Discord must not look too old here, and up to this much it does not.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <returns>Null: yes. Else one sentence that says why not.</returns>
    public static string? Refuse(Interaction interaction, StaffOptions staff, WhoMay who, ActionId? action, DateTimeOffset now)
    {
        if (interaction.GuildId is not { } guild || interaction.Member is not { } member)
        {
            return "This works in the server only, not in direct messages.";
        }

        if (guild != staff.Guild)
        {
            return "This bot does not take commands in this server.";
        }

        if (now - interaction.Id.CreatedAt > Lifetime)
        {
            return "This is too old: please do it again.";
        }

        if (who == WhoMay.Staff && !IsStaff(member, staff))
        {
            return "This is for the newsroom's staff only.";
        }

        if (action?.Owner is { } owner && owner != member.User.Id)
        {
            return "Only the person who asked for this can use it.";
        }

        return action?.Until is { } until && now > until ? "This has expired: please run the command again." : null;
    }

    /// <summary>A role of ours, and what Discord says the person may do in this channel.</summary>
    public static bool IsStaff(Member member, StaffOptions staff) =>
        !member.User.Bot && member.Roles.Any(staff.Roles.Contains)
        && (member.Permissions.HasFlag(Permissions.Administrator) || member.Permissions.HasFlag(staff.Demanded));
}
