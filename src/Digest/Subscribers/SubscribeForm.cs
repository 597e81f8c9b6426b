namespace NewsBot.Digest.Subscribers;

/// <summary>What <c>partials/subscribe</c> shows, on the page of a topic and on the answers to it.</summary>
/// <param name="Action">Where it posts to.</param>
/// <param name="Script">Where the script is that does the work meanwhile; without it the form takes a page more.</param>
/// <param name="Plans">With one alone there is nothing to choose.</param>
/// <param name="Challenge">Signed; good for <see cref="ProofOfWork.Lifetime"/>.</param>
/// <param name="Bits">How much work.</param>
public sealed record SubscribeForm(string Topic, string Action, string Script, IReadOnlyList<PlanOption> Plans, string Challenge, int Bits)
{
    /// <summary>What was typed, to be corrected.</summary>
    public string Address { get; init; } = "";

    /// <summary>Key of a phrase, or null.</summary>
    public string? Problem { get; init; }
}

public sealed record PlanOption(string Name, string Label, bool Chosen);

/// <summary>What <c>pages/subscribe</c> shows.</summary>
/// <param name="State"><c>sent</c>, <c>wait</c>, <c>form</c>, <c>later</c> or <c>unknown</c>.</param>
public sealed record SubscribePage(string State, string Language, string Direction)
{
    public string Topic { get; init; } = "";

    /// <summary>The page of the topic; that of all topics when there is none.</summary>
    public string Back { get; init; } = "/";

    /// <summary>With <c>form</c>.</summary>
    public SubscribeForm? Form { get; init; }

    /// <summary>With <c>wait</c>: what was typed, to be posted again.</summary>
    public WaitForm? Wait { get; init; }

    /// <summary>With <c>sent</c>: the name and address that the mail comes from.</summary>
    public string Sender { get; init; } = "";
}

/// <param name="Waiting">Signed: since when.</param>
/// <param name="Seconds">How long it takes in all.</param>
public sealed record WaitForm(string Action, string Address, string Plan, string Zone, string Shown, string Waiting, int Seconds);
