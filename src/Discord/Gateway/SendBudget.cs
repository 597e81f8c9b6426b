namespace NewsBot.Discord.Gateway;

/// <summary>
/// What one connection may still send: 120 messages in 60 seconds, beyond which Discord closes it (4008). A few are kept for
/// heartbeats, without which it would die as well. Source: Discord, "Rate Limiting" of the gateway.
/// </summary>
internal sealed class SendBudget(TimeProvider time)
{
    public const int Most = 120;
    public const int KeptForHeartbeats = 5;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Queue<long> sent = new();

    /// <returns>False: it must not be sent now.</returns>
    public bool TryTake(bool heartbeat)
    {
        while (sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
            sent.Dequeue();
        if (sent.Count >= (heartbeat ? Most : Most - KeptForHeartbeats))
            return false;
        sent.Enqueue(time.GetTimestamp());
        return true;
    }
}
