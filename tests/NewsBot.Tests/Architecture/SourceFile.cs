using System.Text.RegularExpressions;
using NewsBot.Tests.Support;

namespace NewsBot.Tests.Architecture;

/// <summary>One C# file of the checkout, read as text.</summary>
/// <param name="Path">From the root of the checkout, with slashes: <c>src/Digest/Mail/Templates.cs</c>.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    private const int Patience = 10_000;

    private string[] Parts { get; } = Path.Split('/');

    /// <summary>The project's folder.</summary>
    public string Project => Parts[1];

    /// <summary>The folder right below the project's, or an empty string for a file beside the project file.</summary>
    public string Room => Parts.Length > 3 ? Parts[2] : "";

    /// <summary>The namespace that the folder asks for.</summary>
    public string NamespaceOfFolder => string.Join('.', Parts[1..^1].Prepend("NewsBot"));

    /// <summary>The namespace that the file declares, or null.</summary>
    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } found ? found.Groups["name"].Value : null;

    /// <summary>The text without comment lines.</summary>
    public string Code => string.Join('\n', Text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    /// <summary>Rooms that the code names, by <c>using</c> or in full, as (project, room); the room is empty where only a project is named.</summary>
    public IEnumerable<(string Project, string Room)> RoomsUsed =>
        RoomName().Matches(Code)
            .Where(found => !found.Value.StartsWith("namespace", StringComparison.Ordinal))
            .Select(found => (found.Groups["project"].Value, found.Groups["room"].Value))
            .Distinct();

    public IEnumerable<string> InterfacesDeclared => Interface().Matches(Code).Select(found => found.Groups["name"].Value);

    /// <summary>True when a <c>using</c> opens <paramref name="package"/> or a namespace below it.</summary>
    public bool Opens(string package) => Using().Matches(Code).Any(found => found.Groups["name"].Value == package);

    /// <summary>Every C# file below a folder of the checkout, but for what a build made.</summary>
    public static IReadOnlyList<SourceFile> Below(string folder)
    {
        var root = Repository.Path();
        return
        [
            .. Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
                .Select(path => System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Intersect(["bin", "obj"]).Any())
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(root, path)))),
        ];
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", Options, Patience)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^\s*(\w+ )*interface (?<name>\w+)", Options, Patience)]
    private static partial Regex Interface();

    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?(?<name>\w+)[.;]", Options, Patience)]
    private static partial Regex Using();

    [GeneratedRegex(@"(\bnamespace )?\bNewsBot\.(?<project>\w+)(\.(?<room>\w+))?", Options, Patience)]
    private static partial Regex RoomName();
}
