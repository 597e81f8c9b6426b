using System.CommandLine;

namespace NewsBot.Bot.Hosting.Cli;

internal static class DemoCommand
{
    private static readonly Option<string?> Once = new("--once") { Description = "Do it all headless and write what stands in the channels and the inbox into this folder" };
    private static readonly Option<int> Port = new("--port") { Description = "Port of the page", DefaultValueFactory = _ => 8480 };
    private static readonly Option<string?> Content = new("--content") { Description = "Folder of Markdown files to watch (default: ./content, else the sample that comes with the program)" };

    public static Command Create()
    {
        var demo = new Command("demo", "Sample news, a local Discord and a local mailbox on one web page; no account, no token") { Once, Port, Content };
        demo.SetAction(async (parsed, ct) =>
        {
            await Demo.RunAsync(ContentFolder(parsed.GetValue(Content)), parsed.GetValue(Port), parsed.GetValue(Once), ct);
            return 0;
        });
        return demo;
    }

    private static string ContentFolder(string? wanted)
    {
        if (wanted is not null)
        {
            return Directory.Exists(wanted) ? Path.GetFullPath(wanted) : throw new OptionsException($"--content: there is no folder {Path.GetFullPath(wanted)}.");
        }

        var here = Path.GetFullPath("content");
        return Directory.Exists(here) ? here : Path.Combine(AppContext.BaseDirectory, "content");
    }
}
