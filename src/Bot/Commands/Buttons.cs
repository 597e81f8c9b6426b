using NewsBot.Discord.Model;

namespace NewsBot.Bot.Commands;

/// <summary>Pure: the buttons that commands offer.</summary>
internal static class Buttons
{
    /// <summary>Takes a question back; see <see cref="NeverMind"/>.</summary>
    public const string NeverMindName = "never-mind";

    /// <summary>The question "really?" of a command whose effect others will see.</summary>
    /// <param name="label">What it does, as a verb.</param>
    public static ActionRow Confirm(CommandContext context, ActionId yes, string label, bool danger = false) => new(
        Of(yes, label, danger ? ButtonStyle.Danger : ButtonStyle.Primary),
        Of(context.Own(NeverMindName), "Never mind", ButtonStyle.Secondary));

    public static Button Of(ActionId id, string label, ButtonStyle style) => new() { Style = style, Label = label, CustomId = id.ToString() };

    public static readonly ComponentAction NeverMind = new(NeverMindName, WhoMay.Everyone, Answer.Update, (_, _) => Task.FromResult(new Reply("Nothing was done.")));
}
