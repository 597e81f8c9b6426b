using NewsBot.Discord.Model;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Text that stands between Discord's backticks, where a backslash protects nothing.</summary>
internal static class CodeText
{
    private const string ZeroWidthSpace = "\u200B";

    public static string Line(string code) => Inert(string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Lines without the empty ones round them.</summary>
    public static string Lines(string code) => Inert(code.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal))
        .Replace("```", $"`{ZeroWidthSpace}`{ZeroWidthSpace}`", StringComparison.Ordinal)
        .TrimEnd().TrimStart('\n');

    // Whether the server looks for mentions in code is written nowhere.
    private static string Inert(string code) => Markdown.Clean(code)
        .Replace("@everyone", $"@{ZeroWidthSpace}everyone", StringComparison.OrdinalIgnoreCase)
        .Replace("@here", $"@{ZeroWidthSpace}here", StringComparison.OrdinalIgnoreCase)
        .Replace("<@", $"<{ZeroWidthSpace}@", StringComparison.Ordinal);
}
