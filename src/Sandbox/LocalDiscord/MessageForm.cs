using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The body of a create or an edit, checked. Null means absent: an edit leaves that part as it is.</summary>
internal sealed record MessageForm(
    string? Content,
    IReadOnlyList<JsonObject>? Embeds,
    IReadOnlyList<AttachmentForm>? Attachments,
    int? Flags,
    Mentions Mentions,
    string? Nonce,
    bool EnforceNonce)
{
    private const int MaxContent = 2000; // The published schema says 4000; that is for users with a subscription.
    private const int MaxNonce = 25;
    private const int MaxAttachments = 10;
    private const int MaxFilename = 1024;
    private const int MaxAlt = 1024;
    private const int SuppressEmbeds = 1 << 2;
    private const int SuppressNotifications = 1 << 12;

    public static MessageForm Read(JsonElement json, bool create)
    {
        var errors = new FormErrors();
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        var form = new Form(json, "", errors);
        var body = new MessageForm(
            form.Has("content") ? form.Text("content", MaxContent) ?? "" : null,
            form.Has("embeds") ? EmbedForm.Read(form) : null,
            form.Has("attachments") ? [.. form.Objects("attachments", MaxAttachments).Select(ReadAttachment)] : null,
            form.Number("flags", 0, int.MaxValue) & (create ? SuppressEmbeds | SuppressNotifications : SuppressEmbeds),
            Mentions.Read(form),
            create ? form.Text("nonce", MaxNonce) : null,
            create && form.Flag("enforce_nonce"));
        errors.ThrowIfAny();
        return body;
    }

    private static AttachmentForm ReadAttachment(Form form)
    {
        if (!form.Has("id"))
        {
            form.Error("id", "BASE_TYPE_REQUIRED", "This field is required");
        }

        return new AttachmentForm(form.Id("id") ?? 0, form.Text("filename", MaxFilename), form.Text("description", MaxAlt));
    }
}

/// <summary>Id is the n of <c>files[n]</c> for a new file, or the id of one that the message has.</summary>
internal sealed record AttachmentForm(ulong Id, string? Filename, string? Description);
