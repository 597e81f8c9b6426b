using System.Text;
using System.Text.Json;
using MimeKit;
using NewsBot.Bot.Hosting;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Scenarios;

/// <summary>The running <c>newsbot demo</c>: what lies in its mailbox is what <c>digest render</c> writes of its store.</summary>
public sealed class DemoBytesTests
{
    private const int Mails = 2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_mail_in_the_mailbox_is_the_rendered_one_to_the_byte()
    {
        var folder = Directory.CreateTempSubdirectory("newsbot-bytes-");
        using (var demo = NewsBotProcess.Start(folder.FullName, ["demo", "--port", "0", "--content", Repository.Path("content")], new Dictionary<string, string> { ["TMPDIR"] = folder.FullName }))
        {
            await demo.SaysAsync("Ctrl+C stops.", Ct);
            using var mailbox = new HttpClient { BaseAddress = new Uri(demo.Stdout[demo.Stdout.IndexOf("http://", StringComparison.Ordinal)..].Split('\n')[0]) };
            for (var n = 1; n <= Mails; n++)
            {
                var raw = await SourceAsync(mailbox, $"{n:X8}");
                var mail = Read(raw);
                var rendered = await RenderAsync(Directory.GetDirectories(folder.FullName, "newsbot-demo-*").Single(), mail);
                Assert.Equal(Encoding.Latin1.GetString(rendered), Encoding.Latin1.GetString(raw));

                // And the page shows what stands in it.
                using var shown = JsonDocument.Parse(await mailbox.GetStringAsync($"sandbox/mails/{n:X8}", Ct));
                Assert.Equal((mail.Subject, mail.TextBody), (shown.RootElement.GetProperty("subject").GetString(), shown.RootElement.GetProperty("text").GetString()));
            }
        }

        folder.Delete(recursive: true);
    }

    // The demo's own options, as its mail tells them.
    private static async Task<byte[]> RenderAsync(string store, MimeMessage mail)
    {
        var owner = mail.ReplyTo.Mailboxes.Single().Address;
        var pages = new Uri(mail.Headers["List-Archive"]!.Trim('<', '>')).GetLeftPart(UriPartial.Authority);
        var options = new NewsBotOptions
        {
            Mail = new MailSection { From = mail.From.ToString(), Host = "127.0.0.1", Security = "none", Owner = owner },
            Digests = new() { ["weekly"] = new DigestSection() },
            Web = new WebSection { Url = pages, SecretFile = Path.Combine(store, "newsbot.key") },
        };
        var room = new DigestRoom(options);
        using var db = new Db(Dialect.Sqlite(Path.Combine(store, "newsbot.db")), TimeProvider.System);
        return (await new RenderDigest(db, room.Plans, room.Compose()).RunAsync("weekly", mail.To.Mailboxes.Single().Address, Ct)).Bytes;
    }

    private static async Task<byte[]> SourceAsync(HttpClient mailbox, string id)
    {
        while (true)
        {
            using var answer = await mailbox.GetAsync($"sandbox/mails/{id}/source", Ct);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadAsByteArrayAsync(Ct);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Ct);
        }
    }

    private static MimeMessage Read(byte[] raw)
    {
        using var stream = new MemoryStream(raw);
        return MimeMessage.Load(stream);
    }
}
