using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord.Interactions;

/// <summary>The first answer to an interaction, checked. What is null does not belong to its type.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object.</remarks>
internal sealed record CallbackForm(int Type, MessageForm? Message, bool Ephemeral, JsonObject? Modal, IReadOnlyList<Choice>? Choices)
{
    public const int Pong = 1;
    public const int Reply = 4;
    public const int Thinking = 5;
    public const int LaterUpdate = 6;
    public const int Update = 7;
    public const int Complete = 8;
    public const int OpenModal = 9;

    private const int MaxChoices = 25;

    /// <param name="interaction">What is answered: it decides which types may be.</param>
    /// <exception cref="Refusal">50035.</exception>
    public static CallbackForm Read(JsonElement json, Interaction interaction)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw FormErrors.One("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        var errors = new FormErrors();
        var form = new Form(json, "", errors);
        var type = form.OneOf("type", otherwise: null, Allowed(interaction));
        errors.ThrowIfAny();
        var data = form.Object("data");
        if (data is null && type is Reply or Complete or OpenModal)
        {
            form.Error("data", "BASE_TYPE_REQUIRED", "This field is required");
        }

        errors.ThrowIfAny();
        var read = new CallbackForm(
            type!.Value,
            type is Reply or Update ? data is null ? null : MessageForm.ReadReply(data, create: type is Reply) : null,
            type is Reply or Thinking && ((data?.Number("flags", 0, int.MaxValue) ?? 0) & LocalDiscord.Message.Ephemeral) != 0,
            type is OpenModal ? ModalForm.Read(data!) : null,
            type is Complete ? ReadChoices(data!, interaction.FocusedType) : null);
        errors.ThrowIfAny();
        return read;
    }

    private static int[] Allowed(Interaction interaction) => interaction.Type switch
    {
        InteractionType.Command => [Reply, Thinking, OpenModal],
        InteractionType.Autocomplete => [Complete],
        InteractionType.Component => [Reply, Thinking, LaterUpdate, Update, OpenModal],
        _ when interaction.SourceMessage is not null => [Reply, Thinking, LaterUpdate, Update],
        _ => [Reply, Thinking],
    };

    private static List<Choice> ReadChoices(Form data, int type)
    {
        if (data.Raw("choices") is null)
        {
            data.Error("choices", "BASE_TYPE_REQUIRED", "This field is required");
        }

        return data.Objects("choices", MaxChoices).Select(item => OptionForm.ReadChoice(item, type))
            .Select(choice => new Choice(choice["name"]?.ToString() ?? "", choice["value"]?.ToString() ?? "")).ToList();
    }
}
