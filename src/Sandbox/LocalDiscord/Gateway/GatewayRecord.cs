using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>What clients did, for tests to ask about. Guarded by the gateway's lock.</summary>
internal sealed class GatewayRecord(TimeProvider time)
{
    /// <summary>Enough for a day of heartbeats; the oldest are forgotten first.</summary>
    private const int MaxFrames = 20_000;

    /// <summary>More connections than a day of random faults makes; the oldest are forgotten first.</summary>
    private const int MaxVisits = 10_000;

    private readonly Queue<ClientFrame> frames = new();
    private readonly SortedDictionary<int, GatewayVisit> visits = [];
    private int last;

    public IReadOnlyList<ClientFrame> Frames => [.. frames];

    public IReadOnlyList<GatewayVisit> Visits => [.. visits.Values];

    public int Open(bool byResumeUrl)
    {
        visits[++last] = new GatewayVisit(last, time.GetUtcNow(), byResumeUrl);
        visits.Remove(last - MaxVisits);
        return last;
    }

    public void Change(int number, Func<GatewayVisit, GatewayVisit> change)
    {
        if (visits.TryGetValue(number, out var visit))
        {
            visits[number] = change(visit);
        }
    }

    public void End(int number, int? clientCode, int? serverCode)
        => Change(number, visit => visit with { Ended = time.GetUtcNow(), ClientCode = clientCode, ServerCode = serverCode });

    public void Add(int connection, int op, JsonElement? data)
    {
        frames.Enqueue(new ClientFrame(time.GetUtcNow(), connection, op, Blanked(data)));
        if (frames.Count > MaxFrames)
        {
            frames.Dequeue();
        }
    }

    private static JsonElement? Blanked(JsonElement? data)
    {
        if (data is not { ValueKind: JsonValueKind.Object } form || !form.TryGetProperty("token", out _))
        {
            return data;
        }

        var copy = JsonObject.Create(form)!;
        copy["token"] = "";
        return JsonSerializer.SerializeToElement(copy);
    }
}
