using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>
/// The <c>custom_id</c> of a button, select or form: <c>v1:name:owner:until:argument…</c>. It is seen by everybody, outlives
/// restarts and proves nothing: whoever uses it is checked every time.
/// </summary>
/// <param name="Name">Of the action; lower-case letters and hyphens.</param>
/// <param name="Owner">Who alone may use it; null: whoever the action admits.</param>
/// <param name="Until">When it stops working, to the second; null: never.</param>
/// <param name="Arguments">Without colons. All together is at most <see cref="Limits.CustomId"/> characters.</param>
internal sealed record ActionId(string Name, Snowflake? Owner, DateTimeOffset? Until, params IReadOnlyList<string> Arguments)
{
    private const string Version = "v1";

    private const int Fixed = 4;

    /// <summary>An argument that is a number; null when there is none.</summary>
    public long? Number(int at) =>
        at < Arguments.Count && long.TryParse(Arguments[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public override string ToString()
    {
        var owner = Owner?.ToString() ?? "0";
        var until = (Until?.ToUnixTimeSeconds() ?? 0).ToString(CultureInfo.InvariantCulture);
        var text = string.Join(':', [Version, Name, owner, until, .. Arguments]);
        return text.Length <= Limits.CustomId && Arguments.All(argument => !argument.Contains(':', StringComparison.Ordinal))
            ? text
            : throw new InvalidOperationException($"The action {Name} has arguments that do not fit a custom_id of {Limits.CustomId} characters.");
    }

    /// <returns>False: it is none of ours, or of another version.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ActionId? id)
    {
        id = null;
        var parts = text.Split(':');
        if (text.Length > Limits.CustomId || parts.Length < Fixed || parts[0] != Version || parts[1].Length == 0
            || !Snowflake.TryParse(parts[2], out var owner)
            || !uint.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var until))
        {
            return false;
        }

        id = new(parts[1], owner.Value == 0 ? null : owner, until == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(until), parts[Fixed..]);
        return true;
    }
}
