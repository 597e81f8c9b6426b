using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;

namespace NewsBot.Bot.Hosting;

/// <summary>Makes a new pair of keys, and tells what the DNS and the configuration must say of them.</summary>
internal static class DkimSetup
{
    /// <summary>Seconds: long enough for resolvers, short enough to mend a slip on the same day.</summary>
    private const int TimeToLive = 3600;

    /// <summary>Bytes of one string of a TXT record (RFC 1035, 3.3.14); a longer value stands in several.</summary>
    private const int LongestString = 255;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Selectors bear the month, so that the next pair can stand beside this one while mails of both are under way.</summary>
    /// <exception cref="OptionsException">The domain is none, or a file is there already: a key is never overwritten.</exception>
    public static void Make(string domain, string folder, MailSection? mail, DateTimeOffset now, TextWriter output)
    {
        if (!ReaderAddress.TryNormalise($"x@{domain}", out var normal, out _))
        {
            throw new OptionsException($"--domain: \"{Newsroom.Printable.Of(domain)}\" is no domain; write one such as news.example.org.");
        }

        domain = normal[(normal.LastIndexOf('@') + 1)..];
        var month = now.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
        Key[] keys = [new("rsa", "RSA, 2048 bits", $"r{month}", folder, DkimKeyFile.NewRsa()), new("ed25519", "Ed25519", $"e{month}", folder, DkimKeyFile.NewEd25519())];
        if (keys.FirstOrDefault(key => File.Exists(key.Path)) is { } there)
        {
            throw new OptionsException($"--dir: {there.Path} is there already, and no key is overwritten: mails that it signed are still being read. Name another folder, or use this key.");
        }

        Directory.CreateDirectory(folder);
        foreach (var key in keys)
        {
            Write(key);
        }

        Tell(domain, keys, mail, output);
    }

    /// <summary>A TXT record as a line of a zone file.</summary>
    internal static string ZoneLine(string name, string value) =>
        $"{name}. {TimeToLive} IN TXT {string.Join(' ', value.Chunk(LongestString).Select(part => $"\"{new string(part)}\""))}";

    private static void Write(Key key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(key.Path, options);
        file.WriteLine(key.Made.Pem);
    }

    private static void Tell(string domain, IReadOnlyList<Key> keys, MailSection? mail, TextWriter output)
    {
        var records = keys.Select(key => (Name: $"{key.Selector}._domainkey.{domain}", key.Made.Record)).ToList();
        var bounces = BounceDomain(domain, mail);
        var spf = $"v=spf1 a:{(mail?.Host is { Length: > 0 } host ? host : $"smtp.{domain}")} ~all";
        var reports = $"v=DMARC1; p=none; rua=mailto:{mail?.Owner ?? $"postmaster@{domain}"}";
        output.WriteLine(
            $"""

             Two keys that sign mails of {domain}, for this account's eyes only:

             {string.Join(Environment.NewLine, keys.Select(key => $"   {key.Path}   {key.Kind}"))}

             1. The DNS

             Publish the keys. Each is a TXT record; a form of a DNS provider wants the name and the value:

             {string.Join(Environment.NewLine, records.Select(Form))}
             A zone file wants the same so:

             {string.Join(Environment.NewLine, records.Select(record => ZoneLine(record.Name, record.Record)))}

             Say who may send (SPF), and that receivers shall compare both with the sender (DMARC), if no record says so yet.
             Your relay's operator names what belongs into the first, often "include:" and a name, instead of the "a:" here:

             {ZoneLine(bounces, spf)}
             {ZoneLine($"_dmarc.{domain}", reports)}

             p=none only asks for reports. When they show nothing strange for some weeks, write p=quarantine, later p=reject.

             2. newsbot.json

             When the records are there (dig +short TXT {records[0].Name}), put this into "mail" and start NewsBot anew:

             {Section(domain, keys)}

             """);
    }

    private static string Form((string Name, string Record) record) => $"   name   {record.Name}{Environment.NewLine}   value  {record.Record}{Environment.NewLine}";

    private static string Section(string domain, IReadOnlyList<Key> keys)
    {
        var lines = keys.Select(key => $"     \"{key.Name}\": {{ \"selector\": \"{key.Selector}\", \"keyFile\": {JsonSerializer.Serialize(key.Path, Relaxed)} }}");
        return $$"""
                    "dkim": {
                      "domain": "{{domain}}",
                 {{string.Join($",{Environment.NewLine}", lines)}}
                    }
                 """;
    }

    // The envelope's sender is the mailbox for bounces; SPF is asked of its domain (RFC 7208, 2.4).
    private static string BounceDomain(string domain, MailSection? mail) =>
        mail?.Bounces is { } bounces && ReaderAddress.TryNormalise(bounces, out var address, out _) ? address[(address.LastIndexOf('@') + 1)..] : domain;

    private sealed record Key(string Name, string Kind, string Selector, string Folder, (string Pem, string Record) Made)
    {
        public string Path { get; } = System.IO.Path.GetFullPath($"dkim-{Selector}.pem", System.IO.Path.GetFullPath(Folder));
    }
}
