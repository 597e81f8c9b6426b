using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.Text;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: a digest as a message (RFC 5322). The same input makes the same bytes, so that two copies of one mail are known as one.</summary>
internal static class MimeBuilder
{
    /// <summary>How every mail is written, signed and sent.</summary>
    internal static readonly FormatOptions Wire = new() { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true };

    public static MimeMessage Build(DigestModel model, Issue issue, Subscriber reader, SenderOptions sender, LinkKeys keys, string html, string text)
    {
        var (plan, edition) = (issue.Plan, issue.Edition);
        var test = issue.TestId is { } id ? $"test {id} " : ""; // A mailbox folds mails of one Message-ID: a test must not swallow the edition.
        var key = keys.MessageKey($"{test}{edition.Plan} {edition.StartsAt.ToUnixTimeMilliseconds()} {reader.Id}");
        var message = new MimeMessage();
        message.Headers.Clear();

        // A mailbox keeps every message it was ever put in: each gets a copy of its own.
        message.From.Add(new MailboxAddress(sender.From.Name, sender.From.Address));
        message.To.Add(new MailboxAddress(null, reader.Address));
        if (sender.OwnerAddress is { } owner)
        {
            message.ReplyTo.Add(new MailboxAddress(null, owner)); // A person reads what readers answer.
        }

        message.Subject = model.Subject;
        message.Date = TimeZoneInfo.ConvertTime(edition.OpenedAt, reader.OwnZone ?? plan.Zone);
        message.MessageId = $"digest.{edition.Name}.{key}@{sender.Domain}";
        message.MimeVersion = new Version(1, 0);
        foreach (var (name, value) in ListHeaders(model, edition, sender).Concat(Complaints(sender, key)))
        {
            message.Headers.Add(name, value);
        }

        message.Body = Body(html, text, key);
        sender.Signing?.Sign(message);
        return message;
    }

    public static byte[] Bytes(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(Wire, bytes);
        return bytes.ToArray();
    }

    /// <summary>Who hears of a bounce: the delivery's token in the return path tells whose it was.</summary>
    public static Envelope Envelope(MimeMessage message, SenderOptions sender, LinkKeys keys, long deliveryId)
    {
        var from = sender.From.Address;
        if (sender.BounceAddress is { } bounce)
        {
            bounce = ReaderAddress.TryNormalise(bounce, out var normal, out _) ? normal : bounce;
            var at = bounce.LastIndexOf('@');
            from = $"{bounce[..at]}+{LinkToken.MakeBounce(keys, deliveryId)}{bounce[at..]}";
        }

        return new(new MailboxAddress(null, from), message.To.Mailboxes.Single());
    }

    private static IEnumerable<(string Name, string Value)> ListHeaders(DigestModel model, Edition edition, SenderOptions sender)
    {
        yield return ("Content-Language", model.Language);

        // RFC 2919: stable for the stream, because readers' filters depend on it.
        yield return ("List-Id", $"{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(edition.Plan)} digest <{edition.Plan}.digest.{sender.Domain}>");
        if (model.Links.Unsubscribe is { } link)
        {
            var byMail = sender.Mailto($"unsubscribe {link[(link.LastIndexOf('/') + 1)..]}") is { } mail ? $", <{mail}>" : "";
            yield return ("List-Unsubscribe", $"<{link}>{byMail}");
            yield return ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"); // RFC 8058
        }

        yield return ("List-Help", $"<{sender.Mailto("help") ?? sender.Link("e/")}>"); // RFC 2369
        if (sender.Mailto(null) is { } owner)
        {
            yield return ("List-Owner", $"<{owner}>");
        }

        yield return ("List-Subscribe", $"<{sender.Link("")}>");
        yield return ("List-Archive", $"<{sender.Link("e/")}>");
        yield return ("Archived-At", $"<{model.Links.Archive}>"); // RFC 5064
        yield return ("Feedback-ID", $"{edition.Name}:{edition.Plan}:digest:newsbot");
        yield return ("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note answers it
        yield return ("Precedence", "bulk"); // the same for old responders
        yield return ("X-Auto-Response-Suppress", "OOF, AutoReply"); // and for Exchange
    }

    /// <summary>
    /// RFC 9477: where a provider may report what readers call spam. It heeds the address only when a signature covers it and
    /// its domain is the sender's or below it (3.1); a report names the mail by the key.
    /// </summary>
    private static IEnumerable<(string Name, string Value)> Complaints(SenderOptions sender, string key)
    {
        if (sender.Signing is not null && sender.BounceAddress is { } text && ReaderAddress.TryNormalise(text, out var address, out _)
            && $".{address[(address.LastIndexOf('@') + 1)..]}".EndsWith($".{sender.Domain}", StringComparison.Ordinal))
        {
            yield return ("CFBL-Address", $"{address}; report=arf");
            yield return ("CFBL-Feedback-ID", key);
        }
    }

    internal static MultipartAlternative Body(string html, string text, string key) => new(Part(TextFormat.Plain, text), Part(TextFormat.Html, html))
    {
        Boundary = $"=_{key}",
    };

    /// <summary>
    /// The encoder counts by encoded octets of three characters, and breaks a line a little late: asked for 76 it writes up to 78, more than
    /// RFC 2045, 6.7 allows; asked for 73 (24 octets) up to 75.
    /// </summary>
    private const int LongestLine = 73;

    private static TextPart Part(TextFormat format, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var encoder = new QuotedPrintableEncoder(LongestLine);
        var encoded = new byte[encoder.EstimateOutputLength(bytes.Length)];
        var length = encoder.Flush(bytes, 0, bytes.Length, encoded);
        var part = new TextPart(format)
        {
            ContentTransferEncoding = ContentEncoding.QuotedPrintable,
            Content = new MimeContent(new MemoryStream(encoded, 0, length), ContentEncoding.QuotedPrintable),
        };
        part.ContentType.Charset = "utf-8";
        return part;
    }
}
