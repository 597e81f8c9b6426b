using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>A command as it is registered. Definition is what the API answers, translations included.</summary>
/// <param name="Type">1 typed, 2 menu of a person, 3 menu of a message.</param>
/// <param name="Guild">Null for a global command.</param>
public sealed record RegisteredCommand(ulong Id, int Type, string Name, ulong? Guild, JsonElement Definition)
{
    /// <summary>What a member must be allowed to see the command at all; null lets everybody.</summary>
    public ulong? DefaultPermissions
        => Definition.GetProperty("default_member_permissions").GetString() is { } bits ? ulong.Parse(bits, CultureInfo.InvariantCulture) : null;
}

/// <summary>The commands of the application, global and of the guild. Thread-safe.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/application-commands#registering-a-command.</remarks>
internal sealed class CommandBook(Discord discord, TimeProvider time)
{
    /// <summary>Commands of one kind in one scope.</summary>
    private static readonly Dictionary<int, int> MaxOfType = new() { [CommandForm.Chat] = 100, [CommandForm.User] = 15, [CommandForm.Message] = 15 };

    /// <summary>Names made anew within a day in one scope, whatever became of them.</summary>
    private const int MaxCreates = 200;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly List<RegisteredCommand> commands = [];
    private readonly Dictionary<ulong, Queue<long>> creates = [];

    /// <summary>All of them; those of the guild first, as they win over global ones of the same name.</summary>
    public IReadOnlyList<RegisteredCommand> All
    {
        get
        {
            lock (gate)
            {
                return [.. commands.OrderBy(command => command.Guild is null).ThenBy(command => command.Name, StringComparer.Ordinal)];
            }
        }
    }

    public IReadOnlyList<RegisteredCommand> Of(ulong? guild)
    {
        lock (gate)
        {
            return [.. commands.Where(command => command.Guild == guild)];
        }
    }

    public RegisteredCommand? Find(ulong id)
    {
        lock (gate)
        {
            return commands.Find(command => command.Id == id);
        }
    }

    /// <summary>Puts these in place of all commands of the scope.</summary>
    /// <exception cref="Refusal">A command is wrong, there are too many, or too many were made today: nothing changes.</exception>
    public IReadOnlyList<RegisteredCommand> Replace(ulong? guild, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            throw FormErrors.One("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        }

        var errors = new FormErrors();
        var names = new HashSet<(int, string?)>();
        var forms = new List<JsonObject>();
        foreach (var (index, item) in body.EnumerateArray().Index())
        {
            var path = index.ToString(CultureInfo.InvariantCulture);
            var form = ObjectForm(item, path, errors);
            var read = form is null ? [] : CommandForm.Read(form, guild is null);
            forms.Add(read);
            if (form is not null && !names.Add((TypeOf(read), read["name"]?.GetValue<string>())))
            {
                errors.Add(path + ".name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
            }
        }

        errors.ThrowIfAny();
        lock (gate)
        {
            CheckCounts(forms.Select(TypeOf));
            Spend(guild, forms.Count(form => Same(guild, form) is null));
            var made = forms.Select(form => Make(Same(guild, form)?.Id, guild, form)).ToList();
            commands.RemoveAll(command => command.Guild == guild);
            commands.AddRange(made);
            return made;
        }
    }

    /// <summary>Adds a command, or puts it in place of the one of its name and kind.</summary>
    public (RegisteredCommand Command, bool Created) Upsert(ulong? guild, JsonElement body)
    {
        var form = ReadOne(body, guild);
        lock (gate)
        {
            var same = Same(guild, form);
            if (same is null)
            {
                CheckCounts(commands.Where(command => command.Guild == guild).Select(command => command.Type).Append(TypeOf(form)));
                Spend(guild, 1);
            }

            return (Put(Make(same?.Id, guild, form)), same is null);
        }
    }

    /// <summary>Changes the named parts of a command.</summary>
    public RegisteredCommand Edit(ulong? guild, ulong id, JsonElement body)
    {
        lock (gate)
        {
            var before = Known(guild, id);
            var merged = JsonObject.Create(before.Definition)!;
            foreach (var item in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject().ToList() : [])
            {
                merged[item.Name] = JsonNode.Parse(item.Value.GetRawText());
            }

            merged["type"] = before.Type;
            return Put(Make(id, guild, ReadOne(JsonSerializer.SerializeToElement(merged), guild)));
        }
    }

    public void Delete(ulong? guild, ulong id)
    {
        lock (gate)
        {
            commands.Remove(Known(guild, id));
        }
    }

    public RegisteredCommand Known(ulong? guild, ulong id)
    {
        lock (gate)
        {
            return commands.Find(command => command.Id == id && command.Guild == guild)
                ?? throw new Refusal(Answer.Error(404, 10063, "Unknown application command"));
        }
    }

    private static JsonObject ReadOne(JsonElement body, ulong? guild)
    {
        var errors = new FormErrors();
        var form = ObjectForm(body, "", errors);
        var read = form is null ? [] : CommandForm.Read(form, guild is null);
        errors.ThrowIfAny();
        return read;
    }

    private static Form? ObjectForm(JsonElement item, string path, FormErrors errors)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            return new Form(item, path, errors);
        }

        errors.Add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return null;
    }

    private static void CheckCounts(IEnumerable<int> types)
    {
        foreach (var (type, count) in types.CountBy(type => type))
        {
            if (count > MaxOfType[type])
            {
                throw new Refusal(Answer.Error(400, 30032, $"Maximum number of application commands reached ({MaxOfType[type]})"));
            }
        }
    }

    private void Spend(ulong? guild, int count)
    {
        if (!creates.TryGetValue(guild ?? 0, out var made))
        {
            creates[guild ?? 0] = made = new Queue<long>();
        }

        while (made.TryPeek(out var first) && time.GetElapsedTime(first) >= Day)
        {
            made.Dequeue();
        }

        if (made.Count + count > MaxCreates)
        {
            throw new Refusal(Answer.Error(400, 30034, $"Max number of daily application command creates has been reached ({MaxCreates})"));
        }

        for (var i = 0; i < count; i++)
        {
            made.Enqueue(time.GetTimestamp());
        }
    }

    private RegisteredCommand? Same(ulong? guild, JsonObject form)
        => commands.Find(command => command.Guild == guild && command.Type == TypeOf(form) && command.Name == form["name"]!.GetValue<string>());

    private RegisteredCommand Put(RegisteredCommand command)
    {
        commands.RemoveAll(old => old.Id == command.Id);
        commands.Add(command);
        return command;
    }

    private RegisteredCommand Make(ulong? id, ulong? guild, JsonObject form)
    {
        var known = id ?? discord.NewId();
        var json = new JsonObject
        {
            ["id"] = Snowflakes.Text(known),
            ["application_id"] = Snowflakes.Text(discord.BotId),
            ["version"] = Snowflakes.Text(discord.NewId()),
        };
        if (guild is { } of)
        {
            json["guild_id"] = Snowflakes.Text(of);
        }

        foreach (var (name, value) in form)
        {
            json[name] = value?.DeepClone();
        }

        return new RegisteredCommand(known, TypeOf(form), form["name"]!.GetValue<string>(), guild, JsonSerializer.SerializeToElement(json));
    }

    private static int TypeOf(JsonObject form) => form["type"]?.GetValue<int>() ?? CommandForm.Chat;
}
