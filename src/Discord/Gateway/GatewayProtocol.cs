using System.Text.Json;

namespace NewsBot.Discord.Gateway;

/// <summary>
/// Discord's gateway, version 10, as a function: what happened in, what to do out. It knows no socket, no clock and no chance.
/// <list type="number">
/// <item>Look up where the gateway is and how many sessions may still begin; with a session to resume this is skipped.</item>
/// <item>Connect, and wait for Hello; from then on beat, and take a beat without acknowledgement for a dead connection.</item>
/// <item>Resume if there is a session, else take an identify from the budget and identify.</item>
/// <item>READY or RESUMED: hand out events until the connection ends.</item>
/// <item>Then wait, longer each time until a session has held for a minute, and go on with 1; or stop for good, if Discord says so.</item>
/// </list>
/// Source: Discord, "Gateway", "Gateway Events", "Opcodes and Status Codes".
/// </summary>
internal static partial class GatewayProtocol
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan BudgetTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A session that held so long ends the back-off.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Resumes in a row that Discord may refuse before an identify is spent. An address that cannot be reached gets one try more,
    /// once the look-up has shown that it is the address and not our network.
    /// </summary>
    public const int MostFailedResumes = 3;

    /// <summary>Sessions that are left to people; at 0 Discord resets the token.</summary>
    public const int LeastSessionsLeft = 50;

    // Discord says about 41 s. Less than a second would be a flood of our making, more than ten minutes no sign of life.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    // No answer may make us ask for limits in a tight loop, or wait past the window of a day.
    private static readonly TimeSpan ShortestReset = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestReset = TimeSpan.FromDays(1);

    public static (GatewayState State, IReadOnlyList<GatewayAction> Actions) Step(GatewayState state, GatewayInput input)
    {
        if (state.Phase is GatewayPhase.Failed or GatewayPhase.Stopped || (input.Connection is { } connection && connection != state.Connection))
            return (state, []);
        var step = new Next(state);
        switch (input)
        {
            case GatewayInput.Start when state.Phase == GatewayPhase.NotStarted:
                step.LookUp();
                break;
            case GatewayInput.Stop:
                step.End(GatewayPhase.Stopped, "It was stopped.", CloseCode.Leave);
                break;
            case GatewayInput.Found found when state.Phase == GatewayPhase.LookingUp:
                OnFound(step, found);
                break;
            case GatewayInput.NotFound notFound when state.Phase == GatewayPhase.LookingUp:
                OnNotFound(step, notFound);
                break;
            case GatewayInput.Connected when state.Phase == GatewayPhase.Connecting:
                step.State = state with { Unreached = 0 };
                step.Enter(GatewayPhase.AwaitingHello, HelloTimeout);
                break;
            case GatewayInput.ConnectFailed failed when state.Phase == GatewayPhase.Connecting:
                step.Again(failed.Reason, closeWith: null);
                break;
            case GatewayInput.Budget budget when state.Phase == GatewayPhase.AwaitingBudget:
                OnBudget(step, budget);
                break;
            case GatewayInput.Received received when IsConnected(state.Phase):
                OnFrame(step, received.Frame);
                break;
            case GatewayInput.Unreadable unreadable when IsConnected(state.Phase):
                // Its number is unknown, so the events after it would hide the loss: a resume sends it again.
                step.Again($"Discord sent a message that {unreadable.Reason}.", CloseCode.KeepSession);
                break;
            case GatewayInput.Closed closed when IsConnected(state.Phase):
                OnClosed(step, closed.Code);
                break;
            case GatewayInput.Fired fired:
                OnTimer(step, fired.Timer);
                break;
        }
        return (step.State, step.Actions);
    }

    private static bool IsConnected(GatewayPhase phase) =>
        phase is GatewayPhase.AwaitingHello or GatewayPhase.AwaitingBudget or GatewayPhase.Identifying or GatewayPhase.Resuming or GatewayPhase.Ready;

    private static void OnFrame(Next step, GatewayFrame frame)
    {
        switch (frame.Op)
        {
            case GatewayOp.Dispatch:
                OnDispatch(step, frame);
                break;
            case GatewayOp.Heartbeat:
                // Besides the rhythm: it has its own acknowledgement, and none of ours may be taken for missing because of it.
                step.Do(new GatewayAction.SendHeartbeat(step.State.Seq));
                break;
            case GatewayOp.Reconnect:
                step.Again("Discord asked for a new connection.", CloseCode.KeepSession);
                break;
            case GatewayOp.InvalidSession:
                OnInvalidSession(step, resumable: frame.D.ValueKind == JsonValueKind.True);
                break;
            case GatewayOp.Hello when step.State.Phase == GatewayPhase.AwaitingHello:
                OnHello(step, frame);
                break;
            case GatewayOp.HeartbeatAck:
                step.State = step.State with { AckPending = false };
                break;
        }
    }

    private static void OnHello(Next step, GatewayFrame frame)
    {
        if (Read(frame.D, GatewayJson.Default.HelloBody) is not { } hello
            || !(hello.HeartbeatInterval >= ShortestInterval.TotalMilliseconds && hello.HeartbeatInterval <= LongestInterval.TotalMilliseconds))
        {
            step.Again("Discord said Hello without a usable heartbeat interval.", CloseCode.KeepSession);
            return;
        }
        var interval = TimeSpan.FromMilliseconds(hello.HeartbeatInterval);
        step.State = step.State with { Interval = interval, AckPending = false };
        // The first beat comes at a random moment, so that all clients after an outage do not beat as one.
        step.Do(new GatewayAction.StartTimer(GatewayTimer.Heartbeat, TimeSpan.Zero, interval));
        if (step.State.Session is { } session)
        {
            step.Do(new GatewayAction.SendResume(session, step.State.Seq));
            step.Enter(GatewayPhase.Resuming, ReadyTimeout);
        }
        else
        {
            step.Do(new GatewayAction.TakeIdentify(step.State.Connection));
            step.Enter(GatewayPhase.AwaitingBudget, BudgetTimeout);
        }
    }

    private static void OnBudget(Next step, GatewayInput.Budget budget)
    {
        if (budget.Wait > TimeSpan.Zero)
        {
            step.Postpone(budget.Reason, budget.Wait, CloseCode.Leave);
            return;
        }
        step.State = step.State with { Seq = null, Identifies = step.State.Identifies + 1 };
        step.Do(new GatewayAction.SendIdentify());
        step.Enter(GatewayPhase.Identifying, ReadyTimeout);
    }

    private static void OnDispatch(Next step, GatewayFrame frame)
    {
        if (step.State.Phase is not (GatewayPhase.Identifying or GatewayPhase.Resuming or GatewayPhase.Ready))
            return; // Discord has no session to tell of
        step.State = step.State with { Seq = frame.S ?? step.State.Seq };
        if (frame.T == GatewayEvent.ReadyType && step.State.Phase == GatewayPhase.Identifying)
            step.Up(SessionOf(frame.D, step.State.Url));
        else if (frame.T == GatewayEvent.ResumedType && step.State.Phase == GatewayPhase.Resuming)
            step.Up(step.State.Session);
        step.Do(new GatewayAction.Dispatch(frame));
    }

    private static void OnInvalidSession(Next step, bool resumable)
    {
        var wait = BackOff.AfterInvalidSession(step.State.Failures);
        if (resumable)
            step.Again("Discord says that the session must be resumed once more.", CloseCode.KeepSession, wait: wait);
        else
            step.Again("Discord says that the session is invalid.", CloseCode.KeepSession, keepSession: false, wait);
    }

    private static void OnClosed(Next step, int? code)
    {
        var (verdict, meaning) = CloseCode.Read(code);
        if (verdict == CloseVerdict.Fatal)
            step.Fail(CloseCode.Remedy(code!.Value, step.State.Intents));
        else
            step.Again(meaning, closeWith: null, keepSession: verdict == CloseVerdict.Resume);
    }
}
