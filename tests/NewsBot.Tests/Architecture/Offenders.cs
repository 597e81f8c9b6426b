using Xunit;

namespace NewsBot.Tests.Architecture;

internal static class Offenders
{
    /// <summary>Fails with every offender in full, which <c>Assert.Empty</c> would cut.</summary>
    public static void AreNone(IEnumerable<string> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }
}
