using System.Text.Json;
using NewsBot.Digest.Editions;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The command line as other programs rely on it: data on stdout, talk on stderr, and exit codes that mean something.</summary>
public sealed class CommandTests
{
    private static readonly DigestPlan Weekly = new("weekly", new Schedule(DayOfWeek.Monday, new TimeOnly(7, 0)), TimeZoneInfo.Utc);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Source_read_prints_one_JSON_line_for_each_file()
    {
        await using var room = await RoomAsync();
        var lines = Lines(await RunAsync(room, "source", "read", Repository.Path("content"), "--kind", "markdown", "--now", "2026-11-24T00:00:00Z"));

        Assert.Equal(7, lines.Count);
        Assert.All(lines, line => Assert.Equal(("published", "public"), (Text(line, "status"), Text(line, "state"))));
        Assert.Equal(7, lines.Select(line => Text(line, "file")).Distinct().Count());
        var plan = lines.Single(line => Text(line, "file") == "2026-11-17-port-safety-plan.md");
        Assert.Equal("port-safety-plan-2027", Text(plan, "id"));
        Assert.Equal("Draft Port Safety Plan 2027–2031 is open for public comment", Text(plan, "title"));
        Assert.Equal("https://news.example.org/law-enforcement/consultations/port-safety-plan", Text(plan, "link"));
        Assert.Equal(["law-enforcement"], plan.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        Assert.Equal(new DateTimeOffset(2026, 11, 17, 9, 0, 0, TimeSpan.Zero), plan.GetProperty("published").GetDateTimeOffset());
    }

    [Fact(Timeout = 180_000)]
    public async Task The_lists_tell_what_is_stored_owed_and_sent()
    {
        await using var room = await RoomAsync();
        using var worker = await PublishedAsync(room);

        var items = Lines(await RunAsync(room, "items", "list", "--json"));
        Assert.Equal(["First", "Second \"quoted\" <b>"], items.Select(line => Text(line, "title")).Order(StringComparer.Ordinal));
        Assert.All(items, line => Assert.Equal(("public", "content", 1), (Text(line, "state"), Text(line, "source"), line.GetProperty("revision").GetInt32())));
        Assert.Equal("first.md topic-0, topic-1", items.Where(line => Text(line, "title") == "First").Select(line => $"{Text(line, "where")} {Text(line, "topics")}").Single());

        var deliveries = Lines(await RunAsync(room, "deliveries", "list", "--json"));
        Assert.Equal(["discord", "discord", "discord", "mail", "mail"], deliveries.Select(line => Text(line, "lane")).Order(StringComparer.Ordinal));
        Assert.All(deliveries, line => Assert.Equal(("sent", 1), (Text(line, "state"), line.GetProperty("attempt").GetInt32())));
        var messages = ScenarioRoom.Channels.SelectMany(channel => room.Sandbox.Discord.Messages(channel)).Select(message => $"{message.ChannelId} {message.Id}");
        Assert.Equal(
            messages.Order(StringComparer.Ordinal),
            deliveries.Where(line => Text(line, "lane") == "discord").Select(line => $"{Text(line, "address")} {Text(line, "remote")}").Order(StringComparer.Ordinal));
        Assert.Equal(2, Lines(await RunAsync(room, "deliveries", "list", "--json", "--lane", "mail")).Count);
        Assert.Empty(Lines(await RunAsync(room, "deliveries", "list", "--json", "--state", "dead")));

        var open = Lines(await RunAsync(room, "digest", "status", "--json")).Single(line => Text(line, "state") == "open");
        Assert.Equal(("weekly", 2, 2), (Text(open, "plan"), open.GetProperty("items").GetInt32(), open.GetProperty("sent").GetInt32()));
        Assert.All(new[] { "waiting", "dead", "doubtful", "cancelled" }, state => Assert.Equal(0, open.GetProperty(state).GetInt32()));
        Assert.Equal(0, await worker.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task Digest_render_writes_the_very_bytes_that_the_reader_got()
    {
        await using var room = await RoomAsync();
        using var worker = await PublishedAsync(room);

        foreach (var reader in new[] { "ana@readers.example", "ben@readers.example" })
        {
            var got = Assert.Single(room.Sandbox.Mailbox.Mails, mail => mail.EnvelopeTo[0] == reader);
            await RunAsync(room, "digest", "render", "--plan", "weekly", "--reader", reader, "--out", "mail.eml");
            Assert.Equal(got.Raw.ToArray(), await File.ReadAllBytesAsync(Path.Combine(room.Folder, "mail.eml"), Ct));
        }

        var (exitCode, stdout, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "digest", "render", "--reader", "zoe@readers.example", "--out", "none.eml");
        Assert.Equal((1, "", false), (exitCode, stdout.Trim(), File.Exists(Path.Combine(room.Folder, "none.eml"))));
        Assert.Contains("No reader has this address", stderr, StringComparison.Ordinal);
        Assert.Equal(0, await worker.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task Readers_import_names_the_bad_lines_and_takes_the_good_ones()
    {
        await using var room = await RoomAsync();
        await WriteReadersAsync(room, "ana@readers.example,topic-0", "not-an-address,topic-0", "ben@readers.example,topik-1", "zoe@readers.example,topic-2;topic-3");

        var (exitCode, stdout, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "readers", "import", "readers.csv");
        Assert.Equal((1, ""), (exitCode, stdout.Trim()));
        Assert.Contains("readers.csv: line 3: ", stderr, StringComparison.Ordinal);
        Assert.Contains("readers.csv: line 4: ", stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("readers.csv: line 2: ", stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("readers.csv: line 5: ", stderr, StringComparison.Ordinal);
        Assert.Contains("2 added, 0 changed, 0 known already, 0 left alone (they ended it, or are suppressed), 2 refused.", stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("@readers.example", stderr, StringComparison.Ordinal);

        await WriteReadersAsync(room, "ana@readers.example,topic-0", "zoe@readers.example,topic-2;topic-3");
        (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "readers", "import", "readers.csv");
        Assert.Equal(0, exitCode);
        Assert.Contains("0 added, 0 changed, 2 known already", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task Migrate_brings_the_schema_up_once()
    {
        await using var room = await RoomAsync();
        var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "migrate");
        Assert.Equal(0, exitCode);
        Assert.Contains($"{room.Store}: applied 0001", stderr, StringComparison.Ordinal);

        (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "migrate");
        Assert.Equal(0, exitCode);
        Assert.Contains($"{room.Store}: the schema is current.", stderr, StringComparison.Ordinal);
    }

    private static async Task<ScenarioRoom> RoomAsync()
    {
        var room = await ScenarioRoom.CreateAsync(new ChannelLimits(), Ct);
        room.Configure(options => options["digests"] = new { weekly = new { at = Weekly.Schedule.ToString(), zone = Weekly.Zone.Id } });
        return room;
    }

    /// <summary>A worker that has posted two items to three channels and mailed an edition to two readers, and runs on.</summary>
    private static async Task<NewsBotProcess> PublishedAsync(ScenarioRoom room)
    {
        room.Write("first.md", "First", "topic-0, topic-1");
        room.Write("second.md", "Second \\\"quoted\\\" <b>", "topic-1", ".dots at the start of a line\n\n..and Zoë's “quotes”");
        await WriteReadersAsync(room, "ana@readers.example,topic-0 topic-1", "ben@readers.example,topic-1");
        await RunAsync(room, "readers", "import", "readers.csv");
        var worker = room.Start();
        try
        {
            await worker.Running;
            await room.SettledAsync("discord", 3, Ct);
            using (var db = new Db(Dialect.Sqlite(room.Store), TimeProvider.System))
            {
                await db.WriteAsync(tx => OpenEdition.RunAsync(tx, Weekly, new Period(tx.Now.AddDays(-7), tx.Now.AddSeconds(1))), Ct);
            }

            await room.SettledAsync("mail", 2, Ct);
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    private static Task WriteReadersAsync(ScenarioRoom room, params string[] lines) =>
        File.WriteAllLinesAsync(Path.Combine(room.Folder, "readers.csv"), ["address,topics", .. lines], Ct);

    private static async Task<string> RunAsync(ScenarioRoom room, params string[] arguments)
    {
        var (exitCode, stdout, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, arguments);
        Assert.True(exitCode == 0, stderr);
        return stdout;
    }

    private static List<JsonElement> Lines(string stdout) =>
        [.. stdout.Split('\n').Where(line => line.Trim().Length > 0).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
