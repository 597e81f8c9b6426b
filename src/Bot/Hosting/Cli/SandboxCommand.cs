using System.CommandLine;
using System.Globalization;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using LocalGuild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Bot.Hosting.Cli;

/// <summary>The local Discord by itself, for any bot. docs/sandbox.md tells what it can play.</summary>
internal static class SandboxCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "Port of the page and of the Discord API; 0 takes a free one", DefaultValueFactory = _ => 8481 };
    private static readonly Option<string> Token = new("--token") { Description = "The one bot token that it takes", DefaultValueFactory = _ => "sandbox-token" };
    private static readonly Option<string?> Record = new("--record") { Description = "A file that gets one JSON line for each API request" };

    public static Command Create()
    {
        var sandbox = new Command("sandbox", "The local Discord alone, for any bot: REST, gateway, commands and one web page") { Port, Token, Record };
        Port.Validators.Add(port =>
        {
            if (port.GetValue(Port) is < 0 or > 65535)
            {
                port.AddError("--port must be between 0 and 65535.");
            }
        });
        Token.Validators.Add(token =>
        {
            if (string.IsNullOrWhiteSpace(token.GetValue(Token)))
            {
                token.AddError("--token must not be empty.");
            }
        });
        sandbox.SetAction((parsed, ct) => RunAsync(parsed.GetValue(Port), parsed.GetValue(Token)!, parsed.GetValue(Record), new Output(Console.Out, Console.Error, json: false), ct));
        return sandbox;
    }

    private static async Task<int> RunAsync(int port, string token, string? record, Output output, CancellationToken ct)
    {
        await using var server = await StartAsync(port, token, record, ct);
        Furnish(server.Discord);
        await Console.Out.WriteLineAsync(server.Page.AbsoluteUri.AsMemory(), ct);
        output.Say($"Discord API: {server.DiscordApi}");
        output.Say($"Guild {Text(server.Discord.GuildId)}, bot and application {Text(server.Discord.BotId)}, staff role {Text(LocalGuild.NewsDesk)}");
        foreach (var channel in server.Discord.Channels)
        {
            output.Say($"Channel {Text(channel.Id)} #{channel.Name} ({channel.Type.ToString().ToLowerInvariant()})");
        }

        output.Say("Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task<SandboxServer> StartAsync(int port, string token, string? record, CancellationToken ct)
    {
        try
        {
            return await SandboxServer.StartAsync(new SandboxOptions { Port = port, Token = token, RecordFile = record }, TimeProvider.System, ct);
        }
        catch (Exception unwritable) when (record is not null && unwritable is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new OptionsException($"--record: cannot write {Path.GetFullPath(record!)}: {unwritable.Message}");
        }
        catch (IOException taken)
        {
            throw new OptionsException($"--port: cannot listen at {Text((ulong)port)}: {taken.Message} Choose another with --port.");
        }
    }

    /// <summary>A channel of each kind that news goes to, under ids that stay the same.</summary>
    private static void Furnish(LocalGuild discord)
    {
        discord.AddChannel(1_260_000_000_000_000_001, "general", "Whatever is left over");
        discord.AddChannel(1_260_000_000_000_000_002, "news", "Published to the servers that follow it", ChannelType.Announcement);
        discord.AddForum(1_260_000_000_000_000_003, "topics", [new ForumTag(1_260_000_000_000_000_101, "law-enforcement"), new ForumTag(1_260_000_000_000_000_102, "water")]);
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
