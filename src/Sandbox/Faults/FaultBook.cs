namespace NewsBot.Sandbox.Faults;

/// <summary>The faults that are switched on. Rules are tried in the order they were added; the first that strikes wins. Thread-safe.</summary>
public sealed class FaultBook<TRule>
    where TRule : FaultRule
{
    /// <summary>More rules than anybody can reason about: a loop has gone wrong.</summary>
    private const int MaxRules = 1_000;

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private Random random = new(1);
    private long lastId;

    /// <summary>Starts the dice anew; the same seed and the same requests give the same faults.</summary>
    public void Seed(int seed)
    {
        lock (gate)
        {
            random = new Random(seed);
        }
    }

    /// <returns>An id for <see cref="Remove"/>.</returns>
    /// <exception cref="ArgumentException">The probability is not between 0 and 1, Times is not positive, Wait is negative or over a day, or 1,000 rules stand already.</exception>
    public long Add(TRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Probability is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"Probability must be between 0 and 1, not {rule.Probability}.", nameof(rule));
        }

        if (rule.Times is < 1)
        {
            throw new ArgumentException($"Times must be at least 1, not {rule.Times}.", nameof(rule));
        }

        if (rule.Wait < TimeSpan.Zero || rule.Wait > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"Wait must be between nothing and a day, not {rule.Wait}.", nameof(rule));
        }

        lock (gate)
        {
            if (entries.Count == MaxRules)
            {
                throw new ArgumentException($"{MaxRules} faults stand already: remove some.", nameof(rule));
            }

            entries.Add(new Entry(++lastId, rule) { Left = rule.Times });
            return lastId;
        }
    }

    /// <returns>False when the rule is spent or was never there.</returns>
    public bool Remove(long id)
    {
        lock (gate)
        {
            return entries.RemoveAll(entry => entry.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>Rules that can still strike, by id.</summary>
    public IReadOnlyDictionary<long, TRule> Standing()
    {
        lock (gate)
        {
            return entries.ToDictionary(entry => entry.Id, entry => entry.Rule with { Times = entry.Left });
        }
    }

    /// <summary>Throws the dice for every rule that fits, until one strikes.</summary>
    internal TRule? Draw(Func<TRule, bool> fits)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                if (!fits(entry.Rule) || (entry.Rule.Probability < 1 && random.NextDouble() >= entry.Rule.Probability))
                {
                    continue;
                }

                if (entry.Left is { } left && (entry.Left = left - 1) == 0)
                {
                    entries.Remove(entry);
                }

                return entry.Rule;
            }

            return null;
        }
    }

    private sealed record Entry(long Id, TRule Rule)
    {
        public int? Left { get; set; }
    }
}
