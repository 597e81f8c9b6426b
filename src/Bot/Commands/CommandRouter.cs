using System.Threading.Channels;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;

namespace NewsBot.Bot.Commands;

/// <summary>
/// From an interaction to its answer.
/// 1. An id that came before is dropped.
/// 2. The command or action is found, and the person is asked for permission, whatever the act.
/// 3. The first answer, within three seconds: suggestions and forms at once, everything else promises an answer.
/// 4. The handler runs; its answer is written where the promise stands. A failure is one sentence, never silence.
/// </summary>
internal sealed class CommandRouter
{
    /// <summary>Interactions at the same time. Each waits for Discord or the store, hardly ever for the processor.</summary>
    private const int Concurrency = 16;

    /// <summary>Interactions that wait for their turn. Those behind would miss their three seconds anyway.</summary>
    private const int Waiting = 256;

    /// <summary>Discord waits three seconds for the first answer; what must be known before it has this long.</summary>
    private static readonly TimeSpan AtOnceLimit = TimeSpan.FromSeconds(2);

    /// <summary>Rendering a digest takes seconds; more is a store that hangs.</summary>
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);

    /// <summary>An answer that Discord did not take is written again so often, for the person waits for it.</summary>
    private const int ReplyTries = 3;

    private static readonly TimeSpan ReplyPause = TimeSpan.FromSeconds(1);

    private readonly CommandTools tools;
    private readonly ReplyDoor door;
    private readonly ILogger logger;
    private readonly Dictionary<(CommandType Type, string Path), Command> commands;
    private readonly Dictionary<string, ComponentAction> actions;
    private readonly SeenInteractions seen = new();
    private readonly Channel<(Interaction Interaction, Respond Respond)> queue =
        System.Threading.Channels.Channel.CreateBounded<(Interaction, Respond)>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.Wait });

    public CommandRouter(CommandTools tools, IReadOnlyCollection<Command> commands, IReadOnlyCollection<ComponentAction> actions, ReplyDoor door, ILogger logger)
    {
        this.tools = tools;
        this.door = door;
        this.logger = logger;
        this.commands = commands.ToDictionary(command => (command.Type, command.Path));
        this.actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);
    }

    /// <summary>Takes an interaction from the gateway, without waiting.</summary>
    public void Post(Interaction interaction) => Post(interaction, door.Respond);

    /// <summary>Takes an interaction from Discord's own call and waits for the first answer to it.</summary>
    /// <returns>Null: it was not ready in time, and goes to Discord by a call of ours.</returns>
    public async Task<InteractionReply?> AnswerAsync(Interaction interaction, CancellationToken ct)
    {
        var first = new TaskCompletionSource<InteractionReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(interaction, (asked, reply, stop) => first.TrySetResult(reply) ? Task.CompletedTask : door.Respond(asked, reply, stop));
        try
        {
            return await first.Task.WaitAsync(AtOnceLimit, tools.Time, ct);
        }
        catch (TimeoutException) when (first.TrySetCanceled(CancellationToken.None))
        {
            return null;
        }
        catch (TimeoutException)
        {
            return await first.Task;
        }
    }

    /// <summary>Works until it is told to stop; what runs then is finished.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => WorkAsync(ct)));

    /// <summary>From an interaction to its answer. Never throws but on <paramref name="ct"/>.</summary>
    public Task HandleAsync(Interaction interaction, CancellationToken ct) => HandleAsync(interaction, door.Respond, ct);

    private void Post(Interaction interaction, Respond respond)
    {
        if (!queue.Writer.TryWrite((interaction, respond)))
        {
            logger.LogWarning("interaction {Id} is dropped: {Count} others wait", interaction.Id, Waiting);
        }
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var (interaction, respond) in queue.Reader.ReadAllAsync(ct))
            {
                await HandleAsync(interaction, respond, CancellationToken.None); // Bounded by its own limits; see RunLimit.
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task HandleAsync(Interaction interaction, Respond respond, CancellationToken ct)
    {
        if (!seen.TryAdd(interaction.Id))
        {
            logger.LogInformation("interaction {Id} came before", interaction.Id);
            return;
        }

        var asked = Find(interaction);
        try
        {
            await (interaction.Type switch
            {
                InteractionType.Ping => respond(interaction, InteractionReply.Pong, ct),
                InteractionType.Autocomplete => SuggestAsync(interaction, asked, respond, ct),
                _ => AnswerAsync(interaction, asked, respond, ct),
            });
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Discord did not take the first answer: the person sees that nothing came, and nothing was done.
            logger.LogWarning("interaction {Id} ({Name}): no answer could be given: {Reason}", interaction.Id, asked?.Name ?? "unknown", Reason(failure));
        }
    }

    private async Task AnswerAsync(Interaction interaction, Asked? asked, Respond respond, CancellationToken ct)
    {
        var refused = asked is null
            ? "I do not know this any more. If it is a command, reload Discord; if it is a button, run its command again."
            : Entry.Refuse(interaction, tools.Staff, asked.Who, asked.Action, tools.Time.GetUtcNow());
        if (asked is null || refused is not null)
        {
            logger.LogInformation("interaction {Id} ({Name}) of {User} is refused: {Reason}", interaction.Id, asked?.Name ?? "unknown", interaction.Invoker.Id, refused);
            await respond(interaction, InteractionReply.Say(new Reply(refused!).Draft()), ct);
            return;
        }

        if (asked.Answer == Answer.AtOnce)
        {
            var reply = await RunAsync(interaction, asked, AtOnceLimit, ct);
            await respond(interaction, reply.Form is { } form ? InteractionReply.Ask(form) : InteractionReply.Say(reply.Draft()), ct);
            return;
        }

        await respond(interaction, asked.Answer == Answer.Update ? InteractionReply.DeferUpdate : InteractionReply.Defer(ephemeral: true), ct);
        await WriteAsync(interaction, asked.Name, (await RunAsync(interaction, asked, RunLimit, ct)).Draft(), ct);
    }

    private async Task<Reply> RunAsync(Interaction interaction, Asked asked, TimeSpan limit, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(limit, tools.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        var from = tools.Time.GetTimestamp();
        try
        {
            var context = new CommandContext(tools, interaction, asked.Name, asked.Action, asked.Command);
            var reply = await asked.Run(context, stop.Token).WaitAsync(stop.Token);
            logger.LogInformation("interaction {Id} ({Name}) of {User} took {Milliseconds:0} ms", interaction.Id, asked.Name, interaction.Invoker.Id, tools.Time.GetElapsedTime(from).TotalMilliseconds);
            return reply;
        }
        catch (Refusal refusal)
        {
            return new Reply(refusal.Message);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            logger.LogError("interaction {Id} ({Name}) was given up after {Seconds} s", interaction.Id, asked.Name, limit.TotalSeconds);
            return new Reply("That took too long. Look with `/status` what is slow, then try again.");
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            logger.LogError("interaction {Id} ({Name}) failed: {Reason}", interaction.Id, asked.Name, Reason(failure));
            return new Reply($"Something went wrong, and nothing was changed. The log says more: look for `{interaction.Id}`.");
        }
    }

    private async Task SuggestAsync(Interaction interaction, Asked? asked, Respond respond, CancellationToken ct)
    {
        IReadOnlyList<Choice> choices = [];
        if (asked?.Command is { } command && Entry.Refuse(interaction, tools.Staff, command.Who, null, tools.Time.GetUtcNow()) is null
            && interaction.Data.Given.FirstOrDefault(option => option.Focused) is { } typed
            && command.Inputs.FirstOrDefault(input => input.Name == typed.Name)?.Complete is { } complete)
        {
            using var over = new CancellationTokenSource(AtOnceLimit, tools.Time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
            try
            {
                var context = new CommandContext(tools, interaction, command.Path, null, command);
                choices = await tools.Db.ReadAsync(tx => complete(tx, context, typed.Text.Trim()), stop.Token).WaitAsync(stop.Token);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning("suggestions for {Name} failed: {Reason}", command.Path, Reason(failure));
            }
        }

        await respond(interaction, InteractionReply.Suggest([.. choices.Take(Limits.Choices)]), ct);
    }

    private async Task WriteAsync(Interaction interaction, string name, MessageDraft draft, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await door.Edit(interaction, draft, ct);
                return;
            }
            catch (Exception failure) when (tries < ReplyTries && !ct.IsCancellationRequested && IsPassing(failure))
            {
                await Task.Delay(failure is RateLimitedException limited ? limited.RetryAfter : ReplyPause, tools.Time, ct);
            }
            catch (DiscordException refused) when (tries < ReplyTries && !IsPassing(refused))
            {
                logger.LogError("interaction {Id} ({Name}): Discord refused the answer: {Reason}", interaction.Id, name, refused.Message);
                draft = new Reply("Discord did not take my answer, so I cannot show it; the log says why. What you asked may be done: look before you repeat it.").Draft();
            }
        }
    }

    private static bool IsPassing(Exception failure) =>
        failure is RateLimitedException or HttpRequestException or TimeoutException || failure is DiscordException { Status: >= System.Net.HttpStatusCode.InternalServerError };

    // A message of ours or of Discord; what a person typed is in none of them.
    private static string Reason(Exception failure) => failure is DiscordException or RateLimitedException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";

    private Asked? Find(Interaction interaction)
    {
        var data = interaction.Data;
        if (interaction.Type is InteractionType.Command or InteractionType.Autocomplete)
        {
            return commands.TryGetValue((data.Type, data.CommandPath), out var command)
                ? new(command.Path, command.Who, command.Answer, command.Run, null, command)
                : null;
        }

        return ActionId.TryParse(data.CustomId, out var id) && actions.TryGetValue(id.Name, out var action)
            ? new(action.Name, action.Who, action.Answer, action.Run, id, null)
            : null;
    }

    private sealed record Asked(string Name, WhoMay Who, Answer Answer, RunCommand Run, ActionId? Action, Command? Command);
}
