using System.Text;

namespace NewsBot.Tests.Newsroom.Sources.Folder;

/// <summary>Files of the corpus that version control would change: bytes, line ends, names, lengths. Each with its status and the reason for which it is here.</summary>
internal static class OddFiles
{
    private const string Plain = "---\ntitle: Port\ndate: 2026-11-20\n---\nText.\n";

    public static readonly IReadOnlyList<(string Path, string Status, string Reason, byte[] Bytes)> All =
    [
        Text("odd/crlf.md", "published", "lines ended as on Windows", Plain.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Text("odd/cr.md", "published", "lines ended as on a Mac of 1999", Plain.Replace("\n", "\r", StringComparison.Ordinal)),
        Text("odd/mixed-ends.md", "published", "lines ended in two ways", "---\r\ntitle: Port\ndate: 2026-11-20\r\n---\nText.\r\n"),
        Text("odd/bom.md", "published", "a byte order mark, which Hugo allows", $"\uFEFF{Plain}"),
        Text("odd/bom-toml.md", "published", "a byte order mark before TOML", "\uFEFF+++\r\ntitle = \"Port\"\r\n+++\r\nText.\r\n"),
        Text("odd/bom-json.md", "published", "and before JSON", "\uFEFF{\"title\": \"Port\"}\nText.\n"),
        Text("odd/no-last-line-end.md", "published", "the file ends at the delimiter", "---\ntitle: Port\ndate: 2026-11-20\n---"),
        Text("odd/tabs-after-delimiter.md", "published", "a tab behind the delimiter", "---\t\ntitle: Port\ndate: 2026-11-20\n---\t\nText.\n"),
        Text("odd/control.md", "published", "control characters are dropped, also a NUL", "---\ntitle: \"Po\u0000rt\u0007\"\ndate: 2026-11-20\n---\nTe\u0000xt\u001B[31m.\n"),
        Text("odd/Pörtugal.md".Normalize(NormalizationForm.FormD), "published", "a name in decomposed letters: the id is composed", Plain),
        Text("odd/two  spaces ü &?.md", "published", "spaces and marks in a name", Plain),
        Text("odd/UPPER.MD", "published", "an extension in capitals", Plain),
        Text("odd/long.markdown", "published", "the long extension", Plain),
        Text("odd/port.md~", "ignored", "an editor's copy", Plain),
        Text("odd/.hidden.md", "ignored", "a hidden file", Plain),
        Text("odd/#port.md#", "ignored", "an editor's autosave", Plain),
        Text("odd/.port.md.swp", "ignored", "a swap file", Plain),
        Text("odd/port.md.bak", "none", "a copy that does not end as Markdown", Plain),
        Text("odd/_part.md", "ignored", "a part of pages", Plain),
        Text("odd/long-title.md", "published", "a title of 1,200 letters is cut, with a warning", $"---\ntitle: {new string('t', 1200)}\n---\n"),
        Text("odd/long-id.md", "invalid", "an id longer than the store takes", $"---\nid: {new string('i', 600)}\ntitle: Port\n---\n"),
        Text("odd/many-topics.md", "published", "forty topics: the first thirty-two count", $"---\ntitle: Port\ntopics: [{string.Join(", ", Enumerable.Range(1, 40).Select(number => $"topic {number}"))}]\n---\n"),
        Text("odd/huge-head.md", "invalid", "a head above 64 KiB", $"---\ntitle: Port\nnote: {new string('x', 70_000)}\n---\nText.\n"),
        Text("odd/huge.md", "invalid", "a file above 256 KiB", Plain + new string('x', 270_000)),
        Text("odd/brackets.md", "published", "ten thousand opened links in the text end in time", $"---\ntitle: Port\ndate: 2026-11-20\n---\nFirst.\n\n{string.Concat(Enumerable.Repeat("[a](", 10_000))}\n"),
        new("odd/latin-1.md", "invalid", "another encoding says at which byte", [.. Encoding.UTF8.GetBytes("---\ntitle: "), .. Encoding.Latin1.GetBytes("Büro\n---\n")]),
        new("odd/utf-16.md", "invalid", "UTF-16 is told by its mark", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Plain)]),
        new("odd/cut-letter.md", "invalid", "the last letter is cut off: the file is still being copied", [.. Encoding.UTF8.GetBytes(Plain), 0xE2, 0x82]),
        new("odd/overlong.md", "invalid", "a slash in two bytes", [.. Encoding.UTF8.GetBytes(Plain), 0xC0, 0xAF]),
    ];

    public static void Write(string folder)
    {
        foreach (var (path, _, _, bytes) in All)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    }

    private static (string Path, string Status, string Reason, byte[] Bytes) Text(string path, string status, string reason, string text) =>
        (path, status, reason, Encoding.UTF8.GetBytes(text));
}
