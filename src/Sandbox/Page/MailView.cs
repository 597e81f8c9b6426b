using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using NewsBot.Sandbox.LocalMailbox;

namespace NewsBot.Sandbox.Page;

/// <summary>A stored mail in the forms the page shows. What cannot be parsed is still listed, by its envelope.</summary>
internal static partial class MailView
{
    private const int MaxPreview = 140;

    public static JsonObject Summary(StoredMail mail)
    {
        var message = Parse(mail);
        return new JsonObject
        {
            ["id"] = mail.Id,
            ["subject"] = message?.Subject ?? (message is null ? "(unreadable mail)" : "(no subject)"),
            ["from"] = Names(message?.From) is { Length: > 0 } from ? from : mail.EnvelopeFrom,
            ["to"] = Names(message?.To) is { Length: > 0 } to ? to : string.Join(", ", mail.EnvelopeTo),
            ["preview"] = Preview(message?.TextBody),
            ["received"] = mail.ReceivedAt.ToUniversalTime().ToString("O"),
        };
    }

    public static JsonObject Detail(StoredMail mail)
    {
        var message = Parse(mail);
        var json = Summary(mail);
        json["envelopeFrom"] = mail.EnvelopeFrom;
        json["envelopeTo"] = string.Join(", ", mail.EnvelopeTo);
        json["size"] = mail.Raw.Length;
        json["text"] = message?.TextBody;
        json["hasHtml"] = message?.HtmlBody is not null;
        json["attachments"] = new JsonArray([.. (message?.Attachments ?? []).Select(part => JsonValue.Create(part.ContentDisposition?.FileName ?? part.ContentType.MimeType))]);
        return json;
    }

    /// <summary>The HTML part, with its links made to open in a window of their own: the frame that shows it may go nowhere.</summary>
    public static string? Html(StoredMail mail)
    {
        if (Parse(mail)?.HtmlBody is not { } html)
        {
            return null;
        }

        const string Target = "<base target=\"_blank\">";
        var head = HeadTag().Match(html);
        return head.Success ? html.Insert(head.Index + head.Length, Target) : html + Target;
    }

    private static MimeMessage? Parse(StoredMail mail)
    {
        try
        {
            return mail.Parse();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Names(InternetAddressList? addresses)
        => string.Join(", ", (addresses ?? []).Mailboxes.Select(box => string.IsNullOrEmpty(box.Name) ? box.Address : $"{box.Name} <{box.Address}>"));

    private static string Preview(string? text)
    {
        var start = text is { Length: > MaxPreview * 4 } ? text[..(MaxPreview * 4)] : text ?? "";
        var line = WhiteSpace().Replace(start, " ").Trim();
        return line.Length > MaxPreview ? line[..MaxPreview] + "…" : line;
    }

    [GeneratedRegex("<head[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HeadTag();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();
}
