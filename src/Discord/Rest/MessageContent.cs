using System.Net.Http.Headers;
using System.Text.Json;
using NewsBot.Discord.Model;

namespace NewsBot.Discord.Rest;

/// <summary>
/// A draft as a request body: JSON, or with files multipart with <c>payload_json</c> and <c>files[n]</c>.
/// Source: Discord API reference, "Uploading Files".
/// </summary>
internal static class MessageContent
{
    public static HttpContent Create(MessageDraft draft)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draft.Nonce?.Length ?? 0, Limits.Nonce, nameof(MessageDraft.Nonce));
        return WithFiles(JsonSerializer.SerializeToUtf8Bytes(New(draft), RestJson.Default.MessageBody), draft.Files);
    }

    public static HttpContent Edit(MessageDraft draft) => WithFiles(
        JsonSerializer.SerializeToUtf8Bytes(
            new MessageBody
            {
                Content = draft.Content,
                Embeds = draft.Embeds,
                Components = draft.Components,
                AllowedMentions = draft.AllowedMentions,
                Flags = draft.Flags & MessageFlags.SuppressEmbeds,
                Attachments = Attachments(draft),
            },
            RestJson.Default.MessageBody),
        draft.Files);

    public static HttpContent ForumPost(ForumPostDraft draft) => WithFiles(
        JsonSerializer.SerializeToUtf8Bytes(
            new ThreadBody
            {
                Name = draft.Name,
                AutoArchiveDuration = draft.Archive,
                AppliedTags = draft.AppliedTags,
                Message = New(draft.Message with { Nonce = null }),
            },
            RestJson.Default.ThreadBody),
        draft.Message.Files);

    /// <summary>What stays attached and what comes new; null leaves what is there.</summary>
    public static IReadOnlyList<AttachmentBody>? Attachments(MessageDraft draft) =>
        draft.Files is { Count: > 0 } || draft.KeptAttachments is not null ? [.. KeptFiles(draft), .. NewFiles(draft)] : null;

    private static MessageBody New(MessageDraft draft) => new()
    {
        Content = draft.Content,
        Embeds = draft.Embeds,
        Components = draft.Components,
        AllowedMentions = draft.AllowedMentions,
        Nonce = draft.Nonce,
        EnforceNonce = draft.Nonce is null ? null : true,
        Flags = draft.Flags,
        Attachments = draft.Files is { Count: > 0 } ? [.. NewFiles(draft)] : null,
    };

    private static IEnumerable<AttachmentBody> KeptFiles(MessageDraft draft) =>
        (draft.KeptAttachments ?? []).Select(id => new AttachmentBody(id.ToString()));

    private static IEnumerable<AttachmentBody> NewFiles(MessageDraft draft) =>
        (draft.Files ?? []).Select((file, n) => new AttachmentBody($"{n}", file.Name, file.Description));

    /// <summary>The JSON as it is, or with files as the part <c>payload_json</c> of a form.</summary>
    public static HttpContent WithFiles(byte[] body, IReadOnlyList<FileUpload>? files)
    {
        var json = new ByteArrayContent(body);
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (files is not { Count: > 0 })
            return json;
        var form = new MultipartFormDataContent();
        try
        {
            Add(form, json, "payload_json", null);
            for (var n = 0; n < files.Count; n++)
            {
                var part = new StreamContent(files[n].Open());
                part.Headers.ContentType = MediaTypeHeaderValue.Parse(files[n].ContentType);
                Add(form, part, $"files[{n}]", files[n].Name);
            }
            return form;
        }
        catch
        {
            form.Dispose(); // with the files that are open already
            throw;
        }
    }

    // .NET leaves names unquoted where RFC 7578's examples, and all browsers, quote them.
    private static void Add(MultipartFormDataContent form, HttpContent part, string name, string? fileName)
    {
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = fileName is null ? null : $"\"{fileName}\"",
        };
        form.Add(part);
    }
}
