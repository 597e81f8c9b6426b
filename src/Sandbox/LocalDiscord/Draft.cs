using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Makes a message out of the one that stood and the body of a create or an edit.</summary>
internal static class Draft
{
    private const string Scheme = "attachment://";

    /// <exception cref="Refusal">Nothing would be left to show, or a file is named that was not sent.</exception>
    public static Message Apply(
        Message before,
        MessageForm form,
        IReadOnlyList<UploadedFile> uploads,
        Discord discord,
        Func<ulong> newId,
        Action<ulong, byte[]> keep)
    {
        var content = form.Content ?? before.Content;
        var files = Files(before, form, uploads, discord, newId);
        var attachments = files.Select(file => file.Attachment).ToList();
        var embeds = before.Embeds;
        if (form.Embeds is not null)
        {
            var shown = new HashSet<ulong>();
            embeds = form.Embeds.Select(embed => Resolve(embed, attachments, shown)).ToList();
            attachments = attachments.Select(file => file with { Hidden = shown.Contains(file.Id) }).ToList();
        }

        var components = form.Components?.Select(row => JsonSerializer.SerializeToElement(row)).ToList() ?? before.Components;
        if (content.Length == 0 && embeds.Count == 0 && attachments.Count == 0 && components.Count == 0)
        {
            throw Refusal.EmptyMessage;
        }

        foreach (var (attachment, bytes) in files)
        {
            if (bytes is not null)
            {
                keep(attachment.Id, bytes);
            }
        }

        return before with
        {
            Content = content,
            Embeds = embeds,
            Attachments = attachments,
            Components = components,
            Flags = form.Flags is { } flags ? flags | (before.Flags & (Message.Ephemeral | Message.Crossposted)) : before.Flags,
            MentionRoles = form.Mentions.PingedRoles(content, role => discord.Roles.Any(known => known.Id == role)),
            MentionEveryone = form.Mentions.PingsEveryone(content),
        };
    }

    /// <summary>
    /// The files that shall stand: those the attachments list names, old and new; without a list all old ones and all new ones. On a
    /// create a new file need not be listed.
    /// </summary>
    private static List<(Attachment Attachment, byte[]? Bytes)> Files(
        Message before, MessageForm form, IReadOnlyList<UploadedFile> uploads, Discord discord, Func<ulong> newId)
    {
        var created = before.EditedTimestamp is null;
        var listed = form.Attachments ?? [];
        if (listed.Any(item => before.Attachments.All(old => old.Id != item.Id) && uploads.All(upload => (ulong)upload.Index != item.Id)))
        {
            throw Refusal.UnknownFile;
        }

        var files = before.Attachments
            .Where(old => form.Attachments is null || listed.Any(item => item.Id == old.Id))
            .Select(old => (old with { Description = listed.FirstOrDefault(item => item.Id == old.Id)?.Description ?? old.Description }, (byte[]?)null))
            .ToList();
        foreach (var upload in uploads)
        {
            var item = listed.FirstOrDefault(item => item.Id == (ulong)upload.Index);
            if (item is null && !created && form.Attachments is not null)
            {
                continue;
            }

            var id = newId();
            var name = FileStore.SafeName(item?.Filename ?? upload.Filename);
            var url = new Uri(discord.Files, $"{Snowflakes.Text(before.ChannelId)}/{Snowflakes.Text(id)}/{name}").AbsoluteUri;
            files.Add((new Attachment(id, name, item?.Description, FileStore.ContentType(name), upload.Bytes.Length, url, Hidden: false), upload.Bytes));
        }

        return files;
    }

    /// <summary>Puts addresses in place of attachment://, and the file's own description where the embed's image has none.</summary>
    private static JsonElement Resolve(JsonObject embed, List<Attachment> files, HashSet<ulong> shown)
    {
        foreach (var (part, key) in ((string, string)[])[("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url")])
        {
            if (embed[part] is not JsonObject media || media[key]?.GetValue<string>() is not { } url)
            {
                continue;
            }

            if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var name = FileStore.SafeName(url[Scheme.Length..]);
            var file = files.Find(file => file.Filename == name)
                ?? throw FormErrors.One("embeds", "ATTACHMENT_NOT_FOUND", $"{url} names no file of this message."); // Discord shows nothing and says nothing; a test wants to know.
            shown.Add(file.Id);
            media[key] = file.Url;
            if (key == "url" && !media.ContainsKey("description") && file.Description is not null)
            {
                media["description"] = file.Description;
            }
        }

        return JsonSerializer.SerializeToElement(embed);
    }
}
