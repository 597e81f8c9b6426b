using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Mail;

/// <param name="Edition">Its name.</param>
/// <param name="Preview">No edition is open yet: this is what there would be if one were opened now.</param>
/// <param name="Bytes">The whole message, as it goes over the wire.</param>
public sealed record RenderedDigest(string Edition, bool Preview, byte[] Bytes);

/// <summary>The mail of one reader, to look at: the newest edition's, exactly as it is sent.</summary>
public sealed class RenderDigest(Db db, IReadOnlyList<DigestPlan> plans, ComposeDigest compose)
{
    /// <exception cref="InvalidDataException">There is no such plan or reader, or nothing for them; the message says which.</exception>
    public Task<RenderedDigest> RunAsync(string planName, string address, CancellationToken ct)
    {
        var plan = plans.FirstOrDefault(plan => plan.Name == planName)
            ?? throw new InvalidDataException($"There is no digest plan \"{planName}\"; plans are {string.Join(", ", plans.Select(plan => plan.Name))}.");
        return ReaderAddress.TryNormalise(address, out var normal, out var problem)
            ? db.ReadAsync(tx => RunAsync(tx, plan, normal), ct)
            : throw new InvalidDataException($"That is no reader: {problem}.");
    }

    private async Task<RenderedDigest> RunAsync(Tx tx, DigestPlan plan, string address)
    {
        var reader = await SubscriberTable.FindAsync(tx, address)
            ?? throw new InvalidDataException("No reader has this address; import it first.");
        var followed = await SubscriberTable.FollowedAsync(tx, reader.Id, plan.Name);
        if (followed.Count == 0)
        {
            throw new InvalidDataException($"This reader follows no topic of the plan {plan.Name}.");
        }

        var newest = await EditionTable.NewestAsync(tx, plan.Name);

        // Who has begun to follow since gets none of it; here it is shown all the same.
        var own = newest is null ? null : await ReaderIssue.OfAsync(tx, plan, newest, reader);
        var issue = newest is null
            ? await EditionTable.PreviewAsync(tx, plan, new((await EditionTable.LastAsync(tx, plan.Name))?.EndsAt ?? Period.LatestEnd(plan, tx.Now), tx.Now))
            : own!.Issue;
        followed = own?.Followed is { Count: > 0 } then ? then : followed;
        var message = compose.Run(issue, reader, followed)
            ?? throw new InvalidDataException($"Nothing in edition {issue.Edition.Name} is for this reader: no mail.");
        return new(issue.Edition.Name, newest is null, MimeBuilder.Bytes(message));
    }
}
