using NewsBot.Tests.Support;

namespace NewsBot.Tests.Bot.Chat.Rich;

/// <summary>
/// Small bodies and what Discord is to be sent for them, each read by a person: <c>=== name</c>, the body, <c>---</c> (the last
/// such line), the expected text. <c>[ZW]</c> stands for the zero-width space, which cannot be seen.
/// </summary>
internal static class RichTextCases
{
    private const string Name = "=== ";

    public static IReadOnlyDictionary<string, (string Body, string Expected)> Of(string file)
    {
        var cases = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var text = File.ReadAllText(Repository.Path("tests", "NewsBot.Tests", "Bot", "Chat", "Rich", "Cases", file));
        foreach (var part in ("\n" + text).Split("\n" + Name, StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.TrimEnd('\n').Split('\n');
            var divide = Array.LastIndexOf(lines, "---");
            cases.Add(lines[0], (string.Join('\n', lines[1..divide]), string.Join('\n', lines[(divide + 1)..]).Replace("[ZW]", "\u200B", StringComparison.Ordinal)));
        }

        return cases;
    }
}
