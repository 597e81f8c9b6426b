using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NewsBot.Discord.Rest;

namespace NewsBot.Discord.Gateway;

/// <summary>
/// One run of a shard.
/// <list type="number">
/// <item>Wait for whichever comes first: a frame, a timer, the end of a connect, an answer, the stop.</item>
/// <item>Give it to <see cref="GatewayProtocol.Step"/>, which decides.</item>
/// <item>Show the new state, and log a change.</item>
/// <item>Do what it says, in order; sends have a time-out, everything longer is started and waited for in 1. Go back to 1 unless it was the end.</item>
/// <item>Beside it one task takes events from the queue and gives them to the handler, one at a time.</item>
/// </list>
/// </summary>
internal sealed class ShardLoop(ShardParts parts, Func<GatewayEvent, CancellationToken, ValueTask> handle) : IAsyncDisposable
{
    /// <summary>Asking again sooner would not make the store well.</summary>
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(30);

    private readonly PendingInputs pending = new();
    private readonly EventQueue events = new();
    private readonly TaskCompletionSource<GatewayInput> stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GatewayState state = new() { Intents = parts.Gateway.Intents };
    private Task<GatewayConnection>? opening;
    private GatewayConnection? connection;
    private Task closing = Task.CompletedTask;
    private long beatSent;

    private enum Slot
    {
        Question,
        Connect,
    }

    private int Shard => parts.Gateway.ShardId;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var stopping = ct.Register(() => stop.TrySetResult(new GatewayInput.Stop()));
        var handling = HandleAsync(ct);
        try
        {
            await StepUntilTheEndAsync();
        }
        finally
        {
            events.Complete();
            await handling;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close(code: null);
        await pending.DisposeAsync();
        await closing;
    }

    private async Task StepUntilTheEndAsync()
    {
        GatewayInput input = new GatewayInput.Start();
        while (true)
        {
            if (input is GatewayInput.Connected)
                (connection, opening) = (await opening!, null);
            if (input is GatewayInput.Received { Frame.Op: GatewayOp.HeartbeatAck } && state.AckPending)
                parts.Board.Acknowledged(parts.Time.GetElapsedTime(beatSent));
            var before = state;
            (state, var actions) = GatewayProtocol.Step(state, input);
            Show(before); // first, so that whoever gets an event finds the status that goes with it
            foreach (var action in actions)
                await DoAsync(action);
            if (state.Phase is GatewayPhase.Failed or GatewayPhase.Stopped)
                return;
            if (connection is not null && pending.Frame is null)
                pending.Frame = connection.ReceiveAsync();
            input = await pending.NextAsync(stop.Task);
        }
    }

    private async Task DoAsync(GatewayAction action)
    {
        switch (action)
        {
            case GatewayAction.LookUp:
                pending.Start(Slot.Question, LookUpAsync);
                break;
            case GatewayAction.Connect connect:
                Telemetry.Connecting(parts.Logger, Shard, connect.Url.Host);
                pending.Start(Slot.Connect, ct => ConnectAsync(connect, ct));
                break;
            case GatewayAction.TakeIdentify take:
                pending.Start(Slot.Question, ct => TakeIdentifyAsync(take.Connection, ct));
                break;
            case GatewayAction.SendIdentify:
                parts.Board.Identified();
                Telemetry.Identifying(parts.Logger, Shard, parts.Board.Status.Identifies);
                await SendAsync(GatewayOp.Identify, Identify(), GatewayJson.Default.OutgoingIdentifyBody);
                break;
            case GatewayAction.SendResume resume:
                Telemetry.Resuming(parts.Logger, Shard, resume.Seq);
                await SendAsync(GatewayOp.Resume, new ResumeBody(parts.Options.Token, resume.Session.Id, resume.Seq), GatewayJson.Default.OutgoingResumeBody);
                break;
            case GatewayAction.SendHeartbeat beat:
                beatSent = parts.Time.GetTimestamp();
                await SendAsync(GatewayOp.Heartbeat, beat.Seq, GatewayJson.Default.OutgoingNullableInt64);
                break;
            case GatewayAction.Dispatch dispatch:
                HandOver(dispatch.Frame);
                break;
            case GatewayAction.Close close:
                Close(close.Code);
                break;
            case GatewayAction.StartTimer timer:
                StartTimer(timer);
                break;
            case GatewayAction.StopTimer timer:
                pending.Stop(timer.Timer);
                break;
        }
    }

    private void StartTimer(GatewayAction.StartTimer timer)
    {
        var time = timer.Least + ((timer.Most - timer.Least) * Random.Shared.NextDouble());
        pending.Start(timer.Timer, async ct =>
        {
            await Task.Delay(time, parts.Time, ct);
            return new GatewayInput.Fired(timer.Timer);
        });
        if (timer.Timer == GatewayTimer.Reconnect)
            Telemetry.Waiting(parts.Logger, Shard, state.Reason, time.TotalSeconds);
    }

    private async Task<GatewayInput> LookUpAsync(CancellationToken ct)
    {
        try
        {
            var address = await parts.Rest.GetGatewayAsync(ct);
            return new GatewayInput.Found(address.Url, address.SessionStartLimit.Remaining, TimeSpan.FromMilliseconds(Math.Clamp(address.SessionStartLimit.ResetAfter, 0, StatusBoard.Day.TotalMilliseconds)));
        }
        catch (TokenRejectedException e)
        {
            return new GatewayInput.NotFound(e.Message, Final: true);
        }
        catch (RateLimitedException e)
        {
            return new GatewayInput.NotFound(e.Message, e.RetryAfter);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new GatewayInput.NotFound($"Discord could not be asked where its gateway is: {Model.Limits.Cut(e.Message, 300)}");
        }
    }

    private async Task<GatewayInput> ConnectAsync(GatewayAction.Connect connect, CancellationToken ct)
    {
        try
        {
            opening = OpenAsync(connect, closing, ct);
            await opening;
            return new GatewayInput.Connected(connect.Connection);
        }
        catch (Exception e)
        {
            return new GatewayInput.ConnectFailed(connect.Connection, $"The gateway at {connect.Url.Host} could not be reached ({(e as WebSocketException)?.WebSocketErrorCode.ToString() ?? e.GetType().Name}).");
        }
    }

    private async Task<GatewayConnection> OpenAsync(GatewayAction.Connect connect, Task last, CancellationToken ct)
    {
        await last; // two connections of one session confuse Discord and us
        return await GatewayConnection.OpenAsync(connect.Url, parts.Options.UserAgent, connect.Connection, parts.Time, ct);
    }

    private async Task<GatewayInput> TakeIdentifyAsync(int number, CancellationToken ct)
    {
        if (parts.Board.UntilNextIdentify is var gap && gap > TimeSpan.Zero)
            return new GatewayInput.Budget(number, gap, "Discord allows one identify per 5 s.");
        try
        {
            var wait = await parts.Gateway.TakeIdentify(ct);
            return new GatewayInput.Budget(number, wait, $"The budget of identifies is spent; the next is free in {wait.TotalMinutes:0.#} min.");
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new GatewayInput.Budget(number, StorePause, $"The identify could not be written down ({e.GetType().Name}), so it was not sent.");
        }
    }

    private IdentifyBody Identify() =>
        new(parts.Options.Token, new IdentifyProperties(Environment.OSVersion.Platform.ToString(), "newsbot", "newsbot"), (int)parts.Gateway.Intents, [parts.Gateway.ShardId, parts.Gateway.ShardCount]);

    private async Task SendAsync<T>(int op, T body, JsonTypeInfo<Outgoing<T>> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Outgoing<T>(op, body), type);
        if (connection is null || !await connection.SendAsync(json, heartbeat: op == GatewayOp.Heartbeat))
            Telemetry.NotSent(parts.Logger, Shard, op);
    }

    private void HandOver(GatewayFrame frame)
    {
        if (!events.TryAdd(new GatewayEvent(frame.T!, frame.D), frame.Bytes))
            Telemetry.Dropped(parts.Logger, Shard, Name(frame.T!), events.Dropped);
    }

    private void Close(int? code)
    {
        pending.Stop(Slot.Connect);
        pending.Stop(Slot.Question);
        pending.Frame = null;
        if (connection is not null)
            closing = connection.CloseAsync(code);
        else if (opening is not null)
            closing = DropAsync(opening);
        connection = null;
        opening = null;
    }

    /// <summary>A connect that nobody waits for any more may still have succeeded.</summary>
    private static async Task DropAsync(Task<GatewayConnection> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            (await opening).Dispose();
    }

    private async Task HandleAsync(CancellationToken ct)
    {
        await Task.Yield();
        await foreach (var news in events.TakeAllAsync(CancellationToken.None))
        {
            if (ct.IsCancellationRequested)
                continue;
            try
            {
                await handle(news, ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                // It was told to stop.
            }
            catch (Exception e)
            {
                Telemetry.HandlerFailed(parts.Logger, Shard, Name(news.Type), e.GetType().Name);
            }
        }
    }

    private void Show(GatewayState before)
    {
        parts.Board.Show(state, events.Dropped);
        if (state.Phase == before.Phase)
            return;
        if (state.Phase == GatewayPhase.Ready)
            Telemetry.Up(parts.Logger, Shard);
        else if (state.Phase == GatewayPhase.Stopped)
            Telemetry.Stopped(parts.Logger, Shard);
        else if (state.Phase == GatewayPhase.Failed)
            Telemetry.Failed(parts.Logger, Shard, state.Reason);
    }

    /// <summary>Event names come from outside: bounded, and nothing that breaks a line of the log.</summary>
    private static string Name(string type) => type.Length <= 64 && type.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? type : "an event with an odd name";
}
