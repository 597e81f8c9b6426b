using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace NewsBot.Bot.Hosting.Cli;

/// <summary>Data goes to stdout: a table for people, or one JSON object a line for programs. Talk goes to stderr.</summary>
internal sealed class Output(TextWriter stdout, TextWriter stderr, bool json)
{
    /// <summary>Wide enough that a table in a file or a pipe is never folded.</summary>
    private const int PipeWidth = 400;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Say(string text) => stderr.WriteLine(text);

    /// <param name="columns">Names of the columns; the same names, in camel case, are the keys of the JSON.</param>
    /// <param name="nothing">What to say on stderr when there are no rows.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, string nothing)
    {
        var all = rows.ToList();
        if (json)
        {
            foreach (var row in all)
            {
                var line = columns.Zip(row).ToDictionary(cell => JsonNamingPolicy.CamelCase.ConvertName(cell.First.Replace(" ", "", StringComparison.Ordinal)), cell => cell.Second);
                stdout.WriteLine(JsonSerializer.Serialize(line, Json));
            }

            return;
        }

        if (all.Count == 0)
        {
            Say(nothing);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        foreach (var row in all)
        {
            table.AddRow([.. row.Select(cell => new Text(Printable(cell)))]);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stdout) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PipeWidth;
        }

        console.Write(table);
    }

    // Titles are hostile text: no control character reaches a terminal.
    private static string Printable(object? cell) => cell switch
    {
        null => "",
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        _ => Newsroom.Printable.Of(cell.ToString() ?? ""),
    };
}
