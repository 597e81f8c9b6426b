namespace NewsBot.Newsroom.Items;

/// <summary>How the body of a piece of news is written.</summary>
public enum TextFormat
{
    Markdown,

    /// <summary>Sanitised: no script, no style, no form, no comment, and absolute http(s) addresses alone.</summary>
    Html,
}
