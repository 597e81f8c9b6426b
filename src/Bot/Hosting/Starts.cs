namespace NewsBot.Bot.Hosting;

/// <summary>When each of many sources begins, one a little after the other: hundreds of requests in one moment help nobody.</summary>
internal sealed class Starts
{
    /// <summary>500 sources begin within ten seconds.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private int given = -1;

    /// <returns>How long after the start of the program; the first begins at once.</returns>
    public TimeSpan Next() => Step * Interlocked.Increment(ref given);
}
