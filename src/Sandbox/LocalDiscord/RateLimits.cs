using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// Counts requests as Discord does: one global window a second; per bucket a window that opens with its first request, and some hidden
/// ones beside; and invalid requests, which shut the door for good behaviour's sake.
/// </summary>
/// <remarks>https://docs.discord.com/developers/topics/rate-limits.</remarks>
internal sealed class RateLimits(ChannelLimits limits, TimeProvider time)
{
    /// <summary>Windows kept; beyond them those that are over are forgotten: every interaction's token opens one.</summary>
    private const int MaxWindows = 10_000;

    private static readonly TimeSpan GlobalWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InvalidWindow = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string Major), Window> windows = [];
    private readonly Window global = new(GlobalWindow);
    private readonly Window invalid = new(InvalidWindow);
    private int names;

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

    public ChannelLimits Rules => limits;

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

    /// <summary>Takes a place in the bucket, and in the hidden one beside it; the answer is not null when one of them was full.</summary>
    public Answer? Take(Bucket bucket)
    {
        lock (gate)
        {
            var window = WindowOf(bucket);
            if (!window.Take(bucket.Shown.Requests, time))
            {
                return Limited("user", window.Left(time));
            }

            if (bucket.Hidden is not { } hidden)
            {
                return null;
            }

            var beside = WindowOf("hidden " + bucket.Kind + " " + hidden.Code.GetValueOrDefault().ToString(CultureInfo.InvariantCulture), bucket.Major, hidden.Window);
            return beside.Take(hidden.Requests, time) ? null : Limited(hidden.Shared ? "shared" : "user", beside.Left(time), hidden.Code);
        }
    }

    /// <summary>Puts the bucket's headers on an answer: as the window stands, or as if it were used up for so long.</summary>
    public void Describe(Answer answer, Bucket bucket, TimeSpan? usedUpFor = null)
    {
        lock (gate)
        {
            var window = WindowOf(bucket);
            var left = usedUpFor ?? window.Left(time);
            var remaining = usedUpFor is null ? Math.Max(0, bucket.Shown.Requests - window.Used(time)) : 0;
            Headers(answer, bucket.Shown.Requests, remaining, left);
            answer.Headers["X-RateLimit-Bucket"] = Hash(bucket.Family);
        }
    }

    /// <summary>Headers that Discord has really sent one night: a limit that looks like none (Discord.Net#2512).</summary>
    public void DescribeOddly(Answer answer, Bucket bucket)
    {
        lock (gate)
        {
            Headers(answer, 50_000, 49_999, TimeSpan.FromDays(3));
            answer.Headers["X-RateLimit-Bucket"] = Hash(bucket.Family);
        }
    }

    /// <summary>From now on every bucket bears another name, and every window is fresh.</summary>
    public void Rename()
    {
        lock (gate)
        {
            names++;
            windows.Clear();
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
    public static Answer Limited(string scope, TimeSpan wait, int? code = null)
    {
        var body = new JsonObject { ["message"] = "You are being rate limited.", ["retry_after"] = Math.Round(wait.TotalSeconds, 3), ["global"] = scope == "global" };
        if (scope == "shared")
        {
            (body["message"], body["code"]) = ("The resource is being rate limited.", 40062);
        }

        if (code is not null)
        {
            body["code"] = code;
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

    private void Headers(Answer answer, int limit, int remaining, TimeSpan left)
    {
        answer.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        answer.Headers["X-RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        answer.Headers["X-RateLimit-Reset"] = ((time.GetUtcNow() + left).ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
        answer.Headers["X-RateLimit-Reset-After"] = left.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
    }

    private Window WindowOf(Bucket bucket) => WindowOf(bucket.Kind, bucket.Major, bucket.Shown.Window);

    private Window WindowOf(string kind, string major, TimeSpan length)
    {
        if (windows.TryGetValue((kind, major), out var window))
        {
            return window;
        }

        if (windows.Count >= MaxWindows)
        {
            foreach (var over in windows.Where(one => one.Value.Used(time) == 0).Select(one => one.Key).ToList())
            {
                windows.Remove(over);
            }
        }

        return windows[(kind, major)] = new Window(length);
    }

    /// <summary>32 hexadecimal digits, as Discord's names of buckets have.</summary>
    private string Hash(string family)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{family} {names}"))).AsSpan(0, 16));

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
