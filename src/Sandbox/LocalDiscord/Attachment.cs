namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>An uploaded file. <see cref="Hidden"/>: an embed shows it, so Discord leaves it out of the message's attachments (api-docs#1340).</summary>
public sealed record Attachment(ulong Id, string Filename, string? Description, string ContentType, int Size, string Url, bool Hidden);
