namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Where paths lead once every symbolic link on the way is followed. .NET follows only the last one.</summary>
internal static class RealPath
{
    /// <summary>Links followed on one path; the kernel's own limit (path_resolution(7)).</summary>
    public const int MaxLinks = 40;

    /// <summary>The path without links or dots, whether or not its end exists; null when links go round in circles.</summary>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full) ?? string.Empty;
        var rest = new Stack<string>(Parts(full[current.Length..]).Reverse());
        var links = 0;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target) ?? current;
                target = target[current.Length..];
            }

            foreach (var step in Parts(target).Reverse())
            {
                rest.Push(step);
            }
        }

        return current;
    }

    /// <summary>The real path when it lies below <paramref name="realFolder"/>, which must be a real path itself; else null.</summary>
    public static string? Inside(string realFolder, string path) =>
        Of(path) is { } real && real.StartsWith(realFolder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? real
            : null;

    private static string[] Parts(string path) =>
        [.. path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
}
