using System.Text;
using System.Text.Json;
using MimeKit;
using NewsBot.Newsroom.Sources.Folder;
using NewsBot.Tests.Support;
using Xunit;
using Record = NewsBot.Newsroom.Items.Record;

namespace NewsBot.Tests.Scenarios;

/// <summary><c>newsbot demo --once</c> over the sample content: what a newcomer is shown is complete, and nothing stands twice.</summary>
public sealed class DemoOnceTests(DemoOnceRun demo) : IClassFixture<DemoOnceRun>
{
    /// <summary>Gmail cuts a mail off near 102 KB.</summary>
    private const int MaxHtml = 90 * 1024;

    [Fact(Timeout = 180_000)]
    public void It_ends_well_and_says_what_it_wrote()
    {
        Assert.True(demo.ExitCode == 0, demo.Stderr);
        Assert.Contains($"{demo.Out}: 2 mails and discord.json.", demo.Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public void Every_item_stands_once_in_each_of_its_channels_and_nowhere_else()
    {
        var expected = demo.Records.SelectMany(record => record.Topics.Select(topic => $"{topic} {record.Url}"));
        using var posts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(demo.Out, "discord.json")));
        var stands = posts.RootElement.EnumerateArray()
            .Select(post => $"{post.GetProperty("channelName").GetString()} {Assert.Single(post.GetProperty("embeds").EnumerateArray(), card => card.TryGetProperty("url", out _)).GetProperty("url").GetString()}");

        Assert.Equal(7, demo.Records.Count);
        Assert.Equal(expected.Order(StringComparer.Ordinal), stands.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 180_000)]
    public void Each_of_two_readers_has_one_mail_with_the_news_of_their_topics_alone()
    {
        Assert.Equal(["ana@readers.example", "ben@readers.example"], demo.Mails.Keys.Order(StringComparer.Ordinal));
        AssertNews("ana@readers.example", "law-enforcement", "water");
        AssertNews("ben@readers.example", "water");
        Assert.Equal(2, demo.Mails.Values.Select(mail => mail.Message.MessageId).Distinct().Count());

        void AssertNews(string reader, params string[] topics)
        {
            var mail = demo.Mails[reader].Message;
            Assert.All(demo.Records, record => Assert.Equal(
                (record.Topics.Intersect(topics).Any(), record.Topics.Intersect(topics).Any()),
                (mail.TextBody!.Contains(record.Url!, StringComparison.Ordinal), mail.HtmlBody!.Contains($"href=\"{record.Url}\"", StringComparison.Ordinal))));
        }
    }

    [Fact(Timeout = 180_000)]
    public void Each_mail_has_a_text_and_an_HTML_part_that_every_relay_passes_on() => Assert.All(demo.Mails.Values, mail =>
    {
        var body = Assert.IsType<MultipartAlternative>(mail.Message.Body);
        Assert.Equal(["text/plain", "text/html"], body.Select(part => part.ContentType.MimeType));
        Assert.All(body.Cast<TextPart>(), part =>
        {
            Assert.Equal(("utf-8", ContentEncoding.QuotedPrintable), (part.ContentType.Charset, part.ContentTransferEncoding));
            Assert.NotEmpty(part.Text.Trim());
        });
        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Message.HtmlBody!), 1, MaxHtml);

        var raw = Encoding.Latin1.GetString(mail.Bytes);
        Assert.True(Ascii.IsValid(raw));
        Assert.DoesNotContain('\n', raw.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(raw.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
    });

    [Fact(Timeout = 180_000)]
    public void Each_mail_has_the_headers_of_a_bulk_mail_that_nobody_regrets() => Assert.All(demo.Mails, pair =>
    {
        var (reader, mail) = (pair.Key, pair.Value.Message);
        Assert.Equal("NewsBot demo <digest@news.example.org>", Header("From").Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal(reader, Header("To"));
        Assert.InRange(mail.Subject!.Length, 10, 78);
        Assert.InRange(mail.Date, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Matches(@"^<digest\.[A-Za-z0-9-]+\.[A-Za-z0-9_-]+@news\.example\.org>$", Header("Message-ID"));
        Assert.Equal("1.0", Header("MIME-Version"));
        Assert.StartsWith("multipart/alternative; boundary=", Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("en", Header("Content-Language"));
        Assert.Contains("<html lang=\"en\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("Weekly digest <weekly.digest.news.example.org>", Header("List-Id"));
        Assert.Matches(@"^<http://127\.0\.0\.1:[0-9]+/u/([A-Za-z0-9_.-]+)>, <mailto:newsroom@news\.example\.org\?subject=unsubscribe%20\1>$", Header("List-Unsubscribe"));
        Assert.Equal("List-Unsubscribe=One-Click", Header("List-Unsubscribe-Post"));
        Assert.Equal("<mailto:newsroom@news.example.org?subject=help>", Header("List-Help"));
        Assert.Equal("<mailto:newsroom@news.example.org>", Header("List-Owner"));
        Assert.Equal("newsroom@news.example.org", Header("Reply-To"));
        Assert.Matches(@"^<http://127\.0\.0\.1:[0-9]+/>$", Header("List-Subscribe"));
        Assert.Matches(@"^<http://127\.0\.0\.1:[0-9]+/e/>$", Header("List-Archive"));
        Assert.Matches(@"^<http://127\.0\.0\.1:[0-9]+/e/weekly/[A-Za-z0-9-]+>$", Header("Archived-At"));
        Assert.Matches("^[A-Za-z0-9-]+:weekly:digest:newsbot$", Header("Feedback-ID"));
        Assert.Equal("auto-generated", Header("Auto-Submitted"));
        Assert.Equal("bulk", Header("Precedence"));
        Assert.Equal("OOF, AutoReply", Header("X-Auto-Response-Suppress"));

        foreach (var never in new[] { "Return-Path", "Bcc", "Cc", "X-Priority", "X-Mailer", "Received", "Sender" })
        {
            Assert.DoesNotContain(mail.Headers, header => header.Field.Equals(never, StringComparison.OrdinalIgnoreCase));
        }

        Assert.All(demo.Mails.Keys.Where(other => other != reader), other => Assert.DoesNotContain(other, mail.ToString(), StringComparison.OrdinalIgnoreCase));

        string Header(string name) => Assert.Single(mail.Headers.Concat(mail.Body!.Headers), header => header.Field.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    });
}

/// <summary>One run over a copy of the sample content, looked at by every test.</summary>
public sealed class DemoOnceRun : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("newsbot-once-").FullName;

    public int ExitCode { get; private set; }

    public string Stderr { get; private set; } = "";

    public string Out => Path.Combine(folder, "out");

    /// <summary>What the sample content says, read without the program around it.</summary>
    public IReadOnlyList<Record> Records { get; private set; } = [];

    /// <summary>The mails by the address they are for.</summary>
    public IReadOnlyDictionary<string, (byte[] Bytes, MimeMessage Message)> Mails { get; private set; } = new Dictionary<string, (byte[], MimeMessage)>();

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var content = Path.Combine(folder, "content");
        Copy(Repository.Path("content"), content);
        Records = (await new FolderSource("sample", new FolderOptions { Path = content }, TimeProvider.System).ReadAsync(null, limit.Token)).Records;
        (ExitCode, _, Stderr) = await NewsBotProcess.RunAsync(folder, limit.Token, "demo", "--once", Out, "--content", content);
        Mails = Directory.GetFiles(Path.Combine(Out, "mail"), "*.eml").Select(Read).ToDictionary(mail => mail.Message.To.Mailboxes.Single().Address);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static (byte[] Bytes, MimeMessage Message) Read(string path) => (File.ReadAllBytes(path), MimeMessage.Load(path));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
