using System.CommandLine;
using NewsBot.Newsroom.Sources.Folder;

namespace NewsBot.Bot.Hosting.Cli;

internal static class SourceCommand
{
    private static readonly Argument<string?> Place = new("file") { Description = "A Markdown file, or a folder of them", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Kind = new("--kind") { Description = "What is read: markdown", Required = true };
    private static readonly Option<Uri?> Base = new("--base") { Description = "Site that relative links and images belong to" };
    private static readonly Option<string> Zone = new("--zone") { Description = "IANA zone of dates without an offset", DefaultValueFactory = _ => "UTC" };
    private static readonly Option<DateTimeOffset?> Now = new("--now") { Description = "Read as if it were this instant (ISO 8601)" };
    private static readonly Option<string?> List = new("--list") { Description = "Read many: a file with a line each, tab-separated: case, path, base URL, content type" };

    static SourceCommand() => Kind.AcceptOnlyFromAmong("markdown");

    public static Command Create()
    {
        var read = new Command("read", "Print what a source would give, one JSON object a line; nothing is stored or sent") { Place, Kind, Base, Zone, Now, List };
        read.Validators.Add(result =>
        {
            if (result.GetValue(Place) is null == result.GetValue(List) is null)
            {
                result.AddError("Name either a file or folder, or a --list.");
            }

            // Null: the default comes only after the validators.
            if (result.GetValue(Zone) is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                result.AddError($"--zone: \"{zone}\" is no IANA time zone; write one such as Europe/Lisbon.");
            }
        });
        read.SetAction(parsed =>
        {
            var options = new SourceReadOptions
            {
                Base = parsed.GetValue(Base),
                Zone = parsed.GetValue(Zone)!,
                Now = parsed.GetValue(Now) ?? TimeProvider.System.GetUtcNow(),
            };
            return parsed.GetValue(List) is { } list
                ? SourceRead.RunList(list, options, Console.Out)
                : SourceRead.Run(parsed.GetValue(Place)!, options, Console.Out);
        });
        return new Command("source", "Look at content sources") { read };
    }
}
