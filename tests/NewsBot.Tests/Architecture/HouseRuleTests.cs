using System.Text.RegularExpressions;
using Xunit;

namespace NewsBot.Tests.Architecture;

public sealed partial class HouseRuleTests
{
    /// <summary>The most a file may have. About 120 lines are the rule of thumb.</summary>
    private const int MostLines = 400;

    private static readonly IReadOnlyList<SourceFile> Source = SourceFile.Below("src");

    private static readonly IReadOnlyList<SourceFile> All = [.. Source, .. SourceFile.Below("tests")];

    [Fact]
    public void The_files_are_found()
    {
        Assert.Contains(Source, file => file.Path == "src/Bot/Hosting/Program.cs");
        Assert.Contains(All, file => file.Path == "tests/NewsBot.Tests/Architecture/HouseRuleTests.cs");
    }

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Offenders.AreNone(All.Where(file => file.Text.TrimEnd().Split('\n').Length > MostLines).Select(file => file.Path));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Offenders.AreNone(All.SelectMany(file => LeftForLater().Matches(file.Text).Select(found => $"{file.Path}: {found.Value}")));

    [Fact]
    public void The_namespace_is_the_folder() =>
        Offenders.AreNone(Source.Where(file => file.Namespace != file.NamespaceOfFolder).Select(file => $"{file.Path}: {file.Namespace ?? "none"}, not {file.NamespaceOfFolder}"));

    // The brackets keep the pattern from finding itself.
    [GeneratedRegex(@"\bT[O]DO\b|\bF[I]XME\b|\bH[A]CK\b|\bNotImplemented[E]xception\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LeftForLater();
}
