namespace NewsBot.Bot.Commands;

/// <summary>Every command and every action: what is not here, nobody can do.</summary>
internal static class AllCommands
{
    public static IReadOnlyList<Command> Commands { get; } =
    [
        .. NewsCommands.All,
        .. TopicCommands.All,
        .. DigestCommands.All,
        .. DeliveryCommands.All,
        WhyCommand.Command,
        StatusCommand.Command,
        .. ReaderCommands.All,
        .. Menus.All,
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        Buttons.NeverMind,
        .. NewsCommands.Actions,
        .. TopicCommands.Actions,
        .. DigestCommands.Actions,
        .. DeskCard.Actions,
        .. DeskAlert.Actions,
        .. LateDigest.Actions,
    ];
}
