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
    public async Task<RenderedDigest> RunAsync(string planName, string address, CancellationToken ct)
    {
        var plan = plans.FirstOrDefault(plan => plan.Name == planName)
            ?? throw new InvalidDataException($"There is no digest plan \"{planName}\"; plans are {string.Join(", ", plans.Select(plan => plan.Name))}.");
        if (!ReaderAddress.TryNormalise(address, out var normal, out var problem))
        {
            throw new InvalidDataException($"That is no reader: {problem}.");
        }

        var (reader, own, preview) = await db.TryOutAsync(tx => ReadAsync(tx, plan, normal), ct);
        var message = compose.Run(own.Issue, reader, own.Followed)
            ?? throw new InvalidDataException($"Nothing in edition {own.Issue.Edition.Name} is for this reader: no mail.");
        return new(own.Issue.Edition.Name, preview, MimeBuilder.Bytes(message));
    }

    private static async Task<(Subscriber Reader, ReaderIssue Own, bool Preview)> ReadAsync(Tx tx, DigestPlan plan, string address)
    {
        var reader = await SubscriberTable.FindAsync(tx, address)
            ?? throw new InvalidDataException("No reader has this address; import it first.");
        var followed = await SubscriberTable.FollowedAsync(tx, reader.Id, plan.Name);
        if (followed.Count == 0)
        {
            throw new InvalidDataException($"This reader follows no topic of the plan {plan.Name}.");
        }

        var newest = await EditionTable.NewestAsync(tx, plan.Name);
        var edition = newest ?? await OpenEdition.TryAsync(tx, plan) ?? throw new InvalidDataException($"The next edition of {plan.Name} has only just begun: it holds nothing.");

        // Who has begun to follow since gets none of it; here it is shown all the same.
        var own = await ReaderIssue.OfAsync(tx, plan, edition, reader);
        return (reader, own.Followed.Count > 0 ? own : own with { Followed = followed }, newest is null);
    }
}
