using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using NewsBot.Newsroom.Sources.Reading;

namespace NewsBot.Bot.Hosting.Cli;

internal static class SourceCommand
{
    private static readonly Argument<string?> Place = new("file") { Description = "A feed; a Markdown file, or a folder of them", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Kind = new("--kind") { Description = "What is read", Required = true };
    private static readonly Option<Uri?> Base = new("--base") { Description = "Where the document was found, or the site that files belong to; completes relative links and images", CustomParser = AddressOf };
    private static readonly Option<string?> ContentType = new("--content-type") { Description = "What a server said about the document, such as application/rss+xml; charset=utf-8" };
    private static readonly Option<string> Zone = new("--zone") { Description = "IANA zone of dates without an offset", DefaultValueFactory = _ => "UTC" };
    private static readonly Option<DateTimeOffset?> Now = new("--now") { Description = "Read as if it were this instant (ISO 8601)" };
    private static readonly Option<string?> List = new("--list") { Description = "Read many: a file with a line each, tab-separated: case, path, base URL, content type" };

    static SourceCommand() => Kind.AcceptOnlyFromAmong([.. SourceRead.Kinds.Keys.Order(StringComparer.Ordinal)]);

    public static Command Create()
    {
        var read = new Command("read", "Print what a source would give, one JSON object a line; nothing is stored or sent") { Place, Kind, Base, ContentType, Zone, Now, List };
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
        read.SetAction(async (parsed, ct) =>
        {
            var options = new SourceReadOptions
            {
                Base = parsed.GetValue(Base),
                ContentType = parsed.GetValue(ContentType),
                Zone = parsed.GetValue(Zone)!,
                Now = parsed.GetValue(Now) ?? TimeProvider.System.GetUtcNow(),
            };
            var kind = parsed.GetValue(Kind)!;

            // JSON is UTF-8, whatever the terminal is set to.
            await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return parsed.GetValue(List) is { } list
                ? await SourceRead.RunListAsync(kind, list, options, output, ct)
                : await SourceRead.RunAsync(kind, parsed.GetValue(Place)!, options, output, ct);
        });
        return new Command("source", "Look at content sources") { read };
    }

    // System.CommandLine knows how to make many types of an argument, and Uri is not among them.
    private static Uri? AddressOf(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
        {
            return address;
        }

        given.AddError($"--base: \"{given.Tokens[0].Value}\" is no http(s) address; write one such as https://news.example.org/.");
        return null;
    }
}
