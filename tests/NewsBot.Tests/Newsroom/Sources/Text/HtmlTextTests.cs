using System.Text.RegularExpressions;
using NewsBot.Newsroom.Sources.Text;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Text;

public sealed partial class HtmlTextTests
{
    private static readonly Uri Document = new("https://x.example/a/feed");

    [Theory]
    [InlineData("<script>x()</script>")]
    [InlineData("<SCRIPT SRC=//evil.example/x.js></SCRIPT>")]
    [InlineData("<scr<script>ipt>x()</scr</script>ipt>")]
    [InlineData("<img src=x onerror=x()>")]
    [InlineData("<img src=\"https://x.example/a.jpg\" onload\n=x()>")]
    [InlineData("<img src='javascript:x()'>")]
    [InlineData("<a href='javascript:x()'>x</a>")]
    [InlineData("<a href=' jav&#x09;ascript:x()'>x</a>")]
    [InlineData("<a href='&#106;&#97;vascript:x()'>x</a>")]
    [InlineData("<a href='vbscript:x()'>x</a>")]
    [InlineData("<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>")]
    [InlineData("<svg><script>x()</script><a xlink:href='javascript:x()'>x</a></svg>")]
    [InlineData("<svg onload=x()>")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=x()>")]
    [InlineData("<noscript><p title='</noscript><img src=x onerror=x()>'>")]
    [InlineData("<iframe srcdoc='<script>x()</script>'></iframe>")]
    [InlineData("<form action=/x><button formaction=javascript:x()>x</button></form>")]
    [InlineData("<p style='background:url(javascript:x())' onclick=x()>x</p>")]
    [InlineData("<style>@import 'https://evil.example/';</style>")]
    [InlineData("<base href='https://evil.example/'><a href='y'>x</a>")]
    [InlineData("<meta http-equiv=refresh content='0;url=javascript:x()'>")]
    [InlineData("<object data='x'></object><embed src='x'><applet code='x'>")]
    [InlineData("<textarea><script>x()</script></textarea>")]
    [InlineData("<xmp><script>x()</script></xmp>")]
    [InlineData("<template><script>x()</script></template>")]
    [InlineData("<!--><script>x()</script>-->")]
    [InlineData("<![CDATA[<script>x()</script>]]>")]
    [InlineData("<plaintext><script>x()</script>")]
    [InlineData("<a href='https://user:secret@x.example/'>x</a>")]
    [InlineData("<a href='//evil.example' target=_blank ping='https://t.example/'>x</a>")]
    [InlineData("<img srcset='javascript:x() 1x' src='https://x.example/a.jpg' data-x='1'>")]
    public void What_is_dangerous_is_gone(string html)
    {
        foreach (var wrapped in (ReadOnlySpan<string>)[html, $"<div>Text {html} more</div>", $"{html}<p>more"])
        {
            var clean = HtmlText.Sanitise(wrapped, Document) ?? string.Empty;
            Assert.DoesNotMatch(Dangerous(), clean);
            Assert.All(Address().Matches(clean), address => Assert.StartsWith("http", address.Groups["value"].Value, StringComparison.Ordinal));

            // Clean HTML is clean: reading it once more changes nothing.
            Assert.Equal(clean, HtmlText.Sanitise(clean, Document) ?? string.Empty);
        }
    }

    [Fact]
    public void HTML_beyond_the_limits_becomes_paragraphs()
    {
        Assert.Equal("<p>One &amp; two</p>\n<p>Three</p>", HtmlText.Sanitise(string.Concat(Enumerable.Repeat("<div>", 70)) + "One &amp; two<p>Three<script>x()</script>", null));
        Assert.StartsWith("<p>aaa", HtmlText.Sanitise("<p>" + new string('a', HtmlText.MaxHtml), null), StringComparison.Ordinal);
    }

    [Fact]
    public void HTML_within_the_limits_stays_as_it_is_made()
    {
        var list = $"<ul>{string.Concat(Enumerable.Repeat("<li>a", 1_000))}</ul>";
        Assert.Equal(1_000, HtmlText.Sanitise(list, null)!.Split("<li>").Length - 1);
        var paragraphs = string.Concat(Enumerable.Repeat("<p>a<br>b", 1_000));
        Assert.Equal(1_000, HtmlText.Sanitise(paragraphs, null)!.Split("<p>").Length - 1);
    }

    [Fact]
    public void Plain_text_has_a_paragraph_for_each_block()
    {
        Assert.Equal("Head\n\nOne two\n\na\n\nb < c", HtmlText.ToPlain("<h1>Head</h1><p>One\n  two</p><ul><li>a</li><li>b &lt; c</li></ul><style>p{}</style><!-- no -->"));
        Assert.Equal(string.Empty, HtmlText.ToPlain("<p>&nbsp;</p>"));
        Assert.Equal("3 < 4 > 2 &copy", HtmlText.Line("3 < 4 > 2 &copy"));
    }

    [GeneratedRegex("""<\s*/?\s*(?:script|style|iframe|form|button|input|object|embed|svg|math|base|meta|link|template|noscript)\b|<[^>]*\s(?:on\w+|style|srcset|ping|target|formaction|data-\w+)\s*=|<!--""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Dangerous();

    [GeneratedRegex("""(?:href|src)="(?<value>[^"]*)""", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
