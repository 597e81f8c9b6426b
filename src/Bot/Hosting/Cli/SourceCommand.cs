using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Page;
using NewsBot.Newsroom.Sources.Reading;

namespace NewsBot.Bot.Hosting.Cli;

internal static class SourceCommand
{
    private static readonly Argument<string?> Place = new("file") { Description = "A feed or a page, by its file or http(s) address; a Markdown file, or a folder of them", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Kind = new("--kind") { Description = "What is read", Required = true };
    private static readonly Option<Uri?> Base = new("--base") { Description = "Where the document was found, or the site that files belong to; completes relative links and images", CustomParser = AddressOf };
    private static readonly Option<string?> ContentType = new("--content-type") { Description = "What a server said about the document, such as application/rss+xml; charset=utf-8" };
    private static readonly Option<string[]> AllowHost = new("--allow-host") { Description = "A host that may be asked although it lies in a private network", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Zone = new("--zone") { Description = "IANA zone of dates without an offset", DefaultValueFactory = _ => "UTC" };
    private static readonly Option<DateTimeOffset?> Now = new("--now") { Description = "Read as if it were this instant (ISO 8601)" };
    private static readonly Option<string?> Selectors = new("--selectors") { Description = "Where the parts of a page's items stand: a JSON file with row, title, link, summary, image, date, topic (CSS, @name at the end for an attribute)" };
    private static readonly Option<string?> List = new("--list") { Description = "Read many: a file with a line each, tab-separated: case, path, base URL, content type" };

    static SourceCommand() => Kind.AcceptOnlyFromAmong([.. SourceRead.Kinds.Keys.Order(StringComparer.Ordinal)]);

    public static Command Create()
    {
        var read = new Command("read", "Print what a source would give, one JSON object a line; nothing is stored or sent") { Place, Kind, Base, ContentType, AllowHost, Zone, Now, Selectors, List };
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
            // JSON is UTF-8, whatever the terminal is set to.
            await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (SelectorsOf(parsed.GetValue(Selectors), output) is not { } selectors)
            {
                return 1;
            }

            var options = new SourceReadOptions
            {
                Selectors = selectors,
                Base = parsed.GetValue(Base),
                ContentType = parsed.GetValue(ContentType),
                AllowHosts = parsed.GetValue(AllowHost)!,
                Zone = parsed.GetValue(Zone)!,
                Now = parsed.GetValue(Now) ?? TimeProvider.System.GetUtcNow(),
            };
            var kind = parsed.GetValue(Kind)!;
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

    /// <returns>Null: the file is wrong, and the line that says so is written.</returns>
    private static PageSelectors? SelectorsOf(string? file, TextWriter output)
    {
        try
        {
            return file is null ? new PageSelectors() : PageSelectors.Parse(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is SourceException or IOException or UnauthorizedAccessException)
        {
            new ItemLines(output, null).Error(error.Message);
            return null;
        }
    }
}
