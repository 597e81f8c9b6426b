using System.Text.Json;
using System.Text.RegularExpressions;
using NewsBot.Bot.Hosting;
using NewsBot.Digest.Mail;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

public sealed class DkimSetupTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-dkim-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_it_prints_is_all_that_signing_needs()
    {
        var text = Make("news.example.org", new MailSection { From = "N <digest@news.example.org>", Host = "smtp.example.org", Owner = "owner@news.example.org" });
        var section = JsonSerializer.Deserialize<JsonElement>("{" + Regex.Match(text, "\"dkim\": \\{.*\\}", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Value + "}").GetProperty("dkim");
        var options = DigestRoom.DkimOf(section.Deserialize<DkimSection>(JsonSerializerOptions.Web)!);
        Assert.Empty(options.Problems("news.example.org"));
        _ = new Signing(options, "news.example.org");
        Assert.Equal(("r202611", "e202611"), (options.Rsa!.Selector, options.Ed25519!.Selector));
        Assert.Contains("news.example.org. 3600 IN TXT \"v=spf1 a:smtp.example.org ~all\"", text, StringComparison.Ordinal);
        Assert.Contains("_dmarc.news.example.org. 3600 IN TXT \"v=DMARC1; p=none; rua=mailto:owner@news.example.org\"", text, StringComparison.Ordinal);
        foreach (var selector in new[] { "r202611", "e202611" })
        {
            var name = $"{selector}._domainkey.news.example.org";
            var value = Regex.Match(text, $@"name +{Regex.Escape(name)}\r?\n +value +(?<value>v=DKIM1; k=[a-z0-9]+; p=[A-Za-z0-9+/=]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;
            var strings = Regex.Match(text, $@"^ *{Regex.Escape(name)}\. 3600 IN TXT (?<strings>.*?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["strings"].Value.Trim('"').Split("\" \"");
            Assert.NotEmpty(value);
            Assert.Equal(value, string.Concat(strings));
            Assert.All(strings, part => Assert.InRange(part.Length, 1, 255));
        }
    }

    [Fact]
    public void Only_this_account_reads_the_keys_and_none_is_overwritten()
    {
        Make("news.example.org", null);
        var files = folder.GetFiles();
        Assert.Equal(["dkim-e202611.pem", "dkim-r202611.pem"], files.Select(file => file.Name).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
        }

        var before = files.ToDictionary(file => file.FullName, file => File.ReadAllText(file.FullName), StringComparer.Ordinal);
        File.Delete(Path.Combine(folder.FullName, "dkim-r202611.pem")); // One of them is enough.
        Assert.Contains("no key is overwritten", Assert.Throws<OptionsException>(() => Make("news.example.org", null)).Message, StringComparison.Ordinal);
        var left = Assert.Single(folder.GetFiles());
        Assert.Equal(before[left.FullName], File.ReadAllText(left.FullName));
    }

    [Fact]
    public void No_private_key_is_printed()
    {
        var text = Make("news.example.org", null);
        Assert.All(
            folder.GetFiles().SelectMany(file => File.ReadAllLines(file.FullName)).Where(line => line.Length > 0 && !line.StartsWith('-')),
            line => Assert.DoesNotContain(line, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no domain")]
    [InlineData("org")]
    [InlineData("a\u001b[31m.example.org")]
    public void A_domain_that_is_none_makes_no_key(string domain)
    {
        var wrong = Assert.Throws<OptionsException>(() => Make(domain, null));
        Assert.StartsWith("--domain: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', wrong.Message);
        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public void A_domain_beyond_ASCII_stands_in_the_DNS_as_A_labels() =>
        Assert.Contains("r202611._domainkey.xn--kste-0ra.example. 3600 IN TXT", Make("küste.example", null), StringComparison.Ordinal);

    private string Make(string domain, MailSection? mail)
    {
        using var output = new StringWriter();
        DkimSetup.Make(domain, folder.FullName, mail, Some.Monday, output);
        return output.ToString();
    }
}
