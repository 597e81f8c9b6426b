using Xunit;

namespace NewsBot.Tests.Support;

/// <summary>Tests that start programs, or count on many small waits being short: they run one after another when the others are done.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
