using System.Globalization;
using NewsBot.Discord.Gateway;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>
/// A Discord that misbehaves at random, and the protocol as its client, on a clock of numbers. It keeps account of what it
/// owes: an interaction is owed while its session lives, and the client must have it in the end.
/// </summary>
internal sealed class SimulatedDiscord(int seed)
{
    public const double Day = 24 * 60 * 60;

    private const double Latency = 0.1;

    /// <summary>Longer than any fault and its waits last.</summary>
    private const double Settled = 600;

    /// <summary>A session that nobody holds lives so long.</summary>
    private const double SessionLife = 300;

    private readonly Random random = new(seed);
    private readonly PriorityQueue<Action, (double At, int Order)> agenda = new();
    private readonly Dictionary<GatewayTimer, int> timers = [];
    private readonly Script client = new();
    private readonly HashSet<long> handled = [];
    private readonly List<long> owed = [];
    private double now;
    private int order;
    private int timerNumber;
    private int sessions;
    private long interactions;
    private double networkBack;
    private double lastIdentify = -100;
    private Wire? wire;
    private Session? session;
    private int refusals;

    /// <summary>Sessions that Discord ended, each of which costs one identify.</summary>
    public int Killed { get; private set; }

    public int Identifies => client.Identifies;

    public int Faults { get; private set; }

    public long Interactions => interactions;

    public IEnumerable<long> Lost => [.. owed.Concat(Owed(Settled)).Where(number => !handled.Contains(number))];

    public GatewayPhase Phase => client.State.Phase;

    public void Run()
    {
        Feed(new GatewayInput.Start());
        In(5, Interact);
        In(30, Fault);
        while (agenda.TryDequeue(out var what, out var when) && when.At < Day + 900)
        {
            now = when.At;
            what();
        }
    }

    /// <summary>What the present session has told, or has had so many seconds to tell again.</summary>
    private List<long> Owed(double age) => session?.Events.Where(news => news.Interaction is not null && news.At < now - age).Select(news => news.Interaction!.Value).ToList() ?? [];

    private void In(double seconds, Action what) => agenda.Enqueue(what, (now + seconds, order++));

    private double Between(double least, double most) => least + ((most - least) * random.NextDouble());

    private void Interact()
    {
        if (now < Day)
            In(Between(1, 40), Interact);
        if (session is null)
            return;
        session.Events.Add((session.Events.Count + 1, ++interactions, now));
        Deliver(session.Events[^1]);
    }

    private void Deliver((long Seq, long? Interaction, double At) news)
    {
        if (wire is { Identified: true })
            ToClient(wire, $$$"""{"op":0,"t":"{{{(news.Interaction is null ? "READY" : "INTERACTION_CREATE")}}}","s":{{{news.Seq}}},"d":{{{news.Interaction ?? 0}}}}""");
    }

    private void ToClient(Wire to, string json) => In(Latency, () =>
    {
        if (Alive(to))
            Feed(new GatewayInput.Received(to.Number, Script.Frame(json)));
    });

    private bool Alive(Wire to) => wire == to && !to.Frozen && now >= networkBack;

    private void Feed(GatewayInput input)
    {
        var before = client.Dispatched.Count;
        client.Feed(input);
        foreach (var frame in client.Dispatched.Skip(before).Where(frame => frame.T == "INTERACTION_CREATE"))
            handled.Add(frame.D.GetInt64());
        foreach (var action in client.LastActions)
            Do(action);
    }

    private void Do(GatewayAction action)
    {
        switch (action)
        {
            case GatewayAction.LookUp when now < networkBack:
                In(Between(0.1, 15), () => Feed(new GatewayInput.NotFound("No network.")));
                break;
            case GatewayAction.LookUp:
                In(Latency, () => Feed(new GatewayInput.Found(Script.Found, 1000 - Identifies, TimeSpan.FromHours(1))));
                break;
            case GatewayAction.Connect connect:
                Connect(connect.Connection);
                break;
            case GatewayAction.TakeIdentify take:
                var wait = Math.Max(0, lastIdentify + 5 - now);
                In(0.01, () => Feed(new GatewayInput.Budget(take.Connection, TimeSpan.FromSeconds(wait), "Too early.")));
                break;
            case GatewayAction.SendIdentify when wire is { } to && Alive(to):
                lastIdentify = now;
                End();
                to.Identified = true;
                session = new Session($"s{++sessions}");
                session.Events.Add((1, null, now));
                ToClient(to, $$$"""{"op":0,"t":"READY","s":1,"d":{"session_id":"{{{session.Id}}}","resume_gateway_url":"{{{Script.ResumeUrl}}}"}}""");
                break;
            case GatewayAction.SendIdentify: // the wire broke meanwhile, so nothing came of it
                Killed++;
                break;
            case GatewayAction.SendResume resume when wire is { } to && Alive(to):
                Resume(to, resume);
                break;
            case GatewayAction.SendHeartbeat when wire is { } to && Alive(to) && !to.Deaf:
                ToClient(to, """{"op":11}""");
                break;
            case GatewayAction.Close:
                Detach();
                break;
            case GatewayAction.StartTimer start:
                var number = timers[start.Timer] = ++timerNumber;
                In(Between(start.Least.TotalSeconds, start.Most.TotalSeconds), () =>
                {
                    if (timers.GetValueOrDefault(start.Timer) == number)
                        Feed(new GatewayInput.Fired(start.Timer));
                });
                break;
            case GatewayAction.StopTimer stop:
                timers.Remove(stop.Timer);
                break;
        }
    }

    private void Connect(int number)
    {
        if (now < networkBack)
        {
            if (random.Next(4) > 0) // else it hangs, until the client gives up
                In(Between(0.1, 5), () => Feed(new GatewayInput.ConnectFailed(number, "No network.")));
            return;
        }
        var to = wire = new Wire(number);
        In(Latency, () => Feed(new GatewayInput.Connected(number)));
        // Two failures in a row are bad luck; three are a session that cannot be resumed.
        if (refusals < 2 && random.Next(8) == 0)
        {
            refusals++;
            if (random.Next(2) == 0)
                ToClient(to, """{"op":7,"d":null}""");
            else
                In(2 * Latency, () => Break(to, null));
            return;
        }
        refusals = 0;
        In(2 * Latency, () => ToClient(to, """{"op":10,"d":{"heartbeat_interval":41250}}"""));
    }

    private void Resume(Wire to, GatewayAction.SendResume resume)
    {
        if (session is null || session.Id != resume.Session.Id || session.DiesAt < now)
        {
            if (session?.DiesAt < now)
                Kill();
            ToClient(to, """{"op":9,"d":false}""");
            return;
        }
        session.DiesAt = double.MaxValue;
        to.Identified = true;
        foreach (var news in session.Events.Where(news => news.Seq > resume.Seq).ToList())
            Deliver(news);
        ToClient(to, string.Create(CultureInfo.InvariantCulture, $$$"""{"op":0,"t":"RESUMED","s":{{{session.Events.Count}}},"d":{}}"""));
    }

    private void Fault()
    {
        if (now > Day)
            return;
        In(Between(60, 1100), Fault);
        if (wire is not { } to || !Alive(to))
            return;
        Faults++;
        switch (random.Next(24))
        {
            case 0:
                Kill();
                ToClient(to, """{"op":9,"d":false}""");
                break;
            case 1:
                Kill();
                Break(to, random.Next(3) switch { 0 => 1000, 1 => 4007, _ => 4009 });
                break;
            case < 6:
                Break(to, random.Next(4) switch { 0 => null, 1 => 1001, 2 => 4000, _ => 4008 });
                break;
            case < 9:
                to.Frozen = true;
                break;
            case < 11:
                to.Deaf = true;
                break;
            case < 14:
                ToClient(to, """{"op":7,"d":null}""");
                break;
            case < 16:
                ToClient(to, """{"op":9,"d":true}""");
                break;
            case < 18:
                In(Latency, () => Feed(new GatewayInput.Unreadable(to.Number, "is odd")));
                break;
            case < 20:
                session?.Events.TakeLast(5).ToList().ForEach(Deliver); // again
                break;
            case < 22:
                ToClient(to, """{"op":1,"d":null}""");
                break;
            default:
                networkBack = now + Between(1, 120);
                to.Frozen = true; // TCP loses nothing in the middle: what it cannot deliver is its end
                break;
        }
    }

    private void Break(Wire to, int? code)
    {
        if (wire != to)
            return;
        Detach();
        In(Latency, () => Feed(new GatewayInput.Closed(to.Number, code)));
    }

    private void Detach()
    {
        if (session is not null && wire is { Identified: true })
            session.DiesAt = now + SessionLife;
        wire = null;
    }

    private void Kill()
    {
        if (session is null)
            return;
        Killed++;
        owed.AddRange(Owed(Settled));
        session = null;
        if (wire is not null)
            wire.Identified = false;
    }

    /// <summary>A client that identifies leaves its old session; what that still owed is lost, and must not have been.</summary>
    private void End()
    {
        if (session is not null)
            throw new InvalidOperationException($"After {now:0} s an identify was spent although the session could be resumed: {string.Join("; ", client.Log.TakeLast(12))}");
    }

    private sealed class Wire(int number)
    {
        public int Number { get; } = number;

        public bool Identified { get; set; }

        /// <summary>Nothing comes through any more, in either direction.</summary>
        public bool Frozen { get; set; }

        /// <summary>Heartbeats are not acknowledged.</summary>
        public bool Deaf { get; set; }
    }

    private sealed class Session(string id)
    {
        public string Id { get; } = id;

        public double DiesAt { get; set; } = double.MaxValue;

        public List<(long Seq, long? Interaction, double At)> Events { get; } = [];
    }
}
