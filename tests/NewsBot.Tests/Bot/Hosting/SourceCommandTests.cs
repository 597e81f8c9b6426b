using NewsBot.Bot.Hosting.Cli;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

public sealed class SourceCommandTests
{
    [Theory]
    [InlineData("read a.html --kind page --base https://news.example.org/topics --selectors s.json --zone Europe/Lisbon --now 2026-11-24T09:00:00+01:00")]
    [InlineData("read a.xml --kind feed --base http://news.example.org --content-type text/xml --allow-host intranet.example.org")]
    [InlineData("read --list many.tsv --kind markdown")]
    public void What_the_manual_says_can_be_typed(string line) => Assert.Empty(SourceCommand.Create().Parse(line).Errors);

    [Theory]
    [InlineData("read a.html --kind page --base news.example.org", "--base: \"news.example.org\" is no http(s) address")]
    [InlineData("read a.html --kind page --base file:///etc/", "--base: ")]
    [InlineData("read a.html --kind page --list many.tsv", "Name either")]
    [InlineData("read a.html --kind pages", "pages")]
    [InlineData("read a.html --kind page --zone Mars", "--zone: \"Mars\"")]
    public void What_cannot_be_meant_is_named(string line, string says) =>
        Assert.Contains(SourceCommand.Create().Parse(line).Errors, error => error.Message.Contains(says, StringComparison.Ordinal));
}
