using System.Text;
using NewsBot.Digest.Mail;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

/// <summary>RFC 2045, 6.7, rule 5: a line of quoted-printable has 76 characters at most, the soft break's <c>=</c> among them and the line break not.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 76;

    /// <summary>Everything that the encoder treats in its own way: ASCII, what it quotes, two to four bytes in UTF-8, blanks before a line's end.</summary>
    private static readonly string[] Pieces =
    [
        "Straßenbauübungsplätze ", "Grüße, Überraschung! ", "قياس جديد لمنسوب النهر ", "مرحبا", "= ", "=3D", ".", "..", "From ", "🌊", "\t", " ", "  \n", "\n", "\n\n", "x", "a=b&amp;c ",
        "https://www.example.org/news/", "<td style=\"padding:0 0 8px\">", new string('w', 74), new string('e', 75), new string('n', 76), new string('ß', 37),
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    public void No_line_of_a_digest_is_longer(string language)
    {
        foreach (var text in (string[])["News", "Straßenbau: „Übung“ für Größere", "قياس جديد لمنسوب النهر عند سد هولين"])
        {
            Check(SomeDigest.Compose().Letter(SomeDigest.Everything(string.Concat(Enumerable.Repeat(text + " ", 40))), language).Message);
        }
    }

    [Fact]
    public void No_line_of_any_text_is_longer_and_every_text_comes_out_as_it_went_in()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var body = MimeBuilder.Body(text, text, "key");
            Check(new() { Body = body });
            Assert.Equal(text.ReplaceLineEndings("\n"), ((MimeKit.TextPart)body[0]).Text.ReplaceLineEndings("\n"));
        }
    }

    private static void Check(MimeKit.MimeMessage message)
    {
        var raw = Encoding.Latin1.GetString(MimeBuilder.Bytes(message));
        var body = raw[raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];
        Assert.Contains("Content-Transfer-Encoding: quoted-printable", body, StringComparison.Ordinal);
        Assert.All(body.Split("\r\n"), line => Assert.True(line.Length <= Longest, $"{line.Length}: {line}"));
        Assert.DoesNotContain(body.Split("\r\n"), line => line.EndsWith(' ') || line.EndsWith('\t')); // Rule 3.
    }
}
