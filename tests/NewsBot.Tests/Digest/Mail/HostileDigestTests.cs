using System.Text;
using AngleSharp.Html.Parser;
using MimeKit;
using NewsBot.Digest.Mail;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class HostileDigestTests
{
    private static readonly string[] Tags =
        ["HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "DIV", "TABLE", "TBODY", "TR", "TD", "P", "A", "H1", "H2", "H3", "IMG", "SPAN", "STRONG", "BR"];

    public static TheoryData<string> Texts =>
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)><b>x</b></td></table>",
        "\" onmouseover=\"alert(1)\" style=\"position:fixed",
        "' onfocus='alert(1)",
        "</title></style><style>*{display:none}</style><!-- x",
        "<!--[if mso]><script>x</script><![endif]-->",
        "A\r\nBcc: victim@example.org\r\n\r\n.\r\nRCPT TO:<x>",
        "\u202Egnp.exe\u202C \u2066x\u2069 \u0000\u0085\u2028",
        "{{ secret }}{{ include 'x' }}{% for %}{0}",
        "=?utf-8?q?=0ABcc:_x?= &lt;script&gt; &#x3c;script&#x3e;",
        new string('x', 10_000),
        string.Concat(Enumerable.Repeat("e\u0301\u0301\u0301\u0301", 2_000)),
        string.Concat(Enumerable.Repeat("😀", 5_000)),
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Whatever_a_text_says_it_is_only_text(string text)
    {
        var named = SomeDigest.Water with { Name = text };
        var letter = SomeDigest.Compose().Letter(SomeDigest.Everything(text), language: null, SomeDigest.Law, named);
        var page = new HtmlParser().ParseDocument(letter.Html);
        Assert.All(page.All, element => Assert.Contains(element.TagName.ToUpperInvariant(), Tags));
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute => Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name));
        Assert.Single(page.QuerySelectorAll("style"));
        Assert.All(page.QuerySelectorAll("a"), link => Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal));
        foreach (var part in new[] { page.DocumentElement.TextContent, letter.Text })
        {
            Assert.DoesNotContain(part, c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain(part, c => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
        }

        var bytes = MimeBuilder.Bytes(letter.Message);
        Assert.DoesNotContain(bytes, b => b > 127);
        Assert.All(Encoding.ASCII.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        using var stream = new MemoryStream(bytes);
        var message = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        Assert.Null(message.Headers[HeaderId.Bcc]);
        Assert.Equal(letter.Message.Headers.Select(header => header.Field).Order(StringComparer.Ordinal), message.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));
        Assert.Empty(MailCheck.Problems(letter, DigestWorld.Sender));
    }
}
