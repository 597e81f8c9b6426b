using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Mail;

/// <summary>From an edition and a reader to a message: model, templates, MIME.</summary>
public sealed class ComposeDigest(Templates templates, SenderOptions sender, LinkKeys keys)
{
    /// <param name="followed">What the reader follows of the plan.</param>
    /// <returns>Null when nothing in the edition is for this reader.</returns>
    /// <exception cref="TemplateException">A template is missing or fails.</exception>
    public MimeMessage? Run(Issue issue, Subscriber reader, IReadOnlyList<Followed> followed)
    {
        if (followed.Count == 0)
        {
            return null;
        }

        // Any of the reader's subscriptions names the reader and the plan; the oldest changes least.
        var unsubscribe = sender.Link(Unsubscribe.Path(keys, followed[0].SubscriptionId));
        if (DigestMail.Model(issue, sender, followed, unsubscribe) is not { } model)
        {
            return null;
        }

        var template = $"digest/{issue.Plan.Template}";
        return MimeBuilder.Build(model, issue, reader, sender, keys, templates.RenderHtml(template, model), templates.RenderText(template, model));
    }

    internal Envelope Envelope(MimeMessage message, long deliveryId) => MimeBuilder.Envelope(message, sender, keys, deliveryId);
}
