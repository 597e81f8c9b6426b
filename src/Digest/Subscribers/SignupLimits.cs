using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NewsBot.Digest.Subscribers;

/// <summary>What the limits say to one sign-up.</summary>
internal enum SignupVerdict
{
    Go,

    /// <summary>Enough was asked for this one mailbox: nobody need know.</summary>
    MailboxFull,

    /// <summary>Too much comes from there, goes there, or comes at all.</summary>
    Later,
}

/// <summary>
/// How often somebody may sign up, in memory alone: that a mailbox gets one opt-in mail a day stands in the store. Each process counts
/// for itself, and a start begins anew.
/// </summary>
/// <remarks>
/// A limit is a bucket that holds a burst and fills again with time. Buckets stand in two tables of fixed size, found by hashes that
/// nobody outside can compute, and the emptier count of the two holds (a count-min sketch): ten million clients take no more room than one,
/// and a stranger shares both places with another only by a rare chance.
/// </remarks>
public sealed class SignupLimits(TimeProvider time)
{
    /// <summary>Requests of one client, forms and all: one every five seconds.</summary>
    private static readonly Rate Requests = new('r', 40, TimeSpan.FromSeconds(5));

    /// <summary>Sign-ups of one client: a family, or a class with patience.</summary>
    private static readonly Rate Client = new('c', 10, TimeSpan.FromMinutes(6));

    /// <summary>The same without proof of work.</summary>
    private static readonly Rate SlowClient = new('s', 3, TimeSpan.FromMinutes(20));

    /// <summary>Asks for one mailbox; of them one a day leads to a mail.</summary>
    private static readonly Rate Mailbox = new('m', 5, TimeSpan.FromHours(5));

    /// <summary>To one domain: nobody's server is flooded through us.</summary>
    private static readonly Rate Domain = new('d', 60, TimeSpan.FromMinutes(1));

    /// <summary>In all: what a relay may send without harm to its name.</summary>
    private static readonly Rate All = new('a', 600, TimeSpan.FromSeconds(6));

    /// <summary>In all without proof of work.</summary>
    private static readonly Rate SlowAll = new('b', 60, TimeSpan.FromMinutes(1));

    /// <summary>Half the world has its mailbox there: for these only <see cref="All"/> counts.</summary>
    private static readonly HashSet<string> Providers = new(StringComparer.Ordinal)
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "proton.me", "protonmail.com",
    };

    // Two tables of 32,768 instants: half a mebibyte.
    private const int Places = 1 << 15;
    private const int Tables = 2;

    private readonly long[] instants = new long[Tables * Places];
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();

    /// <summary>May this client ask at all, whatever it asks?</summary>
    public bool MayCome(string source)
    {
        lock (gate)
        {
            return TryTake([(Requests, source)]) == 1;
        }
    }

    /// <summary>Takes one of every limit, or of none.</summary>
    /// <param name="source">From where it comes: a network, or whoever else can be told from others.</param>
    /// <param name="mailbox">What <see cref="AddressKey"/> makes of the address.</param>
    /// <param name="worked">With proof of work, or a login that is as good.</param>
    internal SignupVerdict Take(string source, string mailbox, bool worked)
    {
        var domain = AddressKey.Domain(mailbox);
        List<(Rate, string)> wanted = [(Mailbox, mailbox), (Client, source), (All, "")];
        if (!Providers.Contains(domain))
        {
            wanted.Add((Domain, domain));
        }

        if (!worked)
        {
            wanted.AddRange([(SlowClient, source), (SlowAll, "")]);
        }

        lock (gate)
        {
            return TryTake(wanted) switch
            {
                0 => SignupVerdict.MailboxFull,
                var passed when passed < wanted.Count => SignupVerdict.Later,
                _ => SignupVerdict.Go,
            };
        }
    }

    /// <returns>How many limits let it pass, in their order; when that is all, each has given one.</returns>
    private int TryTake(IReadOnlyList<(Rate Rate, string Name)> wanted)
    {
        var now = time.GetUtcNow().UtcTicks;
        Span<int> places = stackalloc int[wanted.Count * Tables];
        for (var i = 0; i < wanted.Count; i++)
        {
            var (rate, name) = wanted[i];
            Find(rate, name, places.Slice(i * Tables, Tables));
            if (Full(places.Slice(i * Tables, Tables)) - now > rate.Every.Ticks * (rate.Burst - 1))
            {
                return i;
            }
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            var own = places.Slice(i * Tables, Tables);
            var next = Math.Max(Full(own), now) + wanted[i].Rate.Every.Ticks;
            foreach (var place in own)
            {
                instants[place] = Math.Max(instants[place], next);
            }
        }

        return wanted.Count;
    }

    /// <summary>When the bucket will be full again; past: it is.</summary>
    private long Full(ReadOnlySpan<int> places) => Math.Min(instants[places[0]], instants[places[1]]);

    private void Find(Rate rate, string name, Span<int> places)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{rate.Name}{name}"), hash);
        for (var table = 0; table < Tables; table++)
        {
            places[table] = (table * Places) + (int)(BinaryPrimitives.ReadUInt32BigEndian(hash[(table * sizeof(uint))..]) % Places);
        }
    }

    /// <param name="Burst">So many at once.</param>
    /// <param name="Every">One more after this.</param>
    private sealed record Rate(char Name, int Burst, TimeSpan Every);
}
