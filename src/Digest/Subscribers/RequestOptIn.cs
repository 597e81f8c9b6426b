using System.Net;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>Somebody asks for the digests of a topic, wherever the form stood.</summary>
public sealed record SignupRequest
{
    /// <summary>As <see cref="RequestOptIn.Problem"/> has written it.</summary>
    public required string Address { get; init; }

    public required Topic Topic { get; init; }

    /// <summary>Name of a digest; another text or null: the first.</summary>
    public string? Plan { get; init; }

    /// <summary>The reader's.</summary>
    public required string Language { get; init; }

    /// <summary>Of the words beside the form; another text or null: English.</summary>
    public string? Shown { get; init; }

    /// <summary>IANA name; another text or null: the plan's.</summary>
    public string? Zone { get; init; }

    /// <summary>Where the form stood, such as <c>web form</c>: it is kept as proof of consent.</summary>
    public required string Where { get; init; }

    /// <summary>Whoever asks, for the limits alone: it is kept nowhere.</summary>
    public required string Source { get; init; }

    /// <summary>From where it came; coarsened it is kept as proof of consent. Null: by no network of the reader's own.</summary>
    public IPNetwork? Network { get; init; }

    /// <summary>With proof of work, or a login that is as good.</summary>
    public bool Worked { get; init; }

    /// <summary>A machine has given itself away: it gets the answer of everybody, and nothing is done.</summary>
    public bool IsMachine { get; init; }
}

/// <summary>
/// Slice: what every form does with an address, on a page and in chat: the limits, <see cref="AskOptIn"/>, and one answer after the same time
/// whoever's address it is.
/// </summary>
public sealed class RequestOptIn(Db db, LinkKeys keys, Phrases phrases, SignupOptions options, SignupLimits limits, TimeProvider time)
{
    public SignupOptions Options => options;

    public Phrases Phrases => phrases;

    /// <summary>The digests to choose from, the first chosen; with one alone there is nothing to choose.</summary>
    public IReadOnlyList<PlanOption> Plans(string language) =>
        [.. options.Plans.Select((plan, index) => new PlanOption(plan.Name, PlanText.Of(phrases, language, plan.Name), index == 0))];

    /// <inheritdoc cref="SignupLimits.MayCome(string)"/>
    public bool MayCome(string source) => limits.MayCome(source);

    /// <param name="typed">By a stranger.</param>
    /// <param name="address">As it is stored.</param>
    /// <returns>The phrase that says what to do about it; null: there is no problem.</returns>
    public string? Problem(string typed, out string address) =>
        !ReaderAddress.TryNormalise(typed, out address, out _) ? "signup.problem.address"
        : options.RefusedDomains.Has(AddressKey.Domain(address)) ? "signup.problem.domain"
        : null;

    /// <param name="begun">When the request came; see <see cref="SignupOptions.AnswerAfter"/>.</param>
    /// <param name="ct">Ends the wait, and not what is done.</param>
    /// <returns>False: too much was asked for from there, or in all; nothing was done. True says nothing about the address.</returns>
    public async Task<bool> RunAsync(SignupRequest request, long begun, CancellationToken ct)
    {
        if (!request.IsMachine)
        {
            switch (limits.Take(request.Source, AddressKey.Of(request.Address), request.Worked))
            {
                case SignupVerdict.Later:
                    return false;
                case SignupVerdict.Go:
                    await AskAsync(request);
                    break;
            }
        }

        var left = options.AnswerAfter - time.GetElapsedTime(begun);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, ct);
        }

        return true;
    }

    private Task AskAsync(SignupRequest request)
    {
        var plan = (options.Plans.FirstOrDefault(plan => plan.Name == request.Plan) ?? options.Plans[0]).Name;
        var zone = request.Zone is { } wanted && TimeZoneInfo.TryFindSystemTimeZoneById(wanted, out var known) && known.HasIanaId ? known.Id : null;
        var consent = AskOptIn.Consent(request.Where, phrases.Best(request.Shown), request.Topic.Name, plan, time.GetUtcNow(), request.Network);

        // Not the request's own token: how long it takes would tell who goes away.
        return db.WriteAsync(tx => AskOptIn.RunAsync(tx, keys, new(request.Address, request.Topic.Id, plan, request.Language, zone, consent)), CancellationToken.None);
    }
}
