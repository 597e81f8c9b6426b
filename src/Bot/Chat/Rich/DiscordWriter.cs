using NewsBot.Discord.Model;

namespace NewsBot.Bot.Chat.Rich;

/// <summary>Pure: chunks become Discord's Markdown, all of them or as many as there is room for.</summary>
internal static class DiscordWriter
{
    private const string Ellipsis = "…";

    /// <summary>The ellipsis, and the space or line end before it.</summary>
    private const int EllipsisRoom = 2;

    // As in Limits.Cut: going back to the last word may give up no more than this part of the room, so that a text without
    // spaces (Chinese, one endless word) does not shrink to nothing.
    private const int WordBoundaryShare = 5;

    public static string Write(IReadOnlyList<Chunk> chunks)
    {
        var pen = new Pen();
        foreach (var chunk in chunks)
        {
            Start(pen, chunk);
            Put(pen, chunk);
        }

        return pen.ToString();
    }

    /// <summary>Tokens without a margin, in one line.</summary>
    public static string Line(IReadOnlyList<Token> tokens)
    {
        var pen = new Pen();
        for (var index = 0; index < tokens.Count; index++)
        {
            pen.Put(tokens, index, "");
        }

        pen.Close();
        return pen.ToString();
    }

    /// <summary>As much as fits into <paramref name="limit"/> code points with an ellipsis; empty when that is nothing.</summary>
    public static string Cut(IReadOnlyList<Chunk> chunks, int limit)
    {
        var room = limit - EllipsisRoom;
        var pen = new Pen();
        var starts = new Stack<(Pen.State State, Chunk Chunk)>();
        foreach (var chunk in chunks)
        {
            starts.Push((pen.Save(), chunk));
            if (!Fits(pen, chunk, room, limit))
            {
                if (pen.Save().Position > starts.Peek().State.Position)
                {
                    return pen + AfterWord(pen);
                }

                starts.Pop();
                break;
            }
        }

        // A heading over nothing announces what is not there.
        while (starts.TryPeek(out var last) && last.Chunk.LeadsOn)
        {
            pen.Restore(last.State);
            starts.Pop();
        }

        return starts.Count == 0 ? "" : pen + (starts.Peek().Chunk.Whole ? $"\n{Ellipsis}" : AfterWord(pen));
    }

    /// <returns>False: it was cut, or it is not there at all.</returns>
    private static bool Fits(Pen pen, Chunk chunk, int room, int limit)
    {
        var start = pen.Save();
        Start(pen, chunk);
        for (var index = 0; index < chunk.Tokens.Count; index++)
        {
            var before = pen.Save();
            pen.Put(chunk.Tokens, index, chunk.Margin);
            if (pen.Length <= room)
            {
                continue;
            }

            pen.Restore(before);
            if (chunk.Whole || (!Tear(pen, chunk, index, room, limit) && index == 0))
            {
                pen.Restore(start);
            }

            pen.Close();
            return false;
        }

        pen.Close();
        return true;
    }

    // Only where stopping at the word before would waste a good part of the room.
    private static bool Tear(Pen pen, Chunk chunk, int index, int room, int limit)
    {
        var token = chunk.Tokens[index];
        if (token.Kind != TokenKind.Word || room - pen.Length <= limit / WordBoundaryShare)
        {
            return false;
        }

        var before = pen.Save();
        var torn = chunk.Tokens.ToList();
        for (var kept = room - pen.Length; kept > 1; kept--)
        {
            if (Limits.Cut(token.Text, kept + Ellipsis.Length) is not { Length: > 1 } text || !text.EndsWith(Ellipsis, StringComparison.Ordinal))
            {
                continue;
            }

            torn[index] = token with { Text = text[..^Ellipsis.Length] };
            pen.Put(torn, index, chunk.Margin);
            if (pen.Length <= room)
            {
                return true;
            }

            pen.Restore(before);
        }

        return false;
    }

    private static void Start(Pen pen, Chunk chunk)
    {
        pen.Raw(pen.IsEmpty ? "" : chunk.Gap);
        pen.Raw(chunk.Lead);
    }

    private static void Put(Pen pen, Chunk chunk)
    {
        for (var index = 0; index < chunk.Tokens.Count; index++)
        {
            pen.Put(chunk.Tokens, index, chunk.Margin);
        }

        pen.Close();
    }

    // Directly after an address it would become part of it; after a full stop it would look like a slip.
    private static string AfterWord(Pen pen) => pen.EndsInAddress || char.IsPunctuation(pen.Last) && pen.Last is not ('*' or '_' or ')' or '`') ? $" {Ellipsis}" : Ellipsis;
}
