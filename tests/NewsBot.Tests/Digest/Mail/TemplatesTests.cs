using NewsBot.Digest.Mail;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class TemplatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newsbot-templates-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("{{ title }}")]
    [InlineData("{{ title | string.upcase }}")]
    [InlineData("{{ for t in list }}{{ t }}{{ end }}")]
    [InlineData("{{ 'x' + title }}")]
    [InlineData("{{ partial \"raw\" title }}")]
    [InlineData("{{ partial \"raw\" (partial \"raw\" title) }}")]
    [InlineData("{{ 'x' + (partial \"raw\" title) }}")]
    [InlineData("{{ capture c }}{{ title }}{{ end }}{{ c }}")]
    [InlineData("{{ func f(x); ret x; end }}{{ f title }}")]
    [InlineData("{{ title | array.add_range [title] }}")]
    [InlineData("{{ object.to_json list }}")]
    public void No_value_reaches_html_as_markup(string template)
    {
        Write("page.sbn-html", template);
        Write("partials/raw.sbn-html", "<b>{{ it }}</b>");
        var html = new Templates(folder).RenderHtml("page", new Hostile("<script>'\"&", ["<script>'\"&"]));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_value_cannot_leave_a_quoted_attribute()
    {
        Write("page.sbn-html", "<a href=\"{{ title }}\" title='{{ title }}'>");
        Assert.Equal(
            "<a href=\"&quot;&#39;&lt;&gt;&amp;\" title='&quot;&#39;&lt;&gt;&amp;'>",
            new Templates(folder).RenderHtml("page", new Hostile("\"'<>&", [])));
    }

    [Fact]
    public void What_a_partial_returns_is_encoded_once()
    {
        Write("page.sbn-html", "{{ partial \"outer\" null }}|{{ title }}");
        Write("partials/outer.sbn-html", "<i>{{ partial \"inner\" title }}</i>");
        Write("partials/inner.sbn-html", "<b>{{ it }}</b>");
        Assert.Equal("<i><b>a &amp; b</b></i>|a &amp; b", new Templates(folder).RenderHtml("page", new Hostile("a & b", [])));
    }

    [Fact]
    public void Text_is_not_encoded()
    {
        Write("mail.sbn-txt", "{{ title }}");
        Assert.Equal("a & <b>", new Templates(folder).RenderText("mail", new Hostile("a & <b>", [])));
    }

    [Theory]
    [InlineData("line one\n  {{ nothing }}", "page.sbn-html:2:6: ")]
    [InlineData("{{ title.length.of.nothing }}", "page.sbn-html:1:")]
    [InlineData("{{ for x in }}", "page.sbn-html:1:")]
    [InlineData("{{ if title }}", "page.sbn-html:1:")]
    [InlineData("{{ partial \"bad\" null }}", "partials/bad.sbn-html:1:4: ")]
    [InlineData("{{ partial \"missing\" null }}", "There is no template ")]
    [InlineData("{{ partial \"../secret\" null }}", "is not the name of a template")]
    [InlineData("{{ partial \"/etc/passwd\" null }}", "is not the name of a template")]
    [InlineData("{{ include 'secret.sbn-html' }}", "page.sbn-html:1:")]
    [InlineData("{{ for i in 1..1000000000 }}x{{ end }}", "page.sbn-html:1:")]
    [InlineData("{{ while true; end }}", "page.sbn-html:1:")]
    [InlineData("{{ func f(x); f x; end; f 1 }}", "page.sbn-html:1:")]
    [InlineData("{{ partial \"loop\" null }}", "more than 10 deep")]
    [InlineData("{{ for i in 1..9000 }}{{ big }}{{ end }}", "more than 5000000 characters")]
    public void A_broken_template_says_where_and_ends(string template, string said)
    {
        Write("page.sbn-html", template);
        Write("secret.sbn-html", "a secret");
        Write("partials/bad.sbn-html", "{{ nope }}");
        Write("partials/loop.sbn-html", "{{ partial \"loop\" null }}");
        var failure = Assert.Throws<TemplateException>(() => new Templates(folder).RenderHtml("page", new Hostile("t", []) { Big = new string('x', 1000) }));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_says_which_and_what_to_do()
    {
        var path = Path.Combine(folder, "nowhere");
        var failure = Assert.Throws<TemplateException>(() => new Templates(path));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Put the folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_names_every_broken_template()
    {
        Write("good.sbn-html", "{{ title }}");
        Write("digest/bad.sbn-html", "\n\n{{ end }}");
        Write("digest/worse.sbn-txt", "{{ if }}");
        Assert.Equal(["digest/bad.sbn-html:3:", "digest/worse.sbn-txt:1"], new Templates(folder).Check().Select(problem => problem[..22]));
    }

    [Fact]
    public void The_projects_own_templates_are_sound() => Assert.Empty(new Templates(Repository.Path("templates")).Check());

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private sealed record Hostile(string Title, IReadOnlyList<string> List)
    {
        public string Big { get; init; } = "";
    }
}
