using System.Globalization;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>The faults that strike at once.</summary>
public sealed partial class LocalGateway
{
    /// <summary>Plays a fault: an act at once, a rule as often as it says.</summary>
    /// <returns>The id of a rule, for <c>Faults.Remove</c>; 0 for an act.</returns>
    /// <exception cref="ArgumentException">The fault lacks what its kind needs, or its numbers are out of bounds.</exception>
    public long Play(GatewayFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Code is { } code and not (0 or (>= 1000 and <= 4999 and not (1004 or 1005 or 1006 or 1015))))
        {
            throw new ArgumentException($"A close frame cannot bear {code}: take 0 for none, or 1000 to 4999 without 1004, 1005, 1006 and 1015.", nameof(fault));
        }

        if (fault.IsRule)
        {
            return Faults.Add(fault);
        }

        if (!ActOnGuild(fault.Kind))
        {
            Act(fault);
        }

        changed.Pulse();
        return 0;
    }

    private bool ActOnGuild(GatewayFaultKind kind)
    {
        switch (kind)
        {
            case GatewayFaultKind.Outage:
                discord.SetOutage(outage: true);
                return true;
            case GatewayFaultKind.Recover:
                discord.SetOutage(outage: false);
                return true;
            case GatewayFaultKind.Kick:
                discord.SetMembership(inGuild: false);
                return true;
            case GatewayFaultKind.Invite:
                discord.SetMembership(inGuild: true);
                return true;
            default:
                return false;
        }
    }

    private void Act(GatewayFault fault)
    {
        lock (gate)
        {
            switch (fault.Kind)
            {
                case GatewayFaultKind.IdentifiesLeft:
                    budget.Left = fault.Left is >= 0 and var left && left <= Rules.Identifies ? left
                        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"identifiesLeft needs \"left\" between 0 and {Rules.Identifies}."), nameof(fault));
                    return;
                case GatewayFaultKind.ForgetSessions:
                    sessions.Clear();
                    return;
                case GatewayFaultKind.InvalidSession when !fault.Resumable:
                    sessions.Clear();
                    break;
                default:
                    break;
            }

            foreach (var dialogue in dialogues.ToList())
            {
                dialogue.Suffer(fault);
            }
        }
    }
}
