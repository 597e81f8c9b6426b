using NewsBot.Digest.Mail;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class MailCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newsbot-templates-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    public void The_projects_own_mails_have_no_problem(string language) =>
        Assert.Empty(MailCheck.Problems(SomeDigest.Compose().Letter(SomeDigest.Everything("Patrols on the Elder"), language), DigestWorld.Sender));

    [Fact]
    public void A_title_that_looks_like_a_placeholder_is_none() =>
        Assert.Empty(MailCheck.Problems(SomeDigest.Compose().Letter(SomeDigest.Everything("How to write {{ name }} and {0} []")), DigestWorld.Sender));

    [Theory]
    [InlineData("digest/weekly.sbn-html", "{{ title }}</h1>", "{{ '{{ title }}' }}</h1>", "placeholder “{{ title }}”")]
    [InlineData("digest/weekly.sbn-txt", "{{ fold title 72 \"\" }}", "[]", "placeholder “[]”")]
    [InlineData("digest/weekly.sbn-html", "lang=\"{{ language }}\" dir=\"{{ direction }}\" xmlns", "lang=\"fr\" dir=\"{{ direction }}\" xmlns", "language is “fr”")]
    [InlineData("digest/weekly.sbn-html", "dir=\"{{ direction }}\" xmlns", "dir=\"rtl\" xmlns", "written “rtl”")]
    [InlineData("digest/weekly.sbn-html", "href=\"{{ links.site }}\"", "href=\"/e/\"", "The link “/e/” is none of this edition")]
    [InlineData("digest/weekly.sbn-html", "href=\"{{ links.site }}\"", "href=\"https://elsewhere.example/\"", "“https://elsewhere.example/” is none of this edition")]
    [InlineData("digest/weekly.sbn-html", "{{ links.manage }}", "{{ links.site }}", "/m/")]
    [InlineData("digest/weekly.sbn-txt", "{{ links.unsubscribe }}", "", "is not in the text part")]
    [InlineData("partials/item.sbn-html", "alt=\"{{ it.image.alt }}\"", "", "has no alt text")]
    [InlineData("partials/facts.sbn-html", "color:#4d5966", "color:#c0c0c0", "a contrast of 1.8 : 1")]
    [InlineData("digest/weekly.sbn-html", ".dim{color:#aeb8c4!important}", "", "With dark colours: Text in #4d5966")]
    [InlineData("digest/weekly.sbn-txt", "for item in breaking; show item; end", "for item in breaking; end", "The text part lacks “Breaking: Patrols”")]
    [InlineData("digest/weekly.sbn-txt", "{{ fold sender.name 72 \"\" }}\n", "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l\n", "longer than 72")]
    [InlineData("digest/weekly.sbn-html", "</body>", "{{ for n in 1..6000 }}<p>0123456789 0123456789</p>{{ end }}</body>", "The HTML part has")]
    public void What_is_wrong_is_said(string file, string text, string instead, string said)
    {
        Copy(Repository.Path("templates"), folder);
        var path = Path.Combine(folder, file);
        var template = File.ReadAllText(path);
        Assert.Contains(text, template, StringComparison.Ordinal);
        File.WriteAllText(path, template.Replace(text, instead, StringComparison.Ordinal));
        var problems = MailCheck.Problems(SomeDigest.Compose(folder).Letter(SomeDigest.Everything("Patrols")), DigestWorld.Sender);
        Assert.Contains(problems, problem => problem.Contains(said, StringComparison.Ordinal));
    }

    internal static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
