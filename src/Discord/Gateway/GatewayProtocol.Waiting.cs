using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NewsBot.Discord.Gateway;

/// <content>Timers, the look-up, and addresses.</content>
internal static partial class GatewayProtocol
{
    /// <summary>Far longer than any address of Discord's.</summary>
    private const int MostUrlLength = 512;

    private static void OnTimer(Next step, GatewayTimer timer)
    {
        var state = step.State;
        switch (timer)
        {
            case GatewayTimer.Reconnect when state.Phase == GatewayPhase.Waiting:
                if (state.Session is { } session && state is { FailedResumes: < MostFailedResumes, Unreached: < MostFailedResumes })
                    step.Connect(session.Url);
                else
                    step.LookUp();
                break;
            case GatewayTimer.Deadline when Missing(state.Phase) is { } missing:
                step.Again(missing, closeWith: state.Phase == GatewayPhase.Connecting ? null : CloseCode.KeepSession);
                break;
            case GatewayTimer.Heartbeat when IsConnected(state.Phase) && state.AckPending:
                step.Again("Discord did not acknowledge a heartbeat, so the connection was dead.", CloseCode.KeepSession);
                break;
            case GatewayTimer.Heartbeat when IsConnected(state.Phase):
                step.State = state with { AckPending = true };
                step.Do(new GatewayAction.SendHeartbeat(state.Seq));
                step.Do(new GatewayAction.StartTimer(GatewayTimer.Heartbeat, state.Interval, state.Interval));
                break;
            case GatewayTimer.Quiet when state.Phase == GatewayPhase.Ready:
                step.State = state with { Failures = 0, Identifies = 0 };
                break;
        }
    }

    private static string? Missing(GatewayPhase phase) => phase switch
    {
        GatewayPhase.Connecting => $"The gateway could not be reached within {ConnectTimeout.TotalSeconds:0} s.",
        GatewayPhase.AwaitingHello => $"Discord did not say Hello within {HelloTimeout.TotalSeconds:0} s.",
        GatewayPhase.AwaitingBudget => $"The record of identifies did not answer within {BudgetTimeout.TotalSeconds:0} s.",
        GatewayPhase.Identifying => $"Discord did not begin the session within {ReadyTimeout.TotalSeconds:0} s.",
        GatewayPhase.Resuming => $"Discord did not resume the session within {ReadyTimeout.TotalSeconds:0} s.",
        _ => null,
    };

    private static void OnFound(Next step, GatewayInput.Found found)
    {
        if (UrlOf(found.Url) is not { } url)
        {
            step.Again("Discord named a gateway address that is not wss://, so nothing was sent there.", closeWith: null);
            return;
        }
        if (found.Remaining < LeastSessionsLeft)
        {
            var wait = TimeSpan.FromTicks(Math.Clamp(found.ResetAfter.Ticks, ShortestReset.Ticks, LongestReset.Ticks));
            step.Postpone($"Only {found.Remaining} session starts are left today, and Discord resets the token when they are spent; the next try is in {wait.TotalMinutes:0} min.", wait, closeWith: null);
            return;
        }
        if (step.State is { Session: { } session, FailedResumes: < MostFailedResumes, Unreached: MostFailedResumes })
        {
            step.Connect(session.Url); // the network was the trouble, and it is back
            return;
        }
        step.State = step.State with { Session = null, Seq = null, FailedResumes = 0, Unreached = 0 };
        step.Connect(url);
    }

    private static void OnNotFound(Next step, GatewayInput.NotFound notFound)
    {
        // Discord cannot be reached at all, so the failed tries prove nothing against the session.
        step.State = step.State with
        {
            FailedResumes = Math.Min(step.State.FailedResumes, MostFailedResumes - 1),
            Unreached = Math.Min(step.State.Unreached, MostFailedResumes - 1),
        };
        if (notFound.Final)
            step.Fail(notFound.Reason);
        else if (notFound.After is { } after)
            step.Postpone(notFound.Reason, after, closeWith: null);
        else
            step.Again(notFound.Reason, closeWith: null);
    }

    /// <summary>The session that READY begins; null, and the next connection identifies, if it cannot be resumed.</summary>
    private static GatewaySession? SessionOf(JsonElement ready, Uri? connectedTo) =>
        Read(ready, GatewayJson.Default.SessionBody) is { SessionId: { Length: > 0 } id } body
            && (UrlOf(body.ResumeGatewayUrl) ?? connectedTo) is { } url
            ? new GatewaySession(id, url)
            : null;

    /// <returns>The address with version and encoding; null if the token must not go there.</returns>
    private static Uri? UrlOf(string? text)
    {
        if (text is not { Length: > 0 and <= MostUrlLength } || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeWss || (url.Scheme == Uri.UriSchemeWs && url.IsLoopback)))
        {
            return null;
        }
        return new UriBuilder(url) { Query = "v=10&encoding=json", Fragment = "", UserName = "", Password = "" }.Uri;
    }

    private static T? Read<T>(JsonElement data, JsonTypeInfo<T> type)
        where T : class
    {
        if (data.ValueKind != JsonValueKind.Object)
            return null;
        try
        {
            return data.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
