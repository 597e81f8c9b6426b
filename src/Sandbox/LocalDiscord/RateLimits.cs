using System.Globalization;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// Counts requests as Discord does: one global window a second; per channel and kind of request (create, edit, delete) a window
/// that opens with its first request; and invalid requests, which shut the door for good behaviour's sake.
/// </summary>
/// <remarks>https://docs.discord.com/developers/topics/rate-limits; create and edit report one hash but count apart (api-docs#1442).</remarks>
internal sealed class RateLimits(ChannelLimits limits, TimeProvider time)
{
    private const string WriteHash = "80c17d2f203122d936070c88c8d10f33";
    private const string DeleteHash = "bd4ef9b0a0e5e2ac26e2e8ef0ed2ebaf";
    private static readonly TimeSpan GlobalWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InvalidWindow = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<(ulong Channel, string Method), Window> channels = [];
    private readonly Window global = new(GlobalWindow);
    private readonly Window invalid = new(InvalidWindow);

    /// <summary>Invalid requests in the current ten minutes.</summary>
    public int Invalid
    {
        get
        {
            lock (gate)
            {
                return invalid.Used(time);
            }
        }
    }

    /// <summary>Too many invalid requests: Cloudflare answers, for the rest of the window.</summary>
    public Answer? TakeDoor()
    {
        lock (gate)
        {
            if (invalid.Used(time) < limits.Invalid)
            {
                return null;
            }

            var banned = Answer.Page(429, "Error 1015: you are being rate limited");
            banned.Headers["Retry-After"] = Seconds(invalid.Left(time));
            return banned;
        }
    }

    public Answer? TakeGlobal()
    {
        lock (gate)
        {
            return global.Take(limits.Global, time) ? null : Limited("global", global.Left(time));
        }
    }

    /// <summary>Takes a place in the channel's window; the answer is not null when none was left.</summary>
    public Answer? TakeChannel(ulong channel, string method)
    {
        lock (gate)
        {
            var window = WindowOf(channel, method);
            return window.Take(limits.PerChannel, time) ? null : Limited("user", window.Left(time));
        }
    }

    /// <summary>Puts the bucket's headers on an answer: as the window stands, or as if it were used up for so long.</summary>
    public void Describe(Answer answer, ulong channel, string method, TimeSpan? usedUpFor = null)
    {
        lock (gate)
        {
            var window = WindowOf(channel, method);
            var left = usedUpFor ?? window.Left(time);
            var remaining = usedUpFor is null ? Math.Max(0, limits.PerChannel - window.Used(time)) : 0;
            answer.Headers["X-RateLimit-Limit"] = limits.PerChannel.ToString(CultureInfo.InvariantCulture);
            answer.Headers["X-RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
            answer.Headers["X-RateLimit-Reset"] = ((time.GetUtcNow() + left).ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
            answer.Headers["X-RateLimit-Reset-After"] = left.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            answer.Headers["X-RateLimit-Bucket"] = method == "DELETE" ? DeleteHash : WriteHash;
        }
    }

    /// <summary>401, 403 and 429 count, except the 429 that is nobody's fault (scope shared).</summary>
    public void Note(Answer answer)
    {
        if (answer.Status is not (401 or 403 or 429) || answer.Headers.GetValueOrDefault("X-RateLimit-Scope") == "shared")
        {
            return;
        }

        lock (gate)
        {
            invalid.Take(int.MaxValue, time);
        }
    }

    /// <summary>A 429 in Discord's form. Retry-After is in whole seconds, rounded up; the body is exact.</summary>
    public static Answer Limited(string scope, TimeSpan wait)
    {
        var body = new JsonObject { ["message"] = "You are being rate limited.", ["retry_after"] = Math.Round(wait.TotalSeconds, 3), ["global"] = scope == "global" };
        if (scope == "shared")
        {
            (body["message"], body["code"]) = ("The resource is being rate limited.", 40062);
        }

        var answer = new Answer(429, body);
        answer.Headers["Retry-After"] = Seconds(wait);
        answer.Headers["X-RateLimit-Scope"] = scope;
        if (scope == "global")
        {
            answer.Headers["X-RateLimit-Global"] = "true";
        }

        return answer;
    }

    private Window WindowOf(ulong channel, string method)
    {
        if (!channels.TryGetValue((channel, method), out var window))
        {
            channels[(channel, method)] = window = new Window(limits.Window);
        }

        return window;
    }

    private static string Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>A fixed window that opens with its first request. Measured on the monotonic clock.</summary>
    private sealed class Window(TimeSpan length)
    {
        private long opened;
        private int used;

        public bool Take(int max, TimeProvider time)
        {
            if (Used(time) >= max)
            {
                return false;
            }

            if (used++ == 0)
            {
                opened = time.GetTimestamp();
            }

            return true;
        }

        public int Used(TimeProvider time) => used > 0 && time.GetElapsedTime(opened) < length ? used : used = 0;

        public TimeSpan Left(TimeProvider time) => Used(time) == 0 ? length : length - time.GetElapsedTime(opened);
    }
}
