using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;
using NewsBot.Sandbox;
using NewsBot.Tests.Support;
using NewsBot.Tests.Support.Labs;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The real program mails through a real Postfix into real mailboxes, and meets relays that refuse it, its readers or everything.</summary>
[Collection(nameof(Alone))]
public sealed partial class PostfixTests
{
    private const string Title = "Zoë’s patrol: <three> boats & one dog";

    private static readonly string TenLines = Block().Match(File.ReadAllText(Repository.Path("README.md"))).Value;
    private static readonly string Slug = JsonNode.Parse(TenLines)!["topics"]!.AsObject().Single().Key;
    private static readonly JsonNode Topic = JsonNode.Parse(TenLines)!["topics"]![Slug]!;
    private static readonly ulong Channel = ulong.Parse((string)Topic["channels"]!.AsArray().Single()!, CultureInfo.InvariantCulture);

    private static readonly DigestPlan Weekly = new("weekly", new(DayOfWeek.Monday, new TimeOnly(7, 0)), TimeZoneInfo.Utc);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task The_ten_lines_of_the_readme_post_to_a_channel_and_mail_to_an_inbox()
    {
        Assert.InRange(TenLines.Split('\n').Length, 1, 10);
        var (lab, room) = await StartAsync();
        await using var end = room;
        var reader = MailLab.NewReader();

        // The worker must have seen the plan before its minute comes, and two programs start until then.
        var now = TimeProvider.System.GetUtcNow();
        var site = Configure(room, lab, opens: now.AddMinutes(now.Second < 20 ? 1 : 2));
        await ImportAsync(room, Slug, reader);
        using var process = room.Start();
        await PublishAsync(room, process);
        await process.SaysAsync("Opened edition", Ct);
        await room.SettledAsync("mail", 1, Ct);

        var mail = Assert.Single(await lab.ReadAsync(reader, 1, Ct));
        var edition = (await room.ReadAsync(tx => EditionTable.NewestAsync(tx, Weekly.Name)))!;
        var delivery = Assert.Single(await room.ReadAsync(tx => DeliveryList.NewestAsync(tx, "mail", null, 10)));
        AssertHeaders(mail, reader, edition, site);
        AssertTransport(mail, delivery);
        AssertParts(mail);
        await AssertOneClickAsync(room, mail, reader);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Header(mail, HeaderId.ArchivedAt).Trim('<', '>'))).Status);
        Assert.DoesNotContain(reader, process.Stderr, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await process.StopAsync(Ct));
        Assert.Equal("https://news.example.org/patrol.md", Assert.Single(room.Sandbox.Discord.Messages(Channel)).Embeds[0].GetProperty("url").GetString());
    }

    [Fact(Timeout = 180_000)]
    public async Task A_refused_address_is_dead_with_the_relays_answer_and_the_others_get_their_mail()
    {
        var (lab, room) = await StartAsync();
        await using var end = room;
        var reader = MailLab.NewReader();
        Configure(room, lab);
        await ImportAsync(room, Slug, "nobody@reject.test", reader);
        using var process = room.Start();
        await PublishAsync(room, process);
        await OpenEditionAsync(room, readers: 2);
        await room.SettledAsync("mail", 2, Ct);

        Assert.Single(await lab.ReadAsync(reader, 1, Ct));
        var rows = await room.ReadAsync(tx => DeliveryList.NewestAsync(tx, "mail", null, 10));
        Assert.Equal(
            [(DeliveryState.Dead, 1, $"{lab.Host}:{lab.SubmissionPort} refused the recipient (550 5.1.1)"), (DeliveryState.Sent, 1, null)],
            rows.Select(row => (row.State, row.Attempt, row.LastError)).OrderBy(row => row.LastError is null));
        Assert.DoesNotContain("@reject.test", process.Stderr, StringComparison.Ordinal);
        Assert.Equal(0, await process.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_refused_login_stops_the_lane_spends_nothing_and_is_not_hammered()
    {
        var (lab, room) = await StartAsync();
        await using var end = room;
        string[] readers = [MailLab.NewReader(), MailLab.NewReader(), MailLab.NewReader()];
        Configure(room, lab, password: "quite-another-password");
        await ImportAsync(room, Slug, readers);
        using (var process = room.Start())
        {
            await PublishAsync(room, process);
            await OpenEditionAsync(room, readers.Length);
            await process.SaysAsync(Down(lab), Ct, times: 2); // One row alone is tried, and later one again.
            Assert.Equal(0, await process.StopAsync(Ct));
            Assert.DoesNotContain("quite-another-password", process.Stderr, StringComparison.Ordinal);

            // Every try pauses the lane twice as long as the one before, beginning with 5 s.
            var down = Assert.Single(await room.ReadAsync(DeliveryList.DownLanesAsync));
            var tries = process.Stderr.Split(Down(lab)).Length - 1;
            Assert.True(down.NextTryAt - down.DownSince >= 5 * (Math.Pow(2, tries) - 1) * TimeSpan.FromSeconds(1), $"{tries} tries from {down.DownSince:T} until {down.NextTryAt:T}");
        }

        var (_, stdout, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "deliveries", "list", "--lane", "mail", "--json");
        var rows = stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
        Assert.Equal(Enumerable.Repeat(("pending", 0), readers.Length), rows.Select(row => (row.GetProperty("state").GetString()!, row.GetProperty("attempt").GetInt32())));
        Assert.Matches("^mail is down since .* refused the login", stderr);

        Configure(room, lab);
        using var mended = room.Start();
        await room.SettledAsync("mail", readers.Length, Ct);
        await Task.WhenAll(readers.Select(async reader => Assert.Single(await lab.ReadAsync(reader, 1, Ct))));
        Assert.Empty(await room.ReadAsync(DeliveryList.DownLanesAsync));
        Assert.Equal(0, await mended.StopAsync(Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task While_the_relay_is_away_mails_wait_and_no_attempt_is_spent()
    {
        const int Readers = 5;
        await using var room = await ScenarioRoom.CreateAsync(new ChannelLimits(), Ct);
        room.Configure(options => options["digests"] = new { weekly = new { at = "Monday 07:00" } });
        await ImportAsync(room, "topic-0", [.. Enumerable.Range(0, Readers).Select(n => $"reader{n}@readers.example")]);
        room.Write("patrol.md", Title, "topic-0");
        using var process = room.Start();
        await room.Sandbox.Discord.WaitForMessageAsync(message => message.ChannelId == ScenarioRoom.Channels[0], Ct);

        await room.Sandbox.Mailbox.StopListeningAsync();
        await OpenEditionAsync(room, Readers);
        await process.SaysAsync($"mail is down: 127.0.0.1:{room.Sandbox.SmtpPort} cannot be used: connection refused", Ct, times: 2);
        Assert.All(await RestingAsync(room), row => Assert.Equal(0, row.Attempt));

        room.Sandbox.Mailbox.StartListening();
        await process.SaysAsync("mail: up again", Ct);
        await room.SettledAsync("mail", Readers, Ct);
        Assert.Empty(await room.ReadAsync(DeliveryList.DownLanesAsync));
        Assert.Equal(0, await process.StopAsync(Ct));
        Assert.Equal(Enumerable.Range(0, Readers).Select(n => $"reader{n}@readers.example"), room.Sandbox.Mailbox.Mails.Select(mail => mail.EnvelopeTo.Single()).Order(StringComparer.Ordinal));
    }

    private static async Task<(MailLab Lab, ScenarioRoom Room)> StartAsync()
    {
        var lab = await MailLab.SharedAsync();
        Assert.SkipWhen(lab.Reason is not null, lab.Reason ?? "");
        var room = await ScenarioRoom.CreateAsync(new ChannelLimits(), Ct);
        room.Sandbox.Discord.AddChannel(Channel, Slug);
        return (lab, room);
    }

    /// <summary>The ten lines of the README, but with what stands on this machine for Discord, the relay and the public address.</summary>
    /// <returns>The address of the worker's pages.</returns>
    private static string Configure(ScenarioRoom room, MailLab lab, DateTimeOffset? opens = null, string? password = null)
    {
        var site = $"http://127.0.0.1:{ScenarioRoom.FreePort()}";
        var options = JsonNode.Parse(TenLines)!;
        Write("discord", "tokenFile", ScenarioRoom.Token);
        Write("mail", "passwordFile", password ?? lab.Password);
        options["discord"]!["api"] = $"{room.Sandbox.DiscordApi}";
        foreach (var (key, value) in new (string, JsonNode)[]
        {
            ("from", "NewsBot <digest@news.test>"), ("owner", "newsroom@news.test"), ("bounces", "bounces@news.test"),
            ("host", lab.Host), ("port", lab.SubmissionPort), ("caFile", lab.CaFile), ("user", lab.User),
        })
        {
            options["mail"]![key] = value;
        }

        options["digests"]!["weekly"] = new JsonObject { ["at"] = opens?.ToString("dddd HH:mm", CultureInfo.InvariantCulture) ?? Weekly.Schedule.ToString() };
        options["web"] = new JsonObject { ["listen"] = site, ["url"] = site };
        File.WriteAllText(Path.Combine(room.Folder, "newsbot.json"), options.ToJsonString());
        return site;

        void Write(string section, string key, string secret) => File.WriteAllText(Path.Combine(room.Folder, (string)options[section]![key]!), secret);
    }

    private static string Down(MailLab lab) => $"mail is down: {lab.Host}:{lab.SubmissionPort} refused the login";

    private static async Task ImportAsync(ScenarioRoom room, string topic, params string[] addresses)
    {
        await File.WriteAllLinesAsync(Path.Combine(room.Folder, "readers.csv"), ["address,topics", .. addresses.Select(address => $"{address},{topic}")], Ct);
        var (exitCode, _, stderr) = await NewsBotProcess.RunAsync(room.Folder, Ct, "readers", "import", "readers.csv");
        Assert.True(exitCode == 0, stderr);
    }

    // What is there at the first read is archive; what comes after it is news.
    private static async Task PublishAsync(ScenarioRoom room, NewsBotProcess process)
    {
        await process.SaysAsync("first read", Ct);
        room.Write("patrol.md", Title, Slug);
        await room.Sandbox.Discord.WaitForChannelAsync(Channel, messages => messages.Count == 1, Ct);
    }

    // Beside the worker, which then finds the mails that are due.
    private static async Task OpenEditionAsync(ScenarioRoom room, int readers)
    {
        using var db = new Db(Dialect.Sqlite(room.Store), TimeProvider.System);
        var opening = await db.WriteAsync(tx => OpenEdition.RunAsync(tx, Weekly, new Period(tx.Now.AddDays(-7), tx.Now.AddSeconds(1))), Ct);
        Assert.Equal(readers, opening?.Readers);
    }

    /// <summary>The mails at a moment when none of them is being tried.</summary>
    private static async Task<IReadOnlyList<Delivery>> RestingAsync(ScenarioRoom room)
    {
        while (true)
        {
            var rows = await room.ReadAsync(tx => DeliveryList.NewestAsync(tx, "mail", null, 10));
            if (rows.All(row => row.State == DeliveryState.Pending))
            {
                return rows;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }
    }

    // RFC 5322, 2369, 2919, 3834, 5064 and 8058, and what Gmail, Exchange and old responders look at.
    private static void AssertHeaders(MimeMessage mail, string reader, Edition edition, string site)
    {
        var id = MessageId().Match(Header(mail, HeaderId.MessageId));
        var token = UnsubscribeToken().Match(Header(mail, HeaderId.ListUnsubscribe)).Value;
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["From"] = "NewsBot <digest@news.test>",
            ["Reply-To"] = "newsroom@news.test",
            ["To"] = reader,
            ["Subject"] = $"{(string)Topic["name"]!}: 1 new item ({edition.Period.ShortLabel(Weekly.Zone)})",
            ["Date"] = DateUtils.FormatDate(edition.OpenedAt),
            ["Message-Id"] = $"<digest.{edition.Name}.{id.Groups["key"].Value}@news.test>",
            ["MIME-Version"] = "1.0",
            ["Content-Type"] = $"multipart/alternative; boundary=\"=_{id.Groups["key"].Value}\"",
            ["Content-Language"] = "en",
            ["List-Id"] = "Weekly digest <weekly.digest.news.test>",
            ["List-Unsubscribe"] = $"<{site}/u/{token}>, <mailto:newsroom@news.test?subject=unsubscribe%20{token}>",
            ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
            ["List-Help"] = "<mailto:newsroom@news.test?subject=help>",
            ["List-Owner"] = "<mailto:newsroom@news.test>",
            ["List-Subscribe"] = $"<{site}/>",
            ["List-Archive"] = $"<{site}/e/>",
            ["Archived-At"] = $"<{site}/e/weekly/{edition.Name}>",
            ["Auto-Submitted"] = "auto-generated",
            ["Precedence"] = "bulk",
            ["X-Auto-Response-Suppress"] = "OOF, AutoReply",
            ["Feedback-ID"] = $"{edition.Name}:weekly:digest:newsbot",
        };
        string[] addedOnTheWay = ["Return-Path", "Delivered-To", "X-Original-To", "Received"];
        Assert.Equal(
            expected.Select(header => (header.Key, header.Value)).Order(),
            mail.Headers.Concat(mail.Body!.Headers).Where(header => !addedOnTheWay.Contains(header.Field)).Select(header => (header.Field, header.Value)).Order());
    }

    // Postfix names the protocol (S: with TLS, A: logged in) and its queue id, and keeps the return path, which names the delivery.
    private static void AssertTransport(MimeMessage mail, Delivery delivery)
    {
        Assert.Contains($"with ESMTPSA id {delivery.RemoteId}", Header(mail, HeaderId.Received), StringComparison.Ordinal);
        Assert.Matches(@"\A<bounces\+[a-z2-7]{44}@news\.test>\z", Header(mail, HeaderId.ReturnPath));
        Assert.Equal((DeliveryState.Sent, 1), (delivery.State, delivery.Attempt));
    }

    private static void AssertParts(MimeMessage mail)
    {
        var parts = Assert.IsType<MultipartAlternative>(mail.Body).Cast<TextPart>();
        Assert.Equal(
            [("text/plain", "utf-8", ContentEncoding.QuotedPrintable), ("text/html", "utf-8", ContentEncoding.QuotedPrintable)],
            parts.Select(part => (part.ContentType.MimeType, part.ContentType.Charset, part.ContentTransferEncoding)));
        Assert.Contains(Title, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(Title, WebUtility.HtmlDecode(mail.HtmlBody), StringComparison.Ordinal);
        Assert.DoesNotContain("<three>", mail.HtmlBody, StringComparison.Ordinal);
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes, Ct);
        Assert.All(Encoding.Latin1.GetString(bytes.ToArray()).Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 998));
    }

    private static async Task AssertOneClickAsync(ScenarioRoom room, MimeMessage mail, string reader)
    {
        var link = FirstLink().Match(Header(mail, HeaderId.ListUnsubscribe)).Value;
        var (status, page) = await GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<button", page, StringComparison.Ordinal);
        Assert.Equal(1, await FollowedAsync()); // Scanners follow links: only the button changes anything.

        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var multipart = new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        Assert.Equal(HttpStatusCode.OK, await PostAsync(link, form));
        Assert.Equal(0, await FollowedAsync());
        Assert.Equal(HttpStatusCode.OK, await PostAsync(link, multipart));
        Assert.Equal(0, await FollowedAsync());

        Task<int> FollowedAsync() => room.ReadAsync(async tx => (await SubscriberTable.FollowedAsync(tx, (await SubscriberTable.FindAsync(tx, reader))!.Id, Weekly.Name)).Count);
    }

    private static string Header(MimeMessage mail, HeaderId id) => Assert.Single(mail.Headers, header => header.Id == id).Value;

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(string address)
    {
        using var client = Client();
        using var response = await client.GetAsync(new Uri(address), Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<HttpStatusCode> PostAsync(string address, HttpContent content)
    {
        using var client = Client();
        using var response = await client.PostAsync(new Uri(address), content, Ct);
        return response.StatusCode;
    }

    // RFC 8058, 3.1: no cookie, no login, no redirect.
    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    // The first of them is the smallest configuration.
    [GeneratedRegex("(?<=```jsonc\\n).+?(?=\\n```)", RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A<digest\.\d{4}-W\d\d\.(?<key>[0-9a-f]{20})@news\.test>\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MessageId();

    [GeneratedRegex("(?<=/u/)[A-Za-z0-9_-]{36}(?=>)", RegexOptions.None, 1000)]
    private static partial Regex UnsubscribeToken();

    [GeneratedRegex("(?<=\\A<)http[^>]+", RegexOptions.None, 1000)]
    private static partial Regex FirstLink();
}
