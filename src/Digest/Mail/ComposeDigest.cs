using System.Text;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Digest.Mail;

/// <summary>From an edition and a reader to a message: model, templates, MIME.</summary>
public sealed class ComposeDigest(Templates templates, SenderOptions sender, LinkKeys keys)
{
    /// <summary>Of each part, as UTF-8. Gmail hides what comes after about 102 KB of HTML, and with it the way to leave.</summary>
    public const int MostBytes = 90_000;

    internal SenderOptions Sender => sender;

    internal Phrases Phrases => templates.Phrases;

    /// <param name="followed">What the reader follows of the plan.</param>
    /// <returns>Null when nothing in the edition is for this reader.</returns>
    /// <exception cref="TemplateException">A template is missing or fails.</exception>
    public MimeMessage? Run(Issue issue, Subscriber reader, IReadOnlyList<Followed> followed) => Letter(issue, reader, followed)?.Message;

    /// <inheritdoc cref="Run"/>
    internal ComposedDigest? Letter(Issue issue, Subscriber reader, IReadOnlyList<Followed> followed)
    {
        if (followed.Count == 0)
        {
            return null;
        }

        // Any of the reader's subscriptions names the reader and the plan; the oldest changes least.
        var audience = Audience.Of(reader, followed, issue.Plan, Phrases) with
        {
            Unsubscribe = sender.Link(Unsubscribe.Path(keys, followed[0].SubscriptionId)),
            Manage = sender.Link(Manage.Path(keys, reader.Id)),
        };
        return Parts(issue, audience) is var (model, html, text) ? new(model, html, text, MimeBuilder.Build(model, issue, reader, sender, keys, html, text)) : null;
    }

    internal Envelope Envelope(MimeMessage message, long deliveryId) => MimeBuilder.Envelope(message, sender, keys, deliveryId);

    // With all that may stand in it, as a rule. When the texts are too long for that, as many of the most important as fit.
    private (DigestModel Model, string Html, string Text)? Parts(Issue issue, Audience audience)
    {
        if (DigestMail.Model(issue, sender, Phrases, audience) is not { } whole)
        {
            return null;
        }

        var fitting = Render(issue.Plan, whole);
        if (Fits(fitting))
        {
            return fitting;
        }

        // What fits with less room fits: halve the distance. Without any item it is sent whatever its size; the gate sees to that.
        var (least, most) = (0, DigestChoice.MostEntries);
        fitting = Render(issue.Plan, DigestMail.Model(issue, sender, Phrases, audience, least)!);
        while (least < most)
        {
            var room = (least + most + 1) / 2;
            var parts = Render(issue.Plan, DigestMail.Model(issue, sender, Phrases, audience, room)!);
            (least, most, fitting) = Fits(parts) ? (room, most, parts) : (least, room - 1, fitting);
        }

        return fitting;
    }

    private (DigestModel Model, string Html, string Text) Render(DigestPlan plan, DigestModel model)
    {
        var template = $"digest/{plan.Template}";
        return (model, templates.RenderHtml(template, model), templates.RenderText(template, model));
    }

    private static bool Fits((DigestModel Model, string Html, string Text) parts) =>
        Size(parts.Html) <= MostBytes && Size(parts.Text) <= MostBytes;

    /// <summary>Bytes of a part as it is sent: each of its lines ends with two.</summary>
    internal static int Size(string part) => Encoding.UTF8.GetByteCount(part) + part.AsSpan().Count('\n');
}

/// <summary>A mail with what it was made from, to be checked.</summary>
internal sealed record ComposedDigest(DigestModel Model, string Html, string Text, MimeMessage Message);
