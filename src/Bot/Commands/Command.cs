using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>Who may run something. There is no default: a new command must say it.</summary>
internal enum WhoMay
{
    Staff,
    Everyone,
}

/// <summary>How the first answer comes, which Discord wants within three seconds.</summary>
internal enum Answer
{
    /// <summary>"Thinking…", then what the handler says.</summary>
    Later,

    /// <summary>Buttons and selects on an answer of ours: nothing, then the answer changes to what the handler says.</summary>
    Update,

    /// <summary>The handler runs first and must be quick: it opens a form, or says why not.</summary>
    AtOnce,
}

internal delegate Task<Reply> RunCommand(CommandContext context, CancellationToken ct);

/// <summary>Suggestions for what is being typed, at most <see cref="Limits.Choices"/>; more are cut off.</summary>
internal delegate Task<IReadOnlyList<Choice>> Complete(Tx tx, CommandContext context, string typed);

/// <summary>A slash command, or an entry of a message's menu.</summary>
internal sealed record Command
{
    /// <summary>Such as <c>news post</c> or <c>status</c>; of a menu entry what people read.</summary>
    public required string Path { get; init; }

    public CommandType Type { get; init; } = CommandType.Slash;

    /// <summary>1 to 100 characters; empty for menu entries.</summary>
    public string Description { get; init; } = "";

    public required WhoMay Who { get; init; }

    public Answer Answer { get; init; } = Answer.Later;

    /// <summary>Required ones first.</summary>
    public IReadOnlyList<Input> Inputs { get; init; } = [];

    public required RunCommand Run { get; init; }
}

/// <summary>An option of a command.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="Description">1 to 100 characters.</param>
internal sealed record Input(string Name, string Description, bool Required = true, CommandOptionType Type = CommandOptionType.Text)
{
    public Complete? Complete { get; init; }

    public IReadOnlyList<Choice>? Choices { get; init; }

    public IReadOnlyList<ChannelType>? ChannelTypes { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>The audit does not keep what was typed.</summary>
    public bool Private { get; init; }
}

/// <summary>What a button, a select or a form does.</summary>
/// <param name="Name">See <see cref="ActionId.Name"/>.</param>
internal sealed record ComponentAction(string Name, WhoMay Who, Answer Answer, RunCommand Run);
