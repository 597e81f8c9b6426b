using System.Text.Json;
using System.Text.RegularExpressions;

namespace NewsBot.Sandbox.LocalDiscord;

/// <summary>Who may be pinged by a message. Without allowed_mentions: everybody the content mentions.</summary>
internal sealed partial record Mentions(bool Everyone, bool EveryRole, IReadOnlySet<ulong> Roles)
{
    private const int MaxIds = 100;
    private static readonly string[] Kinds = ["users", "roles", "everyone"];

    public static Mentions All { get; } = new(true, true, new HashSet<ulong>());

    public static Mentions None { get; } = new(false, false, new HashSet<ulong>());

    /// <param name="otherwise">What holds without allowed_mentions.</param>
    public static Mentions Read(Form body, Mentions otherwise)
    {
        if (body.Object("allowed_mentions") is not { } form)
        {
            return otherwise;
        }

        var parse = form.Items("parse", int.MaxValue).Select(kind => kind.ToString()).ToList();
        if (parse.Except(Kinds, StringComparer.Ordinal).Any())
        {
            form.Error("parse", "BASE_TYPE_CHOICES", "Value must be one of ('users', 'roles', 'everyone').");
        }

        foreach (var kind in (string[])["users", "roles"])
        {
            var ids = form.Items(kind, MaxIds);
            if (ids.Any(id => !Snowflakes.TryParse(id.ToString(), out _)))
            {
                form.Error(kind, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
            }

            if (ids.Count > 0 && parse.Contains(kind, StringComparer.Ordinal))
            {
                body.Error("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", $"parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            }
        }

        var roles = form.Items("roles", MaxIds).Select(Id).ToHashSet();
        return new Mentions(parse.Contains("everyone", StringComparer.Ordinal), parse.Contains("roles", StringComparer.Ordinal), roles);
    }

    /// <summary>The roles that the content pings. What stands inside of embeds never pings.</summary>
    public IReadOnlyList<ulong> PingedRoles(string content, Func<ulong, bool> exists)
        => RoleMention().Matches(content).Select(match => ulong.Parse(match.Groups["role"].ValueSpan, provider: null)).Distinct()
            .Where(role => exists(role) && (EveryRole || Roles.Contains(role))).ToList();

    public bool PingsEveryone(string content) => Everyone && EveryoneMention().IsMatch(content);

    private static ulong Id(JsonElement id) => Snowflakes.TryParse(id.ToString(), out var role) ? role : 0;

    [GeneratedRegex(@"<@&(?<role>[0-9]{1,19})>", RegexOptions.NonBacktracking)]
    private static partial Regex RoleMention();

    [GeneratedRegex("@everyone|@here", RegexOptions.NonBacktracking)]
    private static partial Regex EveryoneMention();
}
