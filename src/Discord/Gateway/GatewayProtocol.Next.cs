namespace NewsBot.Discord.Gateway;

/// <content>The state and the actions that a step gathers.</content>
internal static partial class GatewayProtocol
{
    private sealed class Next(GatewayState state)
    {
        private readonly List<GatewayAction> actions = [];

        public GatewayState State { get; set; } = state;

        public IReadOnlyList<GatewayAction> Actions => actions;

        public void Do(GatewayAction action) => actions.Add(action);

        /// <summary>Waits for something, no longer than told.</summary>
        public void Enter(GatewayPhase phase, TimeSpan deadline)
        {
            State = State with { Phase = phase };
            Do(new GatewayAction.StartTimer(GatewayTimer.Deadline, deadline, deadline));
        }

        public void LookUp()
        {
            State = State with { Phase = GatewayPhase.LookingUp };
            Do(new GatewayAction.LookUp());
        }

        public void Connect(Uri url)
        {
            State = State with { Url = url };
            Do(new GatewayAction.Connect(State.Connection, url));
            Enter(GatewayPhase.Connecting, ConnectTimeout);
        }

        /// <summary>READY or RESUMED.</summary>
        public void Up(GatewaySession? session)
        {
            State = State with { Phase = GatewayPhase.Ready, Session = session, FailedResumes = 0, Unreached = 0, Reason = "Events come." };
            Do(new GatewayAction.StopTimer(GatewayTimer.Deadline));
            Do(new GatewayAction.StartTimer(GatewayTimer.Quiet, QuietTime, QuietTime));
        }

        /// <summary>Lets go of the connection and tries another after the back-off.</summary>
        public void Again(string reason, int? closeWith, bool keepSession = true, BackOff? wait = null)
        {
            var session = keepSession ? State.Session : null;
            var resumeFailed = State.Phase is GatewayPhase.AwaitingHello or GatewayPhase.Resuming;
            var backOff = wait ?? (State.Failures == 0 && session is not null ? BackOff.None : BackOff.After(State.Failures));
            if (session is null)
                backOff = backOff.Identifying(State.Identifies);
            LetGo(closeWith);
            State = State with
            {
                Phase = GatewayPhase.Waiting,
                Reason = reason,
                Session = session,
                Seq = session is null ? null : State.Seq,
                Failures = State.Failures + 1,
                FailedResumes = session is null ? 0 : State.FailedResumes + (resumeFailed ? 1 : 0),
                Unreached = session is null ? 0 : State.Unreached + (State.Phase == GatewayPhase.Connecting ? 1 : 0),
            };
            Do(new GatewayAction.StartTimer(GatewayTimer.Reconnect, backOff.Least, backOff.Most));
        }

        /// <summary>Nothing failed, it is only too early.</summary>
        public void Postpone(string reason, TimeSpan wait, int? closeWith)
        {
            wait = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, BackOff.Shortest.Ticks, LongestReset.Ticks));
            LetGo(closeWith);
            State = State with { Phase = GatewayPhase.Waiting, Reason = reason };
            Do(new GatewayAction.StartTimer(GatewayTimer.Reconnect, wait, wait + BackOff.Shortest));
        }

        public void Fail(string reason)
        {
            End(GatewayPhase.Failed, reason, closeWith: null);
            Do(new GatewayAction.Fail(reason));
        }

        public void End(GatewayPhase phase, string reason, int? closeWith)
        {
            LetGo(closeWith);
            Do(new GatewayAction.StopTimer(GatewayTimer.Reconnect));
            State = State with { Phase = phase, Reason = reason, Session = null, Seq = null };
        }

        private void LetGo(int? closeWith)
        {
            Do(new GatewayAction.Close(closeWith));
            Do(new GatewayAction.StopTimer(GatewayTimer.Deadline));
            Do(new GatewayAction.StopTimer(GatewayTimer.Heartbeat));
            Do(new GatewayAction.StopTimer(GatewayTimer.Quiet));
            State = State with { Connection = State.Connection + 1, AckPending = false };
        }
    }
}
