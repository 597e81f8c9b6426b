namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Which message a nonce made, within the window. There is one author, so the nonce alone is the key. Its owner holds a lock.</summary>
/// <remarks>https://docs.discord.com/developers/resources/message#create-message, enforce_nonce; not per channel.</remarks>
internal sealed class Nonces(TimeSpan window, TimeProvider time)
{
    private readonly Dictionary<string, (ulong Channel, ulong Message)> made = new(StringComparer.Ordinal);
    private readonly Queue<(string Nonce, ulong Message, long At)> order = new(); // Its length is bound by the rate limit times the window.

    public (ulong Channel, ulong Message)? Find(string nonce)
    {
        Forget();
        return made.TryGetValue(nonce, out var first) ? first : null;
    }

    public void Add(string nonce, ulong channel, ulong message)
    {
        Forget();
        made[nonce] = (channel, message);
        order.Enqueue((nonce, message, time.GetTimestamp()));
    }

    private void Forget()
    {
        while (order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= window)
        {
            order.Dequeue();
            if (made.TryGetValue(oldest.Nonce, out var first) && first.Message == oldest.Message)
            {
                made.Remove(oldest.Nonce);
            }
        }
    }
}
