namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Lists the Markdown files of a content folder. Hidden, working and tool files are passed by; links are not followed out of it.</summary>
internal sealed class FolderWalk
{
    /// <summary>Files and folders looked at in one pass; a mount of a whole disk must not keep the bot busy for ever.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>Folders within folders; a loop made by mounts is the only thing this deep.</summary>
    public const int MaxDepth = 32;

    private readonly string realFolder;
    private readonly CancellationToken ct;
    private readonly List<FoundFile> files = [];
    private readonly List<Refusal> gaps = [];
    private int entries;

    private FolderWalk(string realFolder, CancellationToken ct)
    {
        this.realFolder = realFolder;
        this.ct = ct;
    }

    /// <param name="realFolder">As <see cref="RealPath"/> gives it.</param>
    /// <returns>The files in the order of their paths, and the folders that could not be looked into.</returns>
    /// <exception cref="IOException">The folder itself is missing or unreadable, or holds more than <see cref="MaxEntries"/>.</exception>
    public static (IReadOnlyList<FoundFile> Files, IReadOnlyList<Refusal> Gaps) Run(string realFolder, CancellationToken ct)
    {
        var walk = new FolderWalk(realFolder, ct);
        walk.Visit(new DirectoryInfo(realFolder), string.Empty, 0);
        if (!Directory.Exists(realFolder))
        {
            throw new DirectoryNotFoundException($"The content folder {realFolder} vanished while it was being read.");
        }

        walk.files.Sort((one, other) => string.CompareOrdinal(one.RelativePath, other.RelativePath));
        return (walk.files, walk.gaps);
    }

    private void Visit(DirectoryInfo folder, string prefix, int depth)
    {
        ct.ThrowIfCancellationRequested();
        foreach (var entry in List(folder, prefix))
        {
            if (++entries > MaxEntries)
            {
                throw new IOException($"The content folder {realFolder} holds more than {MaxEntries} files and folders; point the source at the folder with the articles alone.");
            }

            var path = prefix + entry.Name;
            switch (entry)
            {
                case DirectoryInfo when FileRules.IsNoiseName(entry.Name) || FileRules.IsToolFolder(entry.Name):
                    break;
                case DirectoryInfo when entry.Attributes.HasFlag(FileAttributes.ReparsePoint):
                    // Inside, its target is read at its own place; outside is none of ours.
                    break;
                case DirectoryInfo when depth == MaxDepth:
                    gaps.Add(new Refusal(null, path, $"lies more than {MaxDepth} folders deep and is not read", Fatal: false));
                    break;
                case DirectoryInfo inner:
                    Visit(inner, path + "/", depth + 1);
                    break;
                case FileInfo file when FileRules.IsMarkdown(file.Name) || (FileRules.IsNoiseName(file.Name) && FileRules.LooksLikeMarkdown(file.Name)):
                    files.Add(Found(file, path, BesidesIndex(folder, prefix, file.Name)));
                    break;
            }
        }
    }

    private FileSystemInfo[] List(DirectoryInfo folder, string prefix)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })];
        }
        catch (Exception error) when (prefix.Length > 0 && error is (IOException or UnauthorizedAccessException))
        {
            gaps.Add(new Refusal(null, prefix.TrimEnd('/'), $"the folder cannot be read ({error.Message}); nothing in it counts as gone", Fatal: false));
            return [];
        }
    }

    private static bool BesidesIndex(DirectoryInfo folder, string prefix, string name) =>
        prefix.Length > 0 && name != "index.md" && File.Exists(Path.Combine(folder.FullName, "index.md"));

    private FoundFile Found(FileInfo file, string path, bool besidesIndex) =>
        !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? new FoundFile(path, file, besidesIndex)
            : new FoundFile(path, RealPath.Inside(realFolder, file.FullName) is { } real ? new FileInfo(real) : null, besidesIndex);
}

/// <param name="RelativePath">From the content folder, parted by slashes.</param>
/// <param name="File">Null for a link that leads out of the folder.</param>
/// <param name="BesidesIndex">An <c>index.md</c> stands in the same subfolder.</param>
internal sealed record FoundFile(string RelativePath, FileInfo? File, bool BesidesIndex);
