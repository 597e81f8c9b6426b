using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>Ids of the last interactions. Discord delivers some twice, soon after each other; what is forgotten here is still known to the audit.</summary>
internal sealed class SeenInteractions
{
    /// <summary>More than a busy server's fifteen minutes, after which an interaction is refused for its age.</summary>
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly HashSet<Snowflake> known = [];
    private readonly Queue<Snowflake> order = new();

    /// <returns>False: it came before.</returns>
    public bool TryAdd(Snowflake id)
    {
        lock (gate)
        {
            if (!known.Add(id))
            {
                return false;
            }

            order.Enqueue(id);
            if (order.Count > Most)
            {
                known.Remove(order.Dequeue());
            }

            return true;
        }
    }
}
