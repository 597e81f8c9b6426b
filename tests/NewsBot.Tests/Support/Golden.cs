using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Xunit;

namespace NewsBot.Tests.Support;

/// <summary>
/// Compares what leaves the house with a file under <c>Golden/</c>, to the character. UPDATE_GOLDEN=1 writes the files
/// anew: then read the diff of the commit.
/// </summary>
internal static class Golden
{
    private const int MostLines = 60;

    public static void Matches(string name, string actual)
    {
        var path = Repository.Path("tests", "NewsBot.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        if (!File.Exists(path))
            Assert.Fail($"There is no golden file {path}. Run the test with UPDATE_GOLDEN=1, read what it wrote, and commit it.");
        var expected = File.ReadAllText(path);
        if (expected != actual)
            Assert.Fail($"{name} differs from its golden file (- expected, + actual). If the change is wanted, run with UPDATE_GOLDEN=1.{Environment.NewLine}{Difference(expected, actual)}");
    }

    private static string Difference(string expected, string actual)
    {
        var lines = InlineDiffBuilder.Diff(expected, actual).Lines;
        var changed = lines.Where(line => line.Type is not ChangeType.Unchanged).ToList();
        if (changed.Count == 0)
            return "Only line ends or the end of the file differ.";
        var text = new StringBuilder();
        foreach (var line in changed.Take(MostLines))
            text.Append(line.Type == ChangeType.Deleted ? "- " : "+ ").AppendLine(line.Text);
        return changed.Count > MostLines ? text.Append("… and ").Append(changed.Count - MostLines).AppendLine(" more").ToString() : text.ToString();
    }
}
