using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace NewsBot.Digest.Pages;

/// <summary>
/// Where an older page of a list begins: right after what was last on the page before, by its instant and id. It is no number of a page, because
/// new items would move all pages, and no id alone, because that would tell where a hidden item stands.
/// </summary>
internal sealed record PageMark(DateTimeOffset At, long Id)
{
    /// <summary>The beginning of the first page.</summary>
    public static readonly PageMark Newest = new(DateTimeOffset.MaxValue, long.MaxValue);

    public bool IsNewest => this == Newest;

    /// <returns>Null: the text is no mark. No text is the first page.</returns>
    public static PageMark? Of(IQueryCollection query) =>
        query["before"] is not { Count: > 0 } asked ? Newest : TryParse(asked.ToString(), out var mark) ? mark : null;

    /// <param name="text">Unix milliseconds, a hyphen and an id, such as <c>1763888400000-42</c>.</param>
    private static bool TryParse(string text, out PageMark mark)
    {
        var parts = text.Split('-');
        var ok = parts.Length == 2
            & long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            & long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        mark = ok ? new(DateTimeOffset.FromUnixTimeMilliseconds(at), id) : new(default, 0);
        return ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}-{Id}");
}
