using System.Text.RegularExpressions;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>What a file's place and name say about it, by the customs of Hugo, Jekyll, Eleventy and Astro.</summary>
internal static partial class FileRules
{
    /// <summary>True for a path with hidden parts, an editor's working copy or a tool's own folder in it: no content, whatever it holds.</summary>
    public static bool IsNoise(string relativePath) => relativePath.Split('/').Any(IsNoiseName);

    public static bool IsNoiseName(string name) =>
        name.StartsWith('.')
        || name.EndsWith('~')
        || (name.StartsWith('#') && name.EndsWith('#'))
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".swp", StringComparison.OrdinalIgnoreCase)
        || name is "node_modules";

    /// <summary>Folders of Jekyll and Eleventy that hold parts of pages, and pages already made.</summary>
    public static bool IsToolFolder(string name) => name is "_includes" or "_layouts" or "_data" or "_site" or "_sass";

    public static bool IsMarkdown(string name) =>
        name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);

    /// <summary>Also true for an editor's copy of a Markdown file, such as <c>port.md~</c>: worth a word to who looks for it.</summary>
    public static bool LooksLikeMarkdown(string name) => name.Contains(".md", StringComparison.OrdinalIgnoreCase) || IsMarkdown(name);

    /// <summary>Why a Markdown file is no item whatever it holds; null when its content decides.</summary>
    public static Parsed.Left? ByName(string relativePath)
    {
        var parts = relativePath.Split('/');
        var name = parts[^1];
        return name switch
        {
            _ when IsNoiseName(name) => new(FileStatus.Ignored, "a hidden file or an editor's working copy"),
            "_index.md" => new(FileStatus.Ignored, "_index.md heads a section; it is no item"),
            _ when name.StartsWith('_') => new(FileStatus.Ignored, "names that begin with _ are parts of pages, not items"),
            _ when parts.AsSpan(0, parts.Length - 1).Contains("_drafts") => new(FileStatus.Draft, "it lies in _drafts"),
            _ => null,
        };
    }

    /// <summary>Path without extension; a bundle (<c>port/index.md</c>) goes by its folder.</summary>
    public static string Stem(string relativePath)
    {
        var stem = relativePath[..^Path.GetExtension(relativePath).Length];
        return stem.EndsWith("/index", StringComparison.Ordinal) ? stem[..^"/index".Length] : stem;
    }

    /// <summary>Takes <c>2026-11-24-port-security</c> apart, as Jekyll and Eleventy do; the date is null without one.</summary>
    public static (string? Date, string Slug) DateAndSlug(string stem)
    {
        var name = stem[(stem.LastIndexOf('/') + 1)..];
        var match = DatedName().Match(name);
        return match.Success ? (match.Groups["date"].Value, match.Groups["slug"].Value) : (null, name);
    }

    [GeneratedRegex("^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[-_](?<slug>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex DatedName();
}
