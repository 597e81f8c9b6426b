namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>Counts identifies: so many in 24 hours, and one in five seconds. Guarded by the gateway's lock.</summary>
/// <remarks>https://docs.discord.com/developers/events/gateway#session-start-limit-object.</remarks>
internal sealed class IdentifyBudget(GatewayRules rules, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private long? opened;
    private long? last;
    private int used;

    /// <summary>The budget was overdrawn: Discord resets the token and mails the owner.</summary>
    public bool Overdrawn { get; private set; }

    public int Left
    {
        get
        {
            Turn();
            return Math.Max(0, rules.Identifies - used);
        }
        set
        {
            Turn();
            opened ??= time.GetTimestamp();
            used = Math.Max(0, rules.Identifies - value);
            Overdrawn = false;
        }
    }

    public TimeSpan ResetsAfter
    {
        get
        {
            Turn();
            return opened is { } began ? Day - time.GetElapsedTime(began) : TimeSpan.Zero;
        }
    }

    /// <summary>False when the last identify is less than five seconds ago; such a one costs nothing of the day's budget.</summary>
    public bool TakeTurn()
    {
        if (last is { } before && time.GetElapsedTime(before) < rules.IdentifyEvery)
        {
            return false;
        }

        last = time.GetTimestamp();
        return true;
    }

    /// <summary>Takes one of the day's identifies; none left overdraws the budget.</summary>
    public bool Spend()
    {
        if (Left == 0)
        {
            Overdrawn = true;
            return false;
        }

        opened ??= time.GetTimestamp();
        used++;
        return true;
    }

    private void Turn()
    {
        if (opened is { } began && time.GetElapsedTime(began) >= Day)
        {
            (opened, used) = (null, 0);
        }
    }
}
