using System.Globalization;
using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>
/// What one connection says and is told. 1. Hello. 2. Identify or resume attaches a session. 3. Heartbeats are acknowledged. 4. What breaks
/// a rule is closed with the code that Discord documents for it.
/// </summary>
/// <remarks>https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway.</remarks>
internal sealed class GatewayDialogue : IDisposable
{
    private const int ConnectionVersion = 10;
    private const string Op7 = """{"t":null,"s":null,"op":7,"d":null}""";
    private static readonly TimeSpan SendWindow = TimeSpan.FromSeconds(60);

    private readonly LocalGateway gateway;
    private readonly GatewayConnection connection;
    private readonly TimeProvider time;
    private readonly ITimer silence;
    private readonly TimeSpan patience;
    private long windowOpened;
    private int sent;

    public GatewayDialogue(LocalGateway gateway, GatewayConnection connection, TimeProvider time)
    {
        this.gateway = gateway;
        this.connection = connection;
        this.time = time;
        patience = gateway.Rules.Silence ?? gateway.Rules.Heartbeat * 1.5;
        silence = time.CreateTimer(_ => connection.Close(CloseCodes.TimedOut), state: null, patience, Timeout.InfiniteTimeSpan);
        windowOpened = time.GetTimestamp();
    }

    public GatewaySession? Session { get; set; }

    public void Begin(string? version, string? encoding)
    {
        if (version is not null && version != ConnectionVersion.ToString(CultureInfo.InvariantCulture))
        {
            connection.Close(CloseCodes.InvalidVersion);
        }
        else if (encoding is not (null or "json"))
        {
            connection.Close(CloseCodes.DecodeError); // ETF is a documented encoding that this gateway cannot speak.
        }
        else if (gateway.Draw(GatewayFaultKind.ReconnectBeforeHello) is not null)
        {
            connection.Send(Op7);
        }
        else if (gateway.Draw(GatewayFaultKind.NoHello) is null)
        {
            connection.Send(string.Create(CultureInfo.InvariantCulture,
                $$$"""{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":{{{(long)gateway.Rules.Heartbeat.TotalMilliseconds}}},"_trace":["[\"newsbot-sandbox\"]"]}}"""));
        }
    }

    public void Hear(byte[]? message)
    {
        if (IsTooFast())
        {
            connection.Close(CloseCodes.RateLimited);
            return;
        }

        if (message is null || Parse(message) is not var (op, data))
        {
            connection.Close(CloseCodes.DecodeError);
            return;
        }

        gateway.Note(connection, op, data);
        Obey(op, data);
    }

    public void Close(int code) => connection.Close(code);

    /// <summary>Carries out a fault that strikes every connection.</summary>
    public void Suffer(GatewayFault fault)
    {
        switch (fault.Kind)
        {
            case GatewayFaultKind.Close:
                connection.Close(fault.Code ?? 0);
                break;
            case GatewayFaultKind.Reconnect:
                connection.Send(Op7);
                break;
            case GatewayFaultKind.InvalidSession:
                Session = fault.Resumable ? Session : null;
                connection.Send(fault.Resumable ? """{"t":null,"s":null,"op":9,"d":true}""" : """{"t":null,"s":null,"op":9,"d":false}""");
                break;
            case GatewayFaultKind.HeartbeatNow:
                connection.Send("""{"t":null,"s":null,"op":1,"d":null}""");
                break;
            case GatewayFaultKind.DropConnection:
                connection.Cut();
                break;
            case GatewayFaultKind.Freeze:
                silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                connection.Freeze();
                break;
            case GatewayFaultKind.Send:
                connection.Send(fault.Text ?? "");
                break;
            default:
                throw new ArgumentException($"{fault.Kind} strikes no connection.", nameof(fault));
        }
    }

    public void Dispose() => silence.Dispose();

    private void Obey(int op, JsonElement? data)
    {
        switch (op)
        {
            case 1:
                Beat();
                break;
            case 2 when Session is not null:
            case 6 when Session is not null:
                connection.Close(CloseCodes.AlreadyAuthenticated);
                break;
            case 2:
                gateway.Identify(this, connection, data);
                break;
            case 6:
                gateway.Resume(this, connection, data);
                break;
            case 3 or 4 or 8 or 31 or 43 when Session is null:
                connection.Close(CloseCodes.NotAuthenticated);
                break;
            case 3 or 4 or 8 or 31 or 43:
                break; // Presence, voice, members, sounds: heard, and nothing follows here.
            default:
                connection.Close(CloseCodes.UnknownOpcode);
                break;
        }
    }

    private void Beat()
    {
        silence.Change(patience, Timeout.InfiniteTimeSpan);
        if (gateway.Draw(GatewayFaultKind.DropAcks) is null)
        {
            connection.Send("""{"t":null,"s":null,"op":11,"d":null}""");
        }
    }

    private bool IsTooFast()
    {
        if (time.GetElapsedTime(windowOpened) >= SendWindow)
        {
            (windowOpened, sent) = (time.GetTimestamp(), 0);
        }

        return ++sent > gateway.Rules.SendsAMinute;
    }

    private static (int Op, JsonElement? Data)? Parse(byte[] message)
    {
        try
        {
            var frame = JsonSerializer.Deserialize<JsonElement>(message);
            if (!ApiBody.IsUnicode(message) || frame.ValueKind != JsonValueKind.Object || !frame.TryGetProperty("op", out var op) || op.ValueKind != JsonValueKind.Number || !op.TryGetInt32(out var number))
            {
                return null;
            }

            return (number, frame.TryGetProperty("d", out var data) ? data : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
