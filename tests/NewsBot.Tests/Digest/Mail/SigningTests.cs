using System.Text;
using MimeKit;
using NewsBot.Digest.Mail;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class SigningTests : IDisposable
{
    private readonly DkimPair keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public void Both_signatures_hold_for_the_bytes_of_the_wire() =>
        Assert.Equal([("rsa-sha256", true), ("ed25519-sha256", true)], keys.Verify(Signed()));

    [Fact]
    public void The_same_mail_gets_the_same_bytes_from_another_process() => Assert.Equal(Signed(), Signed());

    [Theory]
    [InlineData("Subject: s", "Subject: t")]
    [InlineData("To: anna@", "To: bert@")]
    [InlineData("List-Unsubscribe: <https://news.example.org/u/1>", "List-Unsubscribe: <https://evil.example/u/1>")]
    [InlineData("List-Unsubscribe-Post: List", "List-Unsubscribe-Post: Lost")]
    [InlineData("Reply-To: owner@", "Reply-To: other@")]
    [InlineData("CFBL-Address: b@", "CFBL-Address: c@")]
    [InlineData("CFBL-Feedback-ID: k1", "CFBL-Feedback-ID: k2")]
    [InlineData("Content-Type: text/plain", "Content-Type: text/html")]
    [InlineData("\r\nSubject: ", "\r\nFrom: somebody@else.example\r\nSubject: ")] // a second sender
    [InlineData("one line", "another line")]
    [InlineData("one line\r\n", "one line\r\nand more\r\n")] // no l=, so nothing can follow
    public void What_is_changed_on_the_way_breaks_both(string from, string to)
    {
        var text = Encoding.Latin1.GetString(Signed());
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.Equal([("rsa-sha256", false), ("ed25519-sha256", false)], keys.Verify(Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_relays_may_do_breaks_neither()
    {
        var text = Encoding.Latin1.GetString(Signed()).Replace("Subject: s", "SUBJECT:   s ", StringComparison.Ordinal).Replace("one line", "one  line ", StringComparison.Ordinal);
        Assert.All(keys.Verify(Encoding.Latin1.GetBytes("Received: from relay\r\n" + text + "\r\n\r\n")), signature => Assert.True(signature.Holds));
    }

    [Fact]
    public void Signatures_say_what_receivers_want_to_read()
    {
        using var stream = new MemoryStream(Signed());
        var signatures = MimeMessage.Load(stream, TestContext.Current.CancellationToken).Headers.Where(header => header.Id == HeaderId.DkimSignature).ToList();
        Assert.Equal(["r2026", "e2026"], signatures.Select(header => DkimPair.Tag(header, "s")));
        Assert.All(signatures, header =>
        {
            Assert.Equal(("1", DkimPair.Domain, "relaxed/relaxed"), (DkimPair.Tag(header, "v"), DkimPair.Tag(header, "d"), DkimPair.Tag(header, "c")));
            Assert.Equal($"{Some.Monday.ToUnixTimeSeconds()}", DkimPair.Tag(header, "t"));
            Assert.Equal(
                "from:from:reply-to:to:subject:date:message-id:mime-version:content-type:list-id:list-unsubscribe:list-unsubscribe-post:feedback-id:cfbl-address:cfbl-feedback-id",
                DkimPair.Tag(header, "h"));
            Assert.DoesNotContain("; l=", header.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("; x=", header.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Many_mails_are_signed_at_the_same_time()
    {
        var signing = new Signing(keys.Options, DkimPair.Domain);
        var wires = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Task.Run(() => Signed(signing, $"line {n}"))));
        Assert.Equal(64, wires.Select(Encoding.Latin1.GetString).Distinct(StringComparer.Ordinal).Count());
        Assert.All(wires, wire => Assert.Equal([true, true], keys.Verify(wire).Select(signature => signature.Holds)));
    }

    [Fact]
    public void One_key_makes_one_signature() =>
        Assert.Equal([("rsa-sha256", true)], keys.Verify(Signed(new(keys.Options with { Ed25519 = null }, DkimPair.Domain), "one line")));

    [Theory]
    [InlineData(null, null)]
    [InlineData("news.example.org", null)]
    [InlineData("NEWS.example.org", null)]
    [InlineData("example.org", null)]
    [InlineData("org", "domain")]
    [InlineData("other.org", "domain")]
    [InlineData("ws.example.org", "domain")]
    [InlineData("www.news.example.org", "domain")]
    public void The_domain_that_signs_is_the_senders_or_a_parent_of_it(string? domain, string? wrong) =>
        Assert.Equal(wrong, (keys.Options with { Domain = domain }).Problems(DkimPair.Domain).Select(problem => problem.Option).SingleOrDefault());

    [Fact]
    public void A_key_that_cannot_sign_is_named_with_its_reason()
    {
        using var shortKey = System.Security.Cryptography.RSA.Create(1024);
        var (rsa, ed25519) = (keys.Options.Rsa!, keys.Options.Ed25519!);
        Assert.Contains("the key has 1024 bits; it needs 2048 to 4096", Problem(new("r", keys.Write("short.pem", shortKey.ExportPkcs8PrivateKeyPem())), null, "rsa.keyFile"), StringComparison.Ordinal);
        Assert.Contains("no private RSA key", Problem(new("r", keys.Write("public.pem", shortKey.ExportSubjectPublicKeyInfoPem())), null, "rsa.keyFile"), StringComparison.Ordinal);
        Assert.Contains("no private RSA key", Problem(rsa with { KeyFile = ed25519.KeyFile }, null, "rsa.keyFile"), StringComparison.Ordinal);
        Assert.Contains("no private Ed25519 key", Problem(rsa, ed25519 with { KeyFile = rsa.KeyFile }, "ed25519.keyFile"), StringComparison.Ordinal);
        Assert.Contains("no private Ed25519 key", Problem(rsa, ed25519 with { KeyFile = keys.Write("text.pem", "no key") }, "ed25519.keyFile"), StringComparison.Ordinal);
        Assert.Contains("larger than", Problem(rsa with { KeyFile = keys.Write("large.pem", new string('x', 20_000)) }, null, "rsa.keyFile"), StringComparison.Ordinal);
        Assert.Contains("cannot be used", Problem(rsa with { KeyFile = "/no/such/file.pem" }, null, "rsa.keyFile"), StringComparison.Ordinal);
        Assert.Contains("no selector", Problem(rsa with { Selector = "a b" }, null, "rsa.selector"), StringComparison.Ordinal);
        Assert.Contains("RSA key already", Problem(rsa, ed25519 with { Selector = "R2026" }, "ed25519.selector"), StringComparison.Ordinal);
        Assert.Contains("it is missing", Problem(null, ed25519, "rsa"), StringComparison.Ordinal);
    }

    private static string Problem(DkimKey? rsa, DkimKey? ed25519, string option)
    {
        var problem = Assert.Single(new DkimOptions { Rsa = rsa, Ed25519 = ed25519 }.Problems(DkimPair.Domain));
        Assert.Equal(option, problem.Option);
        return problem.Problem;
    }

    private byte[] Signed() => Signed(new(keys.Options, DkimPair.Domain), "one line");

    private static byte[] Signed(Signing signing, string text)
    {
        var message = new MimeMessage { Subject = "s", Date = Some.Monday, MessageId = "1@news.example.org" };
        message.From.Add(new MailboxAddress("Näws", "digest@news.example.org"));
        message.ReplyTo.Add(new MailboxAddress(null, "owner@news.example.org"));
        message.To.Add(new MailboxAddress(null, "anna@example.org"));
        foreach (var (name, value) in new[]
        {
            ("List-Id", "<weekly.digest.news.example.org>"), ("List-Unsubscribe", "<https://news.example.org/u/1>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Feedback-ID", "a:b:c:d"), ("CFBL-Address", "b@news.example.org; report=arf"), ("CFBL-Feedback-ID", "k1"),
        })
        {
            message.Headers.Add(name, value);
        }

        message.Body = new TextPart("plain") { Text = text + "\r\n" };
        signing.Sign(message);
        return MimeBuilder.Bytes(message);
    }
}
