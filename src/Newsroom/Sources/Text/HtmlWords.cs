using System.Collections.Frozen;

namespace NewsBot.Newsroom.Sources.Text;

/// <summary>Elements of HTML by what they do to text. Names compare without case.</summary>
internal static class HtmlWords
{
    /// <summary>HTML Standard, "void elements", with two old ones: they have no end tag.</summary>
    public static readonly FrozenSet<string> Void = Of("area base br col embed hr img input link meta param source track wbr basefont frame");

    /// <summary>What stands in them is no text for readers, and goes with them.</summary>
    public static readonly FrozenSet<string> Dropped = Of(
        "script style iframe object embed applet form input button select textarea template svg math audio video canvas head title noframes noembed frameset xmp plaintext meta link base dialog map");

    /// <summary>Text before and after them does not run together.</summary>
    public static readonly FrozenSet<string> Block = Of(
        "address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul");

    /// <summary>What is kept of a body.</summary>
    public static readonly FrozenSet<string> Kept = Of(
        "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead time tr u ul var");

    /// <summary>They end by themselves where another of their kind begins.</summary>
    public static readonly FrozenSet<string> EndsItself = Of("p li td th tr dt dd tbody thead tfoot option");

    private static FrozenSet<string> Of(string names) => names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
