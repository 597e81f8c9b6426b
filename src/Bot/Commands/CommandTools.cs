using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>Gives a member a role, or takes it.</summary>
/// <param name="has">What should be so afterwards.</param>
internal delegate Task SetRole(Snowflake guild, Snowflake member, Snowflake role, bool has, CancellationToken ct);

/// <summary>What commands work with.</summary>
internal sealed record CommandTools(Db Db, TimeProvider Time, StaffOptions Staff)
{
    public IReadOnlyList<DigestPlan> Plans { get; init; } = [];

    /// <summary>Names of the webhooks that are configured.</summary>
    public IReadOnlyList<string> Webhooks { get; init; } = [];

    /// <summary>Null: no mail is configured.</summary>
    public ComposeDigest? Compose { get; init; }

    /// <summary>The same: what looks at an edition before it opens.</summary>
    public CheckEdition? Check { get; init; }

    /// <summary>So many members of staff send an edition whose mails are not as they should be: 1 or 2.</summary>
    public int Approvals { get; init; } = 2;

    /// <summary>What the forms for a mail address share; null: nobody can sign up.</summary>
    public RequestOptIn? OptIn { get; init; }

    /// <summary>Then: which sections of newsbot.json are missing.</summary>
    public IReadOnlyList<string> SignupLacks { get; init; } = [];

    /// <summary>Null: roles cannot be given.</summary>
    public SetRole? SetRole { get; init; }

    /// <summary>Sentences about what is not in the store, such as the connection to Discord, for <c>/status</c>.</summary>
    public Func<IReadOnlyList<string>> Conditions { get; init; } = () => [];
}
