using System.Globalization;
using System.Text.Json;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Staff;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Commands;

/// <summary>One act of one person, checked already: they may do it.</summary>
/// <param name="Name">The command's path or the action's name, for the audit.</param>
/// <param name="Action">Of a button, select or form.</param>
/// <param name="Command">Of a command.</param>
internal sealed record CommandContext(CommandTools Tools, Interaction Interaction, string Name, ActionId? Action, Command? Command)
{
    /// <summary>Characters of the answer that the audit keeps.</summary>
    private const int AuditResult = 300;

    public Db Db => Tools.Db;

    public DateTimeOffset Now { get; } = Tools.Time.GetUtcNow();

    public Snowflake Invoker => Interaction.Invoker.Id;

    public Snowflake Guild => Interaction.GuildId ?? throw new Refusal("This works in the server only.");

    public bool IsStaff => Interaction.Member is { } member && Entry.IsStaff(member, Tools.Staff);

    /// <summary>An option as it was typed, or a form's field; null when it is not there or empty.</summary>
    public string? Text(string name)
    {
        var text = Interaction.Type == InteractionType.Form
            ? Interaction.Data.FieldText(name)
            : Interaction.Data.Given.FirstOrDefault(option => option.Name == name)?.Text;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <exception cref="Refusal">It is not there, although Discord demands it.</exception>
    public string Required(string name) => Text(name) ?? throw new Refusal($"Please fill in `{name}`.");

    public bool Flag(string name) => bool.TryParse(Text(name), out var flag) && flag;

    public Snowflake? Id(string name) => Snowflake.TryParse(Text(name), out var id) ? id : null;

    /// <summary>The id that a button or a form of ours carries.</summary>
    /// <exception cref="Refusal">It carries none: somebody made it by hand.</exception>
    public long ActionNumber(int at) => Action?.Number(at) ?? throw new Refusal("This button is not one of mine.");

    /// <inheritdoc cref="ActionNumber"/>
    public string ActionText(int at) => Action is { } action && at < action.Arguments.Count ? action.Arguments[at] : throw new Refusal("This button is not one of mine.");

    public async Task<T> ReadAsync<T>(Func<Tx, Task<T>> read, CancellationToken ct) => await Db.ReadAsync(read, ct);

    /// <summary>Runs an effect and writes it down for the audit, both or neither. An act that Discord delivers twice has one effect.</summary>
    /// <param name="effect">Throws <see cref="Refusal"/> when it cannot be; then nothing is done and nothing written.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<Reply> EffectAsync(Func<Tx, Task<Reply>> effect, CancellationToken ct) => Db.WriteAsync(
        async tx =>
        {
            var reply = await effect(tx);
            var user = Interaction.Invoker;
            var added = await AuditTable.AddAsync(
                tx,
                new AuditEntry(Interaction.Id.ToString(), user.Id.ToString(), user.GlobalName ?? user.Username, Name, Options(), Limits.Cut(reply.Text, AuditResult)));
            return added ? reply : throw new Refusal("This was done already: Discord delivered it twice.");
        },
        ct);

    /// <summary>A button, select or form that only this person may use, and not for ever.</summary>
    public ActionId Own(string name, params IReadOnlyList<string> arguments) => new(name, Invoker, Now + Entry.Lifetime, arguments);

    /// <inheritdoc cref="Own(string, IReadOnlyList{string})"/>
    public ActionId Own(string name, long id) => Own(name, id.ToString(CultureInfo.InvariantCulture));

    // What was typed, as JSON: the audit is read by programs too.
    private string Options()
    {
        var data = Interaction.Data;
        var options = Interaction.Type switch
        {
            InteractionType.Form => data.Components.Where(row => row.Component is not null).Select(row => (row.Component!.CustomId, Text(row.Component.CustomId) ?? "")),
            InteractionType.Component => [("values", string.Join(' ', data.Values))],
            _ => data.Given.Select(option => (option.Name, IsPrivate(option.Name) ? "…" : option.Text)),
        };
        (string Name, string Value)[] target = data.TargetId is { } message ? [("message", message.ToString())] : Action is { } action ? [("action", string.Join(' ', action.Arguments))] : [];
        return JsonSerializer.Serialize(target.Concat(options).DistinctBy(option => option.Item1).ToDictionary(option => option.Item1, option => option.Item2, StringComparer.Ordinal));
    }

    private bool IsPrivate(string option) => Command?.Inputs.Any(input => input.Name == option && input.Private) == true;
}
