using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Sources;

namespace NewsBot.Tests.Support;

/// <summary>A source whose records a test sets by hand; complete, if nothing else is said.</summary>
public sealed class HandSource : IContentSource
{
    public string Name => "hand";

    public IReadOnlyList<Record> Records { get; set; } = [];

    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    public IReadOnlyList<string> Withdrawn { get; set; } = [];

    public bool Complete { get; set; } = true;

    public Exception? Failure { get; set; }

    public Task<ContentPage> ReadAsync(string? cursor, CancellationToken ct) =>
        Failure is null ? Task.FromResult(new ContentPage(Records, Refusals, null, Complete) { Withdrawn = Withdrawn }) : Task.FromException<ContentPage>(Failure);
}
