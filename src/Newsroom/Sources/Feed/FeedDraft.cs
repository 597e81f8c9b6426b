using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Feed;

/// <summary>One item as its dialect gives it; what is missing is null, blank texts included.</summary>
internal sealed record FeedDraft
{
    public string? Id { get; init; }

    /// <summary>Absolute http(s) address.</summary>
    public string? Link { get; init; }

    /// <summary>Plain text.</summary>
    public string? Title { get; init; }

    /// <summary>Plain text.</summary>
    public string? Summary { get; init; }

    /// <summary>Sanitised HTML.</summary>
    public string? Body { get; init; }

    public Picture? Image { get; init; }

    public string? Author { get; init; }

    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public IEnumerable<string> Categories { get; init; } = [];

    /// <summary>The first text that has anything to see in it, in one line.</summary>
    public static string? Line(params IEnumerable<string?> texts) =>
        texts.Select(text => text is null ? null : PlainText.Line(text)).FirstOrDefault(text => text is not null && PlainText.IsVisible(text));
}
