namespace NewsBot.Discord.Gateway;

/// <summary>Writes the status that others read, and counts identifies.</summary>
internal sealed class StatusBoard
{
    /// <summary>Discord's window for counting identifies.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>One identify per 5 seconds, for a bot with <c>max_concurrency</c> 1.</summary>
    public static readonly TimeSpan IdentifyGap = TimeSpan.FromSeconds(5);

    /// <summary>Discord allows no more in a day.</summary>
    private const int MostIdentifies = 1_000;

    private readonly TimeProvider time;
    private readonly Queue<long> identifies = new();
    private readonly Lock gate = new();
    private GatewayStatus status;
    private long? lastIdentify;

    public StatusBoard(TimeProvider time)
    {
        this.time = time;
        status = new GatewayStatus(GatewayPhase.NotStarted, time.GetUtcNow(), new GatewayState().Reason, 0, null, 0);
    }

    public GatewayStatus Status
    {
        get
        {
            lock (gate)
            {
                return status with { Identifies = CountIdentifies() };
            }
        }
    }

    /// <summary>How long Discord wants us to wait since the last identify of this process.</summary>
    public TimeSpan UntilNextIdentify
    {
        get
        {
            lock (gate)
            {
                var left = lastIdentify is { } last ? IdentifyGap - time.GetElapsedTime(last) : TimeSpan.Zero;
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    public void Show(GatewayState state, long dropped)
    {
        lock (gate)
        {
            status = status with
            {
                Phase = state.Phase,
                Reason = state.Reason,
                Since = state.Phase == status.Phase ? status.Since : time.GetUtcNow(),
                DroppedEvents = dropped,
            };
        }
    }

    public void Acknowledged(TimeSpan roundTrip)
    {
        lock (gate)
        {
            status = status with { RoundTrip = roundTrip };
        }
    }

    public void Identified()
    {
        lock (gate)
        {
            lastIdentify = time.GetTimestamp();
            if (identifies.Count == MostIdentifies)
                identifies.Dequeue();
            identifies.Enqueue(lastIdentify.Value);
        }
    }

    private int CountIdentifies()
    {
        while (identifies.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Day)
            identifies.Dequeue();
        return identifies.Count;
    }
}
