using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>What a resume (op 6) says. Last is the number of the last event that came.</summary>
internal sealed record ResumeForm(bool HasToken, string Session, long Last)
{
    /// <returns>Null when it is no resume at all.</returns>
    public static ResumeForm? Read(JsonElement? data, string token)
        => data is { ValueKind: JsonValueKind.Object } form
            && form.TryGetProperty("session_id", out var session) && session.ValueKind == JsonValueKind.String
            && form.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number && seq.TryGetInt64(out var last)
            ? new ResumeForm(IdentifyForm.HasToken(form, token), session.GetString()!, last)
            : null;
}
