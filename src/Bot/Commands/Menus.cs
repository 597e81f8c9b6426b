using NewsBot.Discord.Interactions;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>Entries of a message's own menu: the message is a post of ours, and the item behind it is meant.</summary>
internal static class Menus
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new() { Path = "Put in the digest", Type = CommandType.MessageMenu, Who = WhoMay.Staff, Run = async (context, ct) => await context.ReadAsync(async tx => DigestPicks.Ask(context, await ItemAsync(tx, context)), ct) },
        new() { Path = "Correct this post", Type = CommandType.MessageMenu, Who = WhoMay.Staff, Answer = Answer.AtOnce, Run = async (context, ct) => await context.ReadAsync(async tx => CorrectNews.Ask(context, await ItemAsync(tx, context)), ct) },
        new() { Path = "Retract this post", Type = CommandType.MessageMenu, Who = WhoMay.Staff, Answer = Answer.AtOnce, Run = async (context, ct) => await context.ReadAsync(async tx => await RetractNews.AskAsync(tx, context, await ItemAsync(tx, context)), ct) },
    ];

    private static async Task<Item> ItemAsync(Tx tx, CommandContext context) =>
        context.Interaction.Data.TargetId is { } message
        && await ItemSearch.ByPostAsync(tx, "discord", message.ToString()) is { } id
        && await ItemTable.FindAsync(tx, id) is { } item
            ? item
            : throw new Refusal("That message is no post of mine, so there is no news behind it.");
}
