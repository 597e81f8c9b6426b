namespace NewsBot.Newsroom.Items;

/// <summary>
/// Pure: does one read look like an accident (a moved site, changed ids, a restored backup, an unmounted folder) rather than news?
/// Then new posts are held for a person to look at, and vanished items are left standing.
/// </summary>
/// <param name="Limit">More than this many items of one source at once; from <c>sources.NAME.fuse</c>.</param>
public readonly record struct Fuse(int Limit)
{
    public bool Blows(int items) => items > Limit;
}
