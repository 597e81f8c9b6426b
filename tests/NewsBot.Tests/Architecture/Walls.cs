namespace NewsBot.Tests.Architecture;

/// <summary>Who may know whom. A change here is a change of the architecture and wants a decision under <c>docs/adr</c>.</summary>
internal static class Walls
{
    /// <summary>Project to the projects it references: no more, no fewer.</summary>
    public static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Bot"] = ["Digest", "Discord", "Newsroom", "Sandbox"],
        ["Digest"] = ["Newsroom"],
        ["Discord"] = [],
        ["Newsroom"] = [],
        ["Sandbox"] = [],
    };

    /// <summary>Room to the rooms of its own project that it may know. A project that is not here has no walls inside.</summary>
    public static readonly Dictionary<string, Dictionary<string, string[]>> Rooms = new(StringComparer.Ordinal)
    {
        // Sources, Staff -> Items -> Deliveries -> Store
        ["Newsroom"] = new(StringComparer.Ordinal)
        {
            ["Sources"] = ["Items", "Deliveries", "Store"],
            ["Staff"] = ["Items", "Deliveries", "Store"],
            ["Items"] = ["Deliveries", "Store"],
            ["Deliveries"] = ["Store"],
            ["Store"] = [],
        },

        // Mail -> Editions -> Subscribers; Bounces -> Subscribers; Pages -> Editions, and Mail for what a mail looked like
        ["Digest"] = new(StringComparer.Ordinal)
        {
            ["Pages"] = ["Mail", "Editions", "Subscribers", "Languages"],
            ["Mail"] = ["Editions", "Subscribers", "Languages"],
            ["Editions"] = ["Subscribers", "Languages"],
            ["Bounces"] = ["Subscribers"],
            ["Subscribers"] = ["Languages"],
            ["Languages"] = [],
        },

        // Hosting wires everybody up, and nobody knows it.
        ["Bot"] = new(StringComparer.Ordinal)
        {
            ["Hosting"] = ["Chat", "Commands"],
            ["Commands"] = ["Chat"],
            ["Chat"] = [],
        },
    };

    /// <summary>Package (its root namespace) to the only folders or files that open it.</summary>
    public static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["Dapper"] = ["src/Newsroom/Store/"],
        ["Ganss"] = ["src/Newsroom/Sources/Text/HtmlClean.cs"],
        ["MailKit"] = ["src/Digest/Mail/"],
        ["MimeKit"] = ["src/Digest/Mail/", "src/Sandbox/"],
        ["Quartz"] = ["src/Digest/Editions/", "src/Bot/Hosting/"],

        // The context is Scriban's own, with one method of ours.
        ["Scriban"] = ["src/Digest/Mail/Templates.cs", "src/Digest/Mail/DigestContext.cs"],
    };

    /// <summary>The foreign wires. Everything else is a class that a test uses as it is.</summary>
    public static readonly string[] Interfaces = ["IChatTransport", "IContentSource", "IMailTransport"];

    /// <summary>What <paramref name="file"/> knows and must not, in words.</summary>
    public static IEnumerable<string> Broken(SourceFile file)
    {
        var rooms = Rooms.GetValueOrDefault(file.Project);
        foreach (var (project, room) in file.RoomsUsed)
        {
            if (project == file.Project && rooms is not null && file.Room.Length > 0 && rooms.ContainsKey(room)
                && room != file.Room && !rooms[file.Room].Contains(room))
            {
                yield return $"{file.Path}: {file.Project}/{file.Room} must not know {project}/{room}";
            }

            if (project == "Sandbox" && file is { Project: "Bot", Room: not "Hosting" })
            {
                yield return $"{file.Path}: only Bot/Hosting starts the sandbox";
            }
        }

        foreach (var (package, places) in Packages)
        {
            if (file.Opens(package) && !places.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal)))
            {
                yield return $"{file.Path}: {package} is only for {string.Join(", ", places)}";
            }
        }
    }
}
