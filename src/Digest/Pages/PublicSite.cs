namespace NewsBot.Digest.Pages;

/// <summary>Whose pages these are.</summary>
/// <param name="Address">The public address of the pages: every path is below it.</param>
/// <param name="Name">Of the newsroom, as a title and as an author.</param>
/// <param name="Zone">Whose wall clock dates mean.</param>
public sealed record PublicSite(Uri Address, string Name, TimeZoneInfo Zone)
{
    /// <summary>Below the address as well: digests are sent and kept.</summary>
    public bool HasArchive { get; init; }

    internal string Link(string path) => $"{new UriBuilder(Address) { Host = Address.IdnHost }.Uri.AbsoluteUri.TrimEnd('/')}/{path}";
}
