using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Commands;

/// <summary>The first answer to an interaction: by a call to Discord, or as the answer to Discord's own call.</summary>
internal delegate Task Respond(Interaction interaction, InteractionReply reply, CancellationToken ct);

/// <summary>How answers reach people. It is the only thing that commands send by themselves, but for a member's own role.</summary>
/// <param name="Respond">The first answer.</param>
/// <param name="Edit">What a deferral promised.</param>
internal sealed record ReplyDoor(Respond Respond, Func<Interaction, MessageDraft, CancellationToken, Task> Edit)
{
    public static ReplyDoor Of(DiscordRest rest) => new(rest.RespondAsync, rest.EditReplyAsync);
}
