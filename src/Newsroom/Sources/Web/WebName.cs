namespace NewsBot.Newsroom.Sources.Web;

/// <summary>How an address is named in messages: its host and path. The query may hold a key, and the user part a password.</summary>
internal static class WebName
{
    /// <summary>Characters; a line of a log should stay a line.</summary>
    private const int Longest = 160;

    public static string Of(Uri address)
    {
        var name = Printable.Of($"{address.IdnHost}{(address.IsDefaultPort ? "" : $":{address.Port}")}{address.AbsolutePath}");
        return name.Length > Longest ? $"{name[..Longest]}…" : name;
    }
}
