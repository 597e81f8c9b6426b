namespace NewsBot.Discord.Model;

/// <summary>
/// A card under a message. Text lengths are in <see cref="Limits"/>; addresses are http, https or
/// <c>attachment://name</c> of a file in the same message. An empty address is an error for Discord: leave it null.
/// One bad image address makes Discord refuse the whole message (code 50035).
/// </summary>
public sealed record Embed
{
    /// <summary>Renders markdown.</summary>
    public string? Title { get; init; }

    /// <summary>Renders markdown.</summary>
    public string? Description { get; init; }

    /// <summary>What the title links to. Of two embeds with the same address Discord shows the first only.</summary>
    public string? Url { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>0x000000 to 0xFFFFFF.</summary>
    public int? Color { get; init; }

    public EmbedAuthor? Author { get; init; }

    public IReadOnlyList<EmbedField>? Fields { get; init; }

    public EmbedImage? Image { get; init; }

    public EmbedImage? Thumbnail { get; init; }

    public EmbedFooter? Footer { get; init; }
}

/// <param name="Description">
/// Alternative text, at most <see cref="Limits.FileDescription"/> code points. Source: Discord's OpenAPI description,
/// <c>RichEmbedImage</c>; heeded since June 2026 (discord-api-docs#8373).
/// </param>
public sealed record EmbedImage(string Url, string? Description = null);

/// <param name="Name">Plain text: markdown is not rendered here.</param>
public sealed record EmbedAuthor(string Name, string? Url = null, string? IconUrl = null);

/// <param name="Text">Plain text: markdown is not rendered here.</param>
public sealed record EmbedFooter(string Text, string? IconUrl = null);

/// <summary>Both texts must be non-empty; both render markdown.</summary>
public sealed record EmbedField(string Name, string Value, bool Inline = false);
