using System.Text.Json.Nodes;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Collects everything that is wrong with a body and answers with Discord's error 50035 and its tree of names.</summary>
internal sealed class FormErrors
{
    private readonly JsonObject tree = [];

    /// <param name="path">Names and indices joined by dots, such as <c>embeds.0.title</c>; empty for the body itself.</param>
    public void Add(string path, string code, string message)
    {
        var node = tree;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node[name] is not JsonObject next)
            {
                node[name] = next = [];
            }

            node = next;
        }

        if (node["_errors"] is not JsonArray list)
        {
            node["_errors"] = list = [];
        }

        list.Add((JsonNode)new JsonObject { ["code"] = code, ["message"] = message });
    }

    public void ThrowIfAny()
    {
        if (tree.Count > 0)
        {
            throw new Refusal(Answer.Error(400, 50035, "Invalid Form Body", tree));
        }
    }

    public static Refusal One(string path, string code, string message)
    {
        var errors = new FormErrors();
        errors.Add(path, code, message);
        return new Refusal(Answer.Error(400, 50035, "Invalid Form Body", errors.tree));
    }
}
