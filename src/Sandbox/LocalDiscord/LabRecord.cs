namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>
/// Where a whole test run keeps what was asked of every local Discord it starts, in whatever process: the folder that
/// <c>NEWSBOT_LAB_RECORD</c> names, one file for each. <c>tests/schema</c> checks them against Discord's own description.
/// </summary>
internal static class LabRecord
{
    public const string Folder = "NEWSBOT_LAB_RECORD";

    /// <summary>A new file's name; null when nobody keeps a record.</summary>
    public static string? NewFile()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{Guid.CreateVersion7():N}.jsonl");
    }
}
