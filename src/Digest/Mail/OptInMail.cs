using MimeKit;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;

namespace NewsBot.Digest.Mail;

/// <summary>What <c>digest/confirm</c> shows. Nothing in it was typed by whoever filled in the form.</summary>
/// <param name="State"><c>ask</c>: the owner of the address is asked; <c>known</c>: there is nothing to ask.</param>
public sealed record OptInModel(string State, string Language, string Direction, string Subject, string Sender)
{
    /// <summary>The host of the pages: from where it was asked.</summary>
    public required string Site { get; init; }

    /// <summary>When it was asked.</summary>
    public required string When { get; init; }
    public required IReadOnlyList<OptInTopic> Topics { get; init; }

    /// <summary>To the page that confirms, or that where everything is changed.</summary>
    public required string Link { get; init; }
}

public sealed record OptInTopic(string Name, string Often);

/// <summary>
/// From what waits for a reader to the mail that asks (MAIL.md section d): no <c>List-Unsubscribe</c>, for it is one letter and no list.
/// </summary>
public sealed class OptInMail(Templates templates, SenderOptions sender, LinkKeys keys)
{
    private const int LongestSubject = 78;
    private const int LongestName = 100;
    private const string Template = "digest/confirm";

    /// <param name="waiting">Not empty: these are asked for. Else the reader follows <paramref name="followed"/> already, and learns that.</param>
    /// <exception cref="TemplateException">A template is missing or fails.</exception>
    internal MimeMessage Run(Delivery delivery, Subscriber reader, IReadOnlyList<Asked> waiting, IReadOnlyList<FollowedTopic> followed)
    {
        var model = Model(delivery, reader, waiting, followed);
        var key = keys.MessageKey($"optin {delivery.DedupKey}");
        var message = new MimeMessage();
        message.Headers.Clear();
        message.From.Add(new MailboxAddress(sender.From.Name, sender.From.Address));
        message.To.Add(new MailboxAddress(null, reader.Address));
        message.Subject = model.Subject;
        message.Date = delivery.CreatedAt;
        message.MessageId = $"optin.{key}@{sender.Domain}";
        message.MimeVersion = new Version(1, 0);
        message.Headers.Add("Content-Language", model.Language);
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note answers it
        message.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply"); // and for Exchange
        message.Body = MimeBuilder.Body(templates.RenderHtml(Template, model), templates.RenderText(Template, model), key);
        sender.Signing?.Sign(message);
        return message;
    }

    internal Envelope Envelope(MimeMessage message, long deliveryId) => MimeBuilder.Envelope(message, sender, keys, deliveryId);

    internal OptInModel Model(Delivery delivery, Subscriber reader, IReadOnlyList<Asked> waiting, IReadOnlyList<FollowedTopic> followed)
    {
        var language = templates.Phrases.Best(reader.Language);
        var asks = waiting.Count > 0;
        List<OptInTopic> topics = asks
            ? [.. waiting.Select(asked => Topic(language, asked.Topic, asked.Plan))]
            : [.. followed.Select(topic => Topic(language, topic.Topic, topic.Plan))];
        var path = asks ? Confirm.Path(keys, waiting[^1].SubscriptionId) : Manage.Path(keys, reader.Id);
        return new(
            asks ? "ask" : "known",
            language,
            Phrases.Direction(language),
            Subject(language, asks, topics),
            sender.From.Name ?? sender.Site.Host)
        {
            Site = sender.Site.IdnHost,
            When = When(language, reader, asks ? waiting[^1].AskedAt : delivery.CreatedAt),
            Topics = topics,
            Link = sender.Link(path),
        };
    }

    private OptInTopic Topic(string language, string name, string plan) =>
        new(OneLine.Of(name, LongestName) ?? "", PlanText.Of(templates.Phrases, language, plan));

    private string Subject(string language, bool asks, List<OptInTopic> topics)
    {
        var of = topics.Count == 1 ? topics[0].Name : templates.Phrases.Say(language, "optin.subject.topics", topics.Count);
        return OneLine.Of(templates.Phrases.Say(language, asks ? "optin.subject.ask" : "optin.subject.known", of), LongestSubject)!;
    }

    private string When(string language, Subscriber reader, DateTimeOffset instant)
    {
        var zone = reader.OwnZone ?? TimeZoneInfo.Utc;
        return $"{new DayText(templates.Phrases, language).LongMoment(TimeZoneInfo.ConvertTime(instant, zone).DateTime)} ({zone.Id})";
    }
}
