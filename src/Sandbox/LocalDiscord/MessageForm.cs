using System.Text.Json;
using System.Text.Json.Nodes;
using NewsBot.Sandbox.LocalDiscord.Interactions;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>The body of a create or an edit, checked. Null means absent: an edit leaves that part as it is.</summary>
internal sealed record MessageForm(
    string? Content,
    IReadOnlyList<JsonObject>? Embeds,
    IReadOnlyList<AttachmentForm>? Attachments,
    int? Flags,
    Mentions Mentions,
    string? Nonce,
    bool EnforceNonce,
    IReadOnlyList<JsonObject>? Components = null)
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
        var body = Read(form, create ? SuppressEmbeds | SuppressNotifications : SuppressEmbeds, Mentions.All);
        if (create)
        {
            body = body with { Nonce = form.Text("nonce", MaxNonce), EnforceNonce = form.Flag("enforce_nonce") };
        }

        errors.ThrowIfAny();
        return body;
    }

    /// <summary>The body of a reply or a follow-up to an interaction; errors are noted in the form's own list.</summary>
    /// <remarks>Without allowed_mentions only people are pinged by those: https://docs.discord.com/developers/resources/message#allowed-mentions-object.</remarks>
    public static MessageForm ReadReply(Form form, bool create)
        => Read(form, create ? SuppressEmbeds | SuppressNotifications | Message.Ephemeral : SuppressEmbeds, Mentions.None);

    private static MessageForm Read(Form form, int flags, Mentions otherwise) => new(
        form.Has("content") ? form.Text("content", MaxContent) ?? "" : null,
        form.Has("embeds") ? EmbedForm.Read(form) : null,
        form.Has("attachments") ? [.. form.Objects("attachments", MaxAttachments).Select(ReadAttachment)] : null,
        form.Number("flags", 0, int.MaxValue) & flags,
        Mentions.Read(form, otherwise),
        Nonce: null,
        EnforceNonce: false,
        form.Has("components") ? ComponentForm.ReadRows(form) : null);

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
