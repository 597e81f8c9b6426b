using System.Text;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <summary>What an edition would look like.</summary>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part, UTF-8.</param>
/// <param name="Message">The whole mail, as it would go over the wire.</param>
public sealed record DigestPreview(string Subject, string Text, byte[] Html, byte[] Message);

/// <summary>The mail of a reader who follows every topic of an edition; nobody has that address, and its links lead to no subscription.</summary>
public static class PreviewDigest
{
    /// <summary>No row has this id.</summary>
    private const long Nobody = 0;

    /// <returns>Null: there is nothing in it.</returns>
    /// <exception cref="TemplateException">A template is missing or fails.</exception>
    /// <param name="language">Null: English.</param>
    public static DigestPreview? Of(ComposeDigest compose, Issue issue, string? language = null)
    {
        var reader = new Subscriber { Id = Nobody, Address = "reader@example.org", AddressHash = "", Language = language };
        var followed = issue.Items.SelectMany(item => item.Topics).DistinctBy(topic => topic.Id).OrderBy(topic => topic.Id)
            .Select(topic => new Followed(Nobody, topic.Id, topic.Slug, topic.Name)).ToList();
        return Of(compose, issue, reader, followed);
    }

    /// <summary>The very mail that a reader would get if the next edition opened now, with the links that are theirs: for staff who ask for their own.</summary>
    /// <returns>Null: nobody has this address, or no mail would go there.</returns>
    /// <exception cref="TemplateException">A template is missing or fails.</exception>
    public static async Task<DigestPreview?> ForAsync(Db db, ComposeDigest compose, DigestPlan plan, string address, CancellationToken ct)
    {
        if (!ReaderAddress.TryNormalise(address, out var normal, out _))
        {
            return null;
        }

        var (reader, own) = await db.TryOutAsync(
            async tx => await SubscriberTable.FindAsync(tx, normal) is { } reader && await OpenEdition.TryAsync(tx, plan) is { } edition
                ? (reader, await ReaderIssue.OfAsync(tx, plan, edition, reader))
                : ((Subscriber?)null, (ReaderIssue?)null),
            ct);
        return own is null ? null : Of(compose, own.Issue, reader!, own.Followed);
    }

    private static DigestPreview? Of(ComposeDigest compose, Issue issue, Subscriber reader, IReadOnlyList<Followed> followed) =>
        compose.Run(issue, reader, followed) is { } message
            ? new(message.Subject ?? "", message.TextBody ?? "", Encoding.UTF8.GetBytes(message.HtmlBody ?? ""), MimeBuilder.Bytes(message))
            : null;
}
