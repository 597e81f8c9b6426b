using NewsBot.Newsroom.Sources.Text;

namespace NewsBot.Newsroom.Sources.Folder;

/// <summary>Where a folder of Markdown files is and how its items become links and instants.</summary>
public sealed record FolderOptions
{
    /// <summary>The folder; a relative path counts from the working directory.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Address of an item that names none itself, such as <c>https://news.example.org/{slug}/</c>. Placeholders:
    /// <c>{slug}</c>, <c>{path}</c> (relative, without extension) and <c>{id}</c>. Its host also completes addresses such as <c>/news/port/</c>.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>IANA time zone of dates that carry no offset.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>What is wrong with these options, each with the full name of its key; empty when nothing is.</summary>
    /// <param name="key">Name of the section that holds them, such as <c>Sources:0</c>.</param>
    public IEnumerable<string> Problems(string key)
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            yield return $"{key}.path: name the folder that holds the Markdown files.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
        {
            yield return $"{key}.zone: \"{Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC.";
        }

        if (Link is not null && LinkTemplate.Problem(Link) is { } problem)
        {
            yield return $"{key}.link: {problem}";
        }
    }
}
