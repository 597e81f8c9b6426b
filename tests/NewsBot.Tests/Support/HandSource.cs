using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Tests.Support;

/// <summary>A source whose records a test sets by hand; complete, if nothing else is said.</summary>
public sealed class HandSource : IContentSource
{
    public string Name { get; init; } = "hand";

    public IReadOnlyList<Record> Records { get; set; } = [];

    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    public IReadOnlyList<string> Withdrawn { get; set; } = [];

    public bool Complete { get; set; } = true;

    public Exception? Failure { get; set; }

    /// <summary>It answers nothing until the caller gives up.</summary>
    public bool Hangs { get; set; }

    public async Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct)
    {
        if (Hangs)
        {
            await new TaskCompletionSource().Task.WaitAsync(ct);
        }

        return Failure is null ? new ContentPage(Records, Refusals, null, Complete) { Withdrawn = Withdrawn } : throw Failure;
    }
}
