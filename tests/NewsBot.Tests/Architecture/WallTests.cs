using System.Xml.Linq;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Architecture;

public sealed class WallTests
{
    [Fact]
    public void Projects_reference_exactly_the_projects_they_may_know()
    {
        var references = Directory.EnumerateFiles(Repository.Path("src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => XDocument.Load(path).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal));

        Assert.Equal(Lines(Walls.Projects), Lines(references));

        static IEnumerable<string> Lines<T>(Dictionary<string, T> projects)
            where T : IEnumerable<string> =>
            projects.Select(project => $"{project.Key} -> {string.Join(", ", project.Value)}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void No_room_knows_a_room_it_must_not_know() => Offenders.AreNone(SourceFile.Below("src").SelectMany(Walls.Broken));

    [Fact]
    public void Every_room_of_a_walled_project_has_its_line_in_the_table()
    {
        var rooms = SourceFile.Below("src").Where(file => file.Room.Length > 0 && Walls.Rooms.ContainsKey(file.Project));

        Offenders.AreNone(rooms.Where(file => !Walls.Rooms[file.Project].ContainsKey(file.Room)).Select(file => file.Path));
    }

    [Fact]
    public void Interfaces_are_the_foreign_wires_and_nothing_else()
    {
        var interfaces = SourceFile.Below("src").SelectMany(file => file.InterfacesDeclared).Order(StringComparer.Ordinal);

        Assert.Equal(Walls.Interfaces, interfaces);
    }

    [Theory]
    [InlineData("src/Newsroom/Store/X.cs", "using NewsBot.Newsroom.Items;", "Newsroom/Store must not know Newsroom/Items")]
    [InlineData("src/Newsroom/Deliveries/X.cs", "using static NewsBot.Newsroom.Sources.Folder.Y;", "must not know Newsroom/Sources")]
    [InlineData("src/Digest/Subscribers/X.cs", "class X { NewsBot.Digest.Mail.Templates? y; }", "must not know Digest/Mail")]
    [InlineData("src/Bot/Chat/X.cs", "using NewsBot.Bot.Hosting.Cli;", "must not know Bot/Hosting")]
    [InlineData("src/Bot/Chat/X.cs", "using NewsBot.Sandbox.LocalDiscord;", "only Bot/Hosting starts the sandbox")]
    [InlineData("src/Digest/Mail/X.cs", "using Scriban.Runtime;", "Scriban is only for src/Digest/Mail/Templates.cs")]
    [InlineData("src/Bot/Chat/X.cs", "using MimeText = MimeKit.TextPart;", "MimeKit is only for")]
    [InlineData("src/Bot/Commands/X.cs", "using Quartz;", "Quartz is only for")]
    public void An_arrow_that_turns_round_is_seen(string path, string code, string complaint) =>
        Assert.Contains(complaint, Assert.Single(Walls.Broken(new SourceFile(path, code))), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/Newsroom/Sources/Folder/X.cs", "using NewsBot.Newsroom.Items;")]
    [InlineData("src/Newsroom/Store/X.cs", "namespace NewsBot.Newsroom.Store;\nusing Dapper;")]
    [InlineData("src/Newsroom/Store/X.cs", "// unlike NewsBot.Newsroom.Items")]
    [InlineData("src/Newsroom/Telemetry.cs", "using NewsBot.Newsroom.Deliveries;")]
    [InlineData("src/Bot/Hosting/Cli/X.cs", "using NewsBot.Sandbox;\nusing NewsBot.Bot.Chat;")]
    [InlineData("src/Bot/Chat/X.cs", "using QuartzClock;")]
    public void An_arrow_that_may_be_is_let_through(string path, string code) => Assert.Empty(Walls.Broken(new SourceFile(path, code)));
}
