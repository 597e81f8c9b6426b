using System.Runtime.CompilerServices;

namespace NewsBot.Tests.Support;

/// <summary>Files of the checkout that these tests were built from.</summary>
public static class Repository
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string here = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", ".."));
}
