using System.Globalization;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// Discord's ids: milliseconds since 2015 in the upper 42 bits, here with a counter in the lower 22, so they rise even when the
/// clock stands still. Not thread-safe: its owner holds a lock.
/// </summary>
internal sealed class Snowflakes
{
    private const long EpochMilliseconds = 1_420_070_400_000;

    private readonly TimeProvider time;
    private ulong last;

    public Snowflakes(TimeProvider time)
    {
        this.time = time;
        if (time.GetUtcNow().ToUnixTimeMilliseconds() <= EpochMilliseconds)
        {
            throw new ArgumentException("The sandbox's clock must be later than 2015-01-01: Discord's ids count from there.", nameof(time));
        }
    }

    public ulong Next()
    {
        var now = (ulong)(time.GetUtcNow().ToUnixTimeMilliseconds() - EpochMilliseconds) << 22;
        return last = Math.Max(now, last + 1);
    }

    public static bool TryParse(string? text, out ulong id)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;

    public static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
