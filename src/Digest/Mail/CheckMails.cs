using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <summary>Renders every different mail of an edition that is to open, and looks at it as a mail program does. It is the <see cref="CheckEdition"/> of the gate.</summary>
public sealed class CheckMails(Db db, ComposeDigest compose)
{
    // The other readers' mails are made of the same parts; so many take a few seconds.
    private const int MostVariants = 500;
    private const int MostProblems = 10;

    /// <summary>No row has this id.</summary>
    private const long Nobody = 0;

    /// <inheritdoc cref="CheckEdition"/>
    public async Task<IReadOnlyList<string>> RunAsync(DigestPlan plan, DateTimeOffset end, CancellationToken ct)
    {
        var (issue, variants, topics) = await db.ReadAsync(
            async tx => (
                await EditionTable.PreviewAsync(tx, plan, await OpenEdition.NextPeriodAsync(tx, plan, end)),
                await VariantTable.ListAsync(tx, plan.Name, MostVariants),
                await VariantTable.TopicsAsync(tx)),
            ct);
        var problems = new List<string>();
        foreach (var (language, followed) in variants.Concat(compose.Phrases.Languages.Select(language => ((string?)language, topics))))
        {
            ct.ThrowIfCancellationRequested();
            problems.AddRange(Problems(issue, language, followed).Except(problems, StringComparer.Ordinal).Take(MostProblems - problems.Count));
            if (problems.Count >= MostProblems)
            {
                break;
            }
        }

        return problems;
    }

    private IReadOnlyList<string> Problems(Issue issue, string? language, IReadOnlyList<Followed> followed)
    {
        try
        {
            var reader = new Subscriber { Id = Nobody, Address = "reader@example.org", AddressHash = "", Language = language };
            return compose.Letter(issue, reader, followed) is { } letter ? [.. MailCheck.Problems(letter, compose.Sender)] : [];
        }
        catch (TemplateException failure)
        {
            return [$"A template fails: {failure.Message}"];
        }
    }
}
