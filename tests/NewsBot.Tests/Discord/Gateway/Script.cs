using System.Globalization;
using System.Text;
using NewsBot.Discord.Gateway;
using Xunit;

namespace NewsBot.Tests.Discord.Gateway;

/// <summary>
/// Plays inputs to the protocol and tells in words what it wants to send and do. At each step it proves that an identify
/// was asked for, and answered with a yes, before it was sent.
/// </summary>
internal sealed class Script
{
    public const string Found = "wss://gateway.discord.test";
    public const string ResumeUrl = "wss://resume.discord.test/";
    public const string Query = "?v=10&encoding=json";

    private bool mayIdentify;

    public GatewayState State { get; private set; } = new();

    public int Identifies { get; private set; }

    /// <summary>Everything since the start, one line a step.</summary>
    public List<string> Log { get; } = [];

    public List<GatewayFrame> Dispatched { get; } = [];

    public IReadOnlyList<GatewayAction> LastActions { get; private set; } = [];

    /// <summary>The last range of each timer that runs.</summary>
    public Dictionary<GatewayTimer, (double Least, double Most)> Timers { get; } = [];

    public string Feed(GatewayInput input)
    {
        mayIdentify |= input is GatewayInput.Budget { Wait.Ticks: 0 } && State.Phase == GatewayPhase.AwaitingBudget;
        (State, var actions) = GatewayProtocol.Step(State, input);
        LastActions = actions;
        var said = string.Join(" | ", actions.Select(Say).OfType<string>());
        Log.Add(said);
        return said;
    }

    public string Receive(string json) => Feed(new GatewayInput.Received(State.Connection, Frame(json)));

    public string Fire(GatewayTimer timer)
    {
        Assert.True(Timers.Remove(timer), $"The timer {timer} does not run; the state is {State}.");
        return Feed(new GatewayInput.Fired(timer));
    }

    public string Close(int? code) => Feed(new GatewayInput.Closed(State.Connection, code));

    public string Event(string type, long? number, string data = "{}") => Receive($$"""{"op":0,"t":"{{type}}","s":{{number?.ToString(CultureInfo.InvariantCulture) ?? "null"}},"d":{{data}}}""");

    public string Connect() => Feed(new GatewayInput.Connected(State.Connection));

    public string Hello() => Receive("""{"op":10,"d":{"heartbeat_interval":41250}}""");

    public string Allow() => Feed(new GatewayInput.Budget(State.Connection, TimeSpan.Zero));

    public string SayReady(string resumeUrl = ResumeUrl) => Event("READY", 1, $$"""{"session_id":"s1","resume_gateway_url":"{{resumeUrl}}"}""");

    /// <summary>Brings a fresh script to a phase by the straight way.</summary>
    public static Script At(GatewayPhase phase)
    {
        var script = new Script();
        Func<string>[] way =
        [
            () => script.Feed(new GatewayInput.Start()),
            () => script.Feed(new GatewayInput.Found(Found, 1000, TimeSpan.FromHours(1))),
            script.Connect,
            script.Hello,
            script.Allow,
            () => script.SayReady(),
        ];
        if (phase == GatewayPhase.Resuming)
        {
            script = At(GatewayPhase.Ready);
            script.Receive("""{"op":7,"d":null}""");
            script.Fire(GatewayTimer.Reconnect);
            script.Connect();
            script.Hello();
        }
        for (var step = 0; script.State.Phase != phase; step++)
            way[step]();
        return script;
    }

    /// <summary>From waiting to a Hello on a new connection, whichever way it goes.</summary>
    public string Reconnect()
    {
        var said = Fire(GatewayTimer.Reconnect);
        if (State.Phase == GatewayPhase.LookingUp)
            said += " | " + Feed(new GatewayInput.Found(Found, 1000, TimeSpan.FromHours(1)));
        Connect();
        return said + " | " + Hello();
    }

    public static GatewayFrame Frame(string json) => GatewayFrame.Parse(Encoding.UTF8.GetBytes(json)) ?? throw new ArgumentException($"No frame: {json}", nameof(json));

    private string? Say(GatewayAction action)
    {
        switch (action)
        {
            case GatewayAction.LookUp:
                return "look up";
            case GatewayAction.Connect connect:
                return $"connect {connect.Url}";
            case GatewayAction.TakeIdentify:
                return "ask";
            case GatewayAction.SendIdentify:
                Assert.True(mayIdentify, "An identify was sent that nobody allowed.");
                mayIdentify = false;
                Identifies++;
                return "identify";
            case GatewayAction.SendResume resume:
                return $"resume {resume.Session.Id} after {resume.Seq}";
            case GatewayAction.SendHeartbeat beat:
                return $"beat {beat.Seq?.ToString(CultureInfo.InvariantCulture) ?? "null"}";
            case GatewayAction.Dispatch dispatch:
                Dispatched.Add(dispatch.Frame);
                return $"dispatch {dispatch.Frame.T}";
            case GatewayAction.Close close:
                return close.Code is { } code ? $"close {code}" : null;
            case GatewayAction.Fail fail:
                return $"fail: {fail.Reason}";
            case GatewayAction.StopTimer stop:
                Timers.Remove(stop.Timer);
                return null;
            case GatewayAction.StartTimer start:
                Timers[start.Timer] = (start.Least.TotalSeconds, start.Most.TotalSeconds);
                return start.Timer == GatewayTimer.Reconnect ? string.Create(CultureInfo.InvariantCulture, $"wait {start.Least.TotalSeconds}-{start.Most.TotalSeconds}") : null;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "No words for this action.");
        }
    }
}
