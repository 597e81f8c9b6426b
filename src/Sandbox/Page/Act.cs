namespace NewsBot.Sandbox.Page;

/// <summary>What a person does on the page. Ids are text, as everywhere in Discord's JSON.</summary>
/// <param name="Kind">command, autocomplete, menu, button, select or modal.</param>
/// <param name="As">The person's id.</param>
/// <param name="Nonce">Comes back with what becomes of it, so that the page knows its own act again.</param>
internal sealed record Act(string Kind, string As, string Channel, string? Nonce = null)
{
    /// <summary>A command's id; command, autocomplete, menu.</summary>
    public string? Command { get; init; }

    /// <summary>A command's full name, such as <c>news post</c>; command, autocomplete.</summary>
    public string? Name { get; init; }

    public Dictionary<string, string> Options { get; init; } = [];

    /// <summary>The option that is being typed; autocomplete.</summary>
    public string? Focused { get; init; }

    /// <summary>A message's id; menu, button, select.</summary>
    public string? Message { get; init; }

    /// <summary>A component's custom id; button, select.</summary>
    public string? CustomId { get; init; }

    /// <summary>What was chosen; select.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The interaction that the form answered; modal.</summary>
    public string? Modal { get; init; }

    /// <summary>By custom id; several values of a select are separated by line ends; modal.</summary>
    public Dictionary<string, string> Fields { get; init; } = [];
}
