namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>What a file is just now; the words of <c>newsbot source read</c>, in lower case.</summary>
internal enum FileStatus
{
    Published,
    Scheduled,
    Expired,
    Draft,
    Ignored,
    Invalid,
}
