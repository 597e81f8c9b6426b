using System.Text;
using CsCheck;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Newsroom.Sources.Text;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

public sealed class HostileFileTests
{
    /// <summary>Pieces that make parsers recurse, expand or go back, as many as fit.</summary>
    public static TheoryData<string, string> Bombs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var piece in (string[])["[", "{", "- ", "? ", "[?", "&a [", "!a ", "'", "\"", "a: ", "- - ", "*a ", "k: &a\n ", "[[],", "{a: ", "...\n", "%", "|\n", "\t"])
            {
                data.Add("---\ntitle: a\nx: " + Fill(piece, FrontMatter.MaxLength - 100) + "\n---\n", "yaml " + piece);
                data.Add("---\n" + Fill(piece, FrontMatter.MaxLength - 100) + "\n---\n", "yaml document " + piece);
            }

            foreach (var piece in (string[])["[", "{a=", "a.", "[[a]]\n", "'''", "[a]\n"])
            {
                data.Add("+++\n" + Fill(piece, FrontMatter.MaxLength - 100) + "\n+++\n", "toml " + piece);
                data.Add("+++\nx=" + Fill(piece, FrontMatter.MaxLength - 100) + "\n+++\n", "toml value " + piece);
            }

            foreach (var piece in (string[])["[", "{\"a\":", "[{\"a\":"])
            {
                data.Add("{\"a\":" + Fill(piece, FileText.MaxBytes - 100), "json " + piece);
            }

            foreach (var piece in (string[])["[", "[a](", "> ", "- ", "*a ", "**a _b ", "`", "<!--", "![", "<a ", "&", "1. ", "{{<", "# ", "[a]: b\n", "~~~\n", "\\"])
            {
                data.Add("---\ntitle: a\n---\n" + Fill(piece, FileText.MaxBytes - 100), "body " + piece);
                data.Add(Fill(piece, FileText.MaxBytes - 100), "text " + piece);
            }

            data.Add("---\ntitle: a\n" + string.Concat(Enumerable.Range(0, 30).Select(i => i == 0 ? "a0: &a0 [x, x]\n" : $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n")) + "topics: *a29\n---\n", "alias bomb");
            data.Add("---\ntitle: a\n" + string.Concat(Enumerable.Range(0, 30).Select(i => i == 0 ? "a0: &a0 {x: 1}\n" : $"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n")) + "<<: *a29\n---\n", "merge bomb");
            return data;

            static string Fill(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Hostile_files_end_in_an_item_or_one_line(string content, string what)
    {
        var parsed = Parse(content);
        if (parsed is Parsed.Broken broken)
        {
            Assert.DoesNotContain('\n', broken.Reason);
            Assert.True(broken.Reason.Length < 400, what);
        }
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen.Byte.Array[0, 400].Sample(bytes => { ItemFile.Parse("a.md", bytes, false, TimeZoneInfo.Utc, new LinkTemplate(null)); });

    [Fact]
    public void No_front_matter_makes_it_throw() =>
        Gen.Select(
                Any("---\n", "+++\n", "{", ""),
                Any("title", "date", "image", "topics", "author", "id", "draft", ": ", " = ", "\n", "[", "]", "{", "}", ",", "\"", "'", "- ", "a", "1", "&x ", "*x", "!!str ", "|\n ", "<<", "\\", "é", "\t", "2026-01-01", "true", "null", "#", "# ").Array[0, 40],
                Any("\n---\n", "\n+++\n", "}", "\n", ""),
                Any("# Title\n", "Text", "![", ""))
            .Sample(parts => { Parse(parts.Item1 + string.Concat(parts.Item2) + parts.Item3 + parts.Item4); }, iter: 20_000);

    private static Gen<string> Any(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]);

    private static Parsed Parse(string content) =>
        ItemFile.Parse("a.md", Encoding.UTF8.GetBytes(content), besidesIndex: false, TimeZoneInfo.Utc, new LinkTemplate(null));
}
