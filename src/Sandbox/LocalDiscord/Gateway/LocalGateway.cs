using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Sandbox.Faults;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>The WebSocket side of the local Discord: sessions, events, and what goes wrong with them. Thread-safe.</summary>
/// <remarks>Locks are taken in one order: the guild's, then this one. Nothing is awaited and nothing of the guild is asked under it.</remarks>
public sealed partial class LocalGateway
{
    /// <summary>Sessions that may stand at once, lost ones included: far above what one bot has. The oldest is forgotten.</summary>
    private const int MaxSessions = 100;

    private readonly Lock gate = new();
    private readonly Signal changed = new();
    private readonly Discord discord;
    private readonly TimeProvider time;
    private readonly string token;
    private readonly GatewayRecord record;
    private readonly IdentifyBudget budget;
    private readonly Dictionary<string, GatewaySession> sessions = [];
    private readonly List<GatewayDialogue> dialogues = [];

    internal LocalGateway(SandboxOptions options, Discord discord, TimeProvider time)
    {
        this.discord = discord;
        this.time = time;
        token = options.Token;
        Rules = options.Gateway;
        record = new GatewayRecord(time);
        budget = new IdentifyBudget(Rules, time);
    }

    /// <summary>Rules that wait to strike; acts are never listed. <see cref="Play"/> adds to them.</summary>
    public FaultBook<GatewayFault> Faults { get; } = new();

    /// <summary>The last 20,000 events that clients sent, oldest first, without tokens.</summary>
    public IReadOnlyList<ClientFrame> Frames
    {
        get
        {
            lock (gate)
            {
                return record.Frames;
            }
        }
    }

    /// <summary>The last 10,000 connections, oldest first.</summary>
    public IReadOnlyList<GatewayVisit> Visits
    {
        get
        {
            lock (gate)
            {
                return record.Visits;
            }
        }
    }

    /// <summary>Sessions that have a connection now.</summary>
    public int Sessions
    {
        get
        {
            lock (gate)
            {
                return sessions.Values.Count(session => session.Connection is not null);
            }
        }
    }

    /// <summary>Identifies left today; GET /gateway/bot says the same.</summary>
    public int IdentifiesLeft
    {
        get
        {
            lock (gate)
            {
                return budget.Left;
            }
        }
    }

    /// <summary>The day's identifies were overdrawn: the token opens no door any more, until <c>identifiesLeft</c> says otherwise.</summary>
    public bool TokenWasReset
    {
        get
        {
            lock (gate)
            {
                return budget.Overdrawn;
            }
        }
    }

    internal GatewayRules Rules { get; }

    /// <summary>Where clients connect; known when the server listens.</summary>
    internal Uri Url { get; set; } = new("ws://127.0.0.1/gateway");

    /// <summary>Sends an event to every session that wants it; it is numbered, and kept for those that are away.</summary>
    /// <param name="type">Such as <c>INTERACTION_CREATE</c>.</param>
    /// <param name="data">What stands in d. An event that names a guild_id reaches only the shard of the guild.</param>
    public void Dispatch(string type, JsonObject data)
    {
        var json = data.ToJsonString();
        var guild = data.ContainsKey("guild_id") || type.StartsWith("GUILD_", StringComparison.Ordinal);
        if (data.ContainsKey("guild_id") && !discord.IsReachable)
        {
            return;
        }

        lock (gate)
        {
            ForgetOldSessions();
            foreach (var session in sessions.Values.Where(session => session.Wants(type) && (guild ? HasGuild(session) : session.Shard.Id == 0)))
            {
                Deliver(session, type, json);
            }
        }
    }

    /// <summary>Waits until so many sessions are connected.</summary>
    public Task WaitForSessionsAsync(int count, CancellationToken ct) => changed.UntilAsync(() => Sessions == count ? this : null, ct);

    /// <summary>Waits for a connection that is as wanted, for example ended with a code.</summary>
    public Task<GatewayVisit> WaitForVisitAsync(Func<GatewayVisit, bool> wanted, CancellationToken ct)
        => changed.UntilAsync(() => Visits.FirstOrDefault(wanted), ct);

    /// <summary>Waits until a client has sent such an event.</summary>
    public Task<ClientFrame> WaitForFrameAsync(Func<ClientFrame, bool> wanted, CancellationToken ct)
        => changed.UntilAsync(() => Frames.FirstOrDefault(wanted), ct);

    /// <summary>What GET /gateway/bot answers.</summary>
    internal JsonObject Describe()
    {
        lock (gate)
        {
            return new JsonObject
            {
                ["url"] = Url.AbsoluteUri,
                ["shards"] = 1,
                ["session_start_limit"] = new JsonObject
                {
                    ["total"] = Rules.Identifies,
                    ["remaining"] = budget.Left,
                    ["reset_after"] = (long)budget.ResetsAfter.TotalMilliseconds,
                    ["max_concurrency"] = 1,
                },
            };
        }
    }

    internal GatewayFault? Draw(GatewayFaultKind kind) => Faults.Draw(rule => rule.Kind == kind);

    /// <summary>Serves one connection to its end.</summary>
    internal async Task ServeAsync(Stream wire, bool byResumeUrl, string? version, string? encoding, CancellationToken stopping)
    {
        int number;
        lock (gate)
        {
            number = record.Open(byResumeUrl);
        }

        using var connection = new GatewayConnection(wire, number, stopping);
        using var dialogue = new GatewayDialogue(this, connection, time);
        lock (gate)
        {
            dialogues.Add(dialogue);
        }

        changed.Pulse();
        try
        {
            dialogue.Begin(version, encoding);
            await connection.RunAsync(dialogue.Hear);
        }
        finally
        {
            lock (gate)
            {
                dialogues.Remove(dialogue);
                record.End(number, connection.ClientCode, connection.ServerCode);
                Detach(dialogue, connection);
            }

            changed.Pulse();
        }
    }

    internal void Note(GatewayConnection connection, int op, JsonElement? data)
    {
        lock (gate)
        {
            record.Add(connection.Number, op, data);
        }

        changed.Pulse();
    }

    internal void Identify(GatewayDialogue dialogue, GatewayConnection connection, JsonElement? data)
    {
        if (Draw(GatewayFaultKind.CloseIdentify) is { } fault)
        {
            connection.Close(fault.Code ?? 0);
            return;
        }

        var form = IdentifyForm.Read(data, token, Rules.Disallowed);
        // The guild must not change between READY, GUILD_CREATE and the first event.
        discord.Atomically(() =>
        {
            lock (gate)
            {
                if (Refuse(form) is { } code)
                {
                    connection.Close(code);
                }
                else if (!budget.TakeTurn())
                {
                    connection.Send(Invalid(resumable: false));
                }
                else if (budget.Spend())
                {
                    Begin(dialogue, connection, form);
                }
                else
                {
                    ResetToken();
                }
            }
        });
        changed.Pulse();
    }

    internal void Resume(GatewayDialogue dialogue, GatewayConnection connection, JsonElement? data)
    {
        if (Draw(GatewayFaultKind.CloseResume) is { } fault)
        {
            connection.Close(fault.Code ?? 0);
            return;
        }

        lock (gate)
        {
            if (ResumeForm.Read(data, token) is not { } form)
            {
                connection.Close(CloseCodes.DecodeError);
            }
            else if (!form.HasToken || budget.Overdrawn)
            {
                connection.Close(CloseCodes.AuthenticationFailed);
            }
            else
            {
                Resume(dialogue, connection, form);
            }
        }

        changed.Pulse();
    }

    private static string Invalid(bool resumable) => $$"""{"t":null,"s":null,"op":9,"d":{{(resumable ? "true" : "false")}}}""";

    private int? Refuse(IdentifyForm form) => budget.Overdrawn ? CloseCodes.AuthenticationFailed : form.Refused;

    private void Begin(GatewayDialogue dialogue, GatewayConnection connection, IdentifyForm form)
    {
        ForgetOldSessions();
        if (sessions.Count == MaxSessions)
        {
            End(sessions.Values.MinBy(session => session.LostAt)!);
        }

        var session = new GatewaySession(Guid.NewGuid().ToString("N"), form.Intents, form.Shard, Rules);
        sessions[session.Id] = session;
        Attach(dialogue, connection, session, resumed: false);
        Deliver(session, "READY", GatewayEvents.Ready(discord, this, session, HasGuild(session)).ToJsonString());
        if (HasGuild(session) && discord.IsReachable && session.Wants("GUILD_CREATE"))
        {
            Deliver(session, "GUILD_CREATE", GatewayEvents.GuildCreate(discord, Rules).ToJsonString());
        }
    }

    private void Resume(GatewayDialogue dialogue, GatewayConnection connection, ResumeForm form)
    {
        ForgetOldSessions();
        var session = sessions.GetValueOrDefault(form.Session);
        if (session is not null && Draw(GatewayFaultKind.RefuseResume) is not null)
        {
            End(session);
            session = null;
        }

        if (session is null)
        {
            connection.Send(Invalid(resumable: false));
        }
        else if (form.Last > session.Last)
        {
            End(session);
            connection.Close(CloseCodes.InvalidSequence);
        }
        else if (session.Missed(form.Last) is { } missed)
        {
            session.Connection?.Close(CloseCodes.UnknownError); // A session has one connection, the newest.
            Attach(dialogue, connection, session, resumed: true);
            foreach (var frame in missed)
            {
                connection.Send(frame);
            }

            connection.Send(session.Number("RESUMED", """{"_trace":["[\"newsbot-sandbox\"]"]}"""));
        }
        else
        {
            End(session);
            connection.Send(Invalid(resumable: false));
        }
    }

    private void Attach(GatewayDialogue dialogue, GatewayConnection connection, GatewaySession session, bool resumed)
    {
        session.Connection = connection;
        dialogue.Session = session;
        record.Change(connection.Number, visit => visit with { Session = session.Id, Resumed = resumed });
    }

    /// <summary>A connection is over. Its session stays for a while, unless the client said goodbye (1000 or 1001).</summary>
    private void Detach(GatewayDialogue dialogue, GatewayConnection connection)
    {
        if (dialogue.Session is not { } session || session.Connection != connection)
        {
            return;
        }

        session.Connection = null;
        session.LostAt = time.GetTimestamp();
        if (connection.ClientCode is 1000 or 1001)
        {
            End(session);
        }
    }

    private void Deliver(GatewaySession session, string type, string json)
    {
        var frame = session.Number(type, json);
        if (session.Connection is not { } connection || Draw(GatewayFaultKind.LoseEvents) is not null)
        {
            return;
        }

        var fragment = Draw(GatewayFaultKind.Fragment) is not null;
        connection.Send(frame, fragment);
        if (Draw(GatewayFaultKind.DuplicateEvents) is not null)
        {
            connection.Send(frame, fragment);
        }
    }

    private bool HasGuild(GatewaySession session) => (int)((discord.GuildId >> 22) % (ulong)session.Shard.Count) == session.Shard.Id;

    private void ForgetOldSessions()
    {
        foreach (var session in sessions.Values.Where(session => session.Connection is null && time.GetElapsedTime(session.LostAt) > Rules.SessionLife).ToList())
        {
            End(session);
        }
    }

    private void End(GatewaySession session)
    {
        sessions.Remove(session.Id);
        foreach (var dialogue in dialogues.Where(dialogue => dialogue.Session == session))
        {
            dialogue.Session = null;
        }
    }

    private void ResetToken()
    {
        foreach (var session in sessions.Values.ToList())
        {
            session.Connection?.Close(CloseCodes.AuthenticationFailed);
            End(session);
        }

        foreach (var dialogue in dialogues)
        {
            dialogue.Close(CloseCodes.AuthenticationFailed);
        }
    }
}
