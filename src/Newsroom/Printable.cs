namespace NewsBot.Newsroom;

/// <summary>Text from outside, fit for a terminal or a log: one line, no control characters, bounded.</summary>
public static class Printable
{
    /// <summary>Longer text is cut: a log line is not the place to read it.</summary>
    private const int Most = 1_000;

    public static string Of(string text) =>
        string.Concat(text.Take(Most).Select(character => char.IsControl(character) ? '·' : character)) + (text.Length > Most ? "…" : "");
}
