using System.Collections;
using System.Text.RegularExpressions;
using NewsBot.Bot.Hosting;
using NewsBot.Digest.Mail;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

public sealed class OptionsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-options-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{ "stroe": "x.db" }""", "stroe: unknown key; did you mean \"store\"?")]
    [InlineData("""{ "mail": { "hots": "x" } }""", "mail.hots: unknown key; did you mean \"mail.host\"?")]
    [InlineData("""{ "sources": { "a": { "path": "x", "fues": 1 } } }""", "sources.a.fues: unknown key; did you mean \"sources.a.fuse\"?")]
    [InlineData("""{ "topics": { "a": { "zzzzzzzzzz": 1 } } }""", "topics.a.zzzzzzzzzz: unknown key; known here: name, channels, mention, colour, routes.")]
    [InlineData("""{ "store": """, "newsbot.json:1: not JSON")]
    [InlineData("[]", "must hold one JSON object")]
    [InlineData("""{ "mail": { "port": "many" } }""", "mail.port: \"many\" is no whole number.")]
    [InlineData("""{ "discord": { "tokenFile": "no-such-file" } }""", "discord.tokenFile: ")]
    [InlineData("""{ "discord": { "token": "a", "tokenFile": "b" } }""", "discord.token and discord.tokenFile are both set")]
    [InlineData("""{ "discord": { "api": "https://discord.example/api" } }""", "discord.token: put the bot's token into a file")]
    [InlineData("""{ "discord": { "token": "a", "api": "http://discord.com/api" } }""", "discord.api: ")]
    [InlineData("""{ "discord": { "token": "a", "guild": "our server" } }""", "discord.guild: \"our server\"")]
    [InlineData("""{ "discord": { "token": "a", "guild": "1", "staffRoles": ["@staff"] } }""", "discord.staffRoles: \"@staff\"")]
    [InlineData("""{ "discord": { "token": "a", "guild": "1", "desk": "#desk" } }""", "discord.desk: \"#desk\"")]
    [InlineData("""{ "discord": { "token": "a", "staffRoles": ["1"] } }""", "discord.guild: staff work in one server")]
    [InlineData("""{ "discord": { "token": "a", "interactions": "both" } }""", "discord.interactions: \"both\"")]
    [InlineData("""{ "discord": { "token": "a", "zone": "Mars" } }""", "discord.zone: \"Mars\"")]
    [InlineData("""{ "discord": { "token": "a", "twoForPing": "maybe" } }""", "discord.twoForPing: \"maybe\" is neither true nor false.")]
    [InlineData("""{ "sources": { "a": { "kind": "fedd", "path": "x" } } }""", "sources.a.kind: \"fedd\"")]
    [InlineData("""{ "sources": { "a": {} } }""", "sources.a.path: ")]
    [InlineData("""{ "sources": { "a": { "path": "x", "zone": "Mars/Base" } } }""", "sources.a.zone: \"Mars/Base\"")]
    [InlineData("""{ "sources": { "a": { "path": "x", "fuse": 0 } } }""", "sources.a.fuse: ")]
    [InlineData("""{ "sources": { "a": { "kind": "push" } } }""", "sources.a.secret: too short; make one of at least 32 characters (openssl rand -hex 32)")]
    [InlineData("""{ "sources": { "a": { "kind": "push", "secret": "0123456789abcdef0123456789abcdef", "previousSecret": "short" } } }""", "sources.a.previousSecret: too short")]
    [InlineData("""{ "sources": { "a": { "kind": "push", "secretFile": "no-such-file" } } }""", "sources.a.secretFile: ")]
    [InlineData("""{ "sources": { "a": { "kind": "push", "secret": "0123456789abcdef0123456789abcdef", "link": "here" } } }""", "sources.a.link: \"here\"")]
    [InlineData("""{ "sources": { "a": { "kind": "sql", "query": "select 1" } } }""", "sources.a.path: name the file of the SQLite database.")]
    [InlineData("""{ "sources": { "a": { "kind": "sql", "path": "x" } } }""", "sources.a.query: ")]
    [InlineData("""{ "sources": { "a": { "kind": "sql", "provider": "oracle", "query": "select 1" } } }""", "sources.a.provider: \"oracle\"")]
    [InlineData("""{ "sources": { "a": { "kind": "sql", "provider": "postgres", "query": "select 1", "connection": "Pasword=hunter2" } } }""", "sources.a.connection: ")]
    [InlineData("""{ "sources": { "a": { "kind": "sql", "path": "x", "query": "select 1 where a > @cursor", "postFirst": 3 } } }""", "sources.a.postFirst: ")]
    [InlineData("""{ "sources": { "a": { "kind": "page" } } }""", "sources.a.url: write the http(s) address of the page")]
    [InlineData("""{ "sources": { "a": { "kind": "page", "url": "https://news.example.org/", "select": { "row": "li[" } } } }""", "sources.a.select.row: \"li[\" is no CSS selector.")]
    [InlineData("""{ "sources": { "a": { "kind": "page", "url": "https://news.example.org/", "select": { "titel": "a" } } } }""", "sources.a.select.titel: unknown key; did you mean \"sources.a.select.title\"?")]
    [InlineData("""{ "sources": { "a": { "kind": "page", "url": "https://news.example.org/", "zone": "Mars" } } }""", "sources.a.zone: \"Mars\"")]
    [InlineData("""{ "sources": { "a": { "path": "x", "as": "Two Words" } } }""", "sources.a.as: \"Two Words\"")]
    [InlineData("""{ "sources": { "a": { "kind": "feed" } } }""", "sources.a.url: write the http(s) address of the feed")]
    [InlineData("""{ "sources": { "a": { "kind": "feed", "url": "file:///etc/passwd" } } }""", "sources.a.url: ")]
    [InlineData("""{ "sources": { "a": { "kind": "feed", "url": "https://me:pass@news.example.org/" } } }""", "sources.a.url: user names and passwords")]
    [InlineData("""{ "sources": { "a": { "kind": "feed", "url": "https://news.example.org/", "allowHosts": ["http://intranet:80/"] } } }""", "sources.a.allowHosts: \"http://intranet:80/\"")]
    [InlineData("""{ "sources": { "a": { "kind": "feed", "url": "https://news.example.org/", "every": 0 } } }""", "sources.a.every: 0")]
    [InlineData("""{ "topics": { "Water Policy": { "name": "x" } } }""", "topics.Water Policy: ")]
    [InlineData("""{ "topics": { "water": {} } }""", "topics.water.name: ")]
    [InlineData("""{ "topics": { "water": { "name": "x", "channels": ["general"] } } }""", "topics.water.channels: \"general\"")]
    [InlineData("""{ "topics": { "water": { "name": "x", "mention": "@here" } } }""", "topics.water.mention: ")]
    [InlineData("""{ "topics": { "water": { "name": "x", "colour": "red" } } }""", "topics.water.colour: \"red\"")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "chanel": "1" }] } } }""", "topics.water.routes.0.chanel: unknown key; did you mean \"topics.water.routes.0.channel\"?")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "filter": "a" }] } } }""", "topics.water.routes.0: say where it leads")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "channel": "general" }] } } }""", "topics.water.routes.0.channel: \"general\"")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "webhook": "partners" }] } } }""", "topics.water.routes.0.webhook: there is no webhook \"partners\"")]
    [InlineData("""{ "topics": { "water": { "name": "x", "channels": ["1"], "routes": [{ "channel": "1" }] } } }""", "topics.water.routes.0: discord 1 is named twice")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "channel": "1", "filter": "kindd:x" }] } } }""", "topics.water.routes.0.filter: at character 1: kindd: is nothing")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "channel": "1", "quiet": "at night" }] } } }""", "topics.water.routes.0.quiet: ")]
    [InlineData("""{ "topics": { "water": { "name": "x", "routes": [{ "channel": "1", "tags": ["a", "b", "c", "d", "e", "f"] }] } } }""", "topics.water.routes.0.tags: 6 tags")]
    [InlineData("""{ "webhooks": { "Our Partners": { "url": "https://discord.com/api/webhooks/1/x" } } }""", "webhooks.Our Partners: ")]
    [InlineData("""{ "webhooks": { "partners": {} } }""", "webhooks.partners.url: put the webhook's address into a file")]
    [InlineData("""{ "webhooks": { "partners": { "url": "https://discord.com/api/webhooks/1/x%20y" } } }""", "webhooks.partners.url: it is no address of a webhook")]
    [InlineData("""{ "webhooks": { "partners": { "url": "http://discord.com/api/webhooks/1/x" } } }""", "webhooks.partners.url: it is no address of a webhook")]
    [InlineData("""{ "web": { "listen": "8480" } }""", "web.listen: ")]
    [InlineData("""{ "web": { "trustedProxies": ["10.0.0.0/8", "proxy.example"] } }""", "web.trustedProxies: \"proxy.example\" is no address")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "localhost" } }""", "web.url: ")]
    [InlineData("""{ "mail": { "from": "nobody", "host": "localhost" }, "web": { "url": "https://a.example" } }""", "mail.from: ")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "relay.example", "security": "none" }, "web": { "url": "https://a.example" } }""", "mail.security: ")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "relay.example", "approvals": 3 }, "web": { "url": "https://a.example" } }""", "mail.approvals: 3 is not possible; write 1 or 2.")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "relay.example", "approvals": 0 }, "web": { "url": "https://a.example" } }""", "mail.approvals: ")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "localhost", "dkim": { "domain": "example.com", "rsa": { "selector": "r", "keyFile": "no.pem" } } }, "web": { "url": "https://a.example" } }""", "mail.dkim.domain: \"example.com\" does not answer for example.org")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "localhost", "dkim": { "rsa": { "selector": "r", "keyFile": "no.pem" } } }, "web": { "url": "https://a.example" } }""", "mail.dkim.rsa.keyFile: ")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "localhost", "dkim": { "rsa": { "selektor": "r" } } }, "web": { "url": "https://a.example" } }""", "mail.dkim.rsa.selektor: unknown key; did you mean \"mail.dkim.rsa.selector\"?")]
    [InlineData("""{ "mail": { "from": "a@example.org", "host": "localhost", "dkim": { "ed25519": { "selector": "e", "keyFile": "no.pem" } } }, "web": { "url": "https://a.example" } }""", "mail.dkim.rsa: it is missing")]
    [InlineData("""{ "digests": { "weekly": { "at": "Mondy 7" } } }""", "digests.weekly.at: ")]
    [InlineData("""{ "digests": { "weekly": { "zone": "Europe/Atlantis" } } }""", "digests.weekly.zone: ")]
    public void What_is_wrong_is_named_with_its_full_key_and_a_remedy(string json, string says)
    {
        var wrong = Assert.Throws<OptionsException>(() => Read(json));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_environment_and_secret_files_work()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "token"), " s3cret\n");
        var options = Read("""{ /* why */ "discord": { "tokenFile": "token" }, "store": "a.db", }""", ("NEWSBOT_STORE", "b.db"), ("NEWSBOT_WEB__LISTEN", "http://127.0.0.1:9999"));
        Assert.Equal(("s3cret", Path.Combine(folder.FullName, "b.db"), "http://127.0.0.1:9999"), (options.Discord!.Token, options.Store, options.Web.Listen));
    }

    [Fact]
    public void The_address_of_a_webhook_is_in_no_complaint()
    {
        var wrong = Assert.Throws<OptionsException>(() => Read("""{ "webhooks": { "partners": { "url": "https://discord.com/api/webhook/1/s3cret" } } }"""));
        Assert.DoesNotContain("s3cret", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Read("""{ "webhooks": { "partners": { "url": "https://discord.com/api/v10/webhooks/1/s3cret" } } }""").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs", "configuration.md")]
    public void The_examples_of_the_documentation_are_valid(params string[] page)
    {
        var json = Regex.Match(File.ReadAllText(Repository.Path(page)), "```jsonc\n(?<json>.*?)```", RegexOptions.Singleline).Groups["json"].Value;
        foreach (var secret in Regex.Matches(json, "File\": \"(?<path>[^\"]+)\"").Select(match => match.Groups["path"].Value))
        {
            File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(secret)), Path.GetFileName(secret) switch
            {
                var webhook when webhook.Contains("webhook", StringComparison.Ordinal) => "https://discord.com/api/webhooks/1/secret",
                ['d', 'k', 'i', 'm', '-', 'r', ..] => DkimKeyFile.NewRsa().Pem,
                ['d', 'k', 'i', 'm', '-', 'e', ..] => DkimKeyFile.NewEd25519().Pem,
                _ => "secret",
            });
            json = json.Replace(secret, Path.GetFileName(secret), StringComparison.Ordinal);
        }

        Assert.NotEmpty(Read(json).Topics);
    }

    [Fact]
    public void The_documentation_names_every_key_and_no_other()
    {
        var text = File.ReadAllText(Repository.Path("docs", "configuration.md"));
        var named = Regex.Matches(text, @"^\| (?<keys>.*?) \|", RegexOptions.Multiline)
            .SelectMany(row => Regex.Matches(row.Groups["keys"].Value, "`(?<key>[^`]+)`"))
            .Select(key => key.Groups["key"].Value);
        Assert.Equal(Keys(typeof(NewsBotOptions), "").Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(Type type, string prefix)
    {
        foreach (var property in type.GetProperties())
        {
            var name = prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            {
                var entry = name == "topics" ? "SLUG" : "NAME";
                foreach (var key in Keys(property.PropertyType.GetGenericArguments()[1], $"{name}.{entry}."))
                {
                    yield return key;
                }
            }
            else if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericArguments()[0].Namespace == typeof(NewsBotOptions).Namespace)
            {
                foreach (var key in Keys(property.PropertyType.GetGenericArguments()[0], $"{name}[]."))
                {
                    yield return key;
                }
            }
            else if (property.PropertyType.Namespace == typeof(NewsBotOptions).Namespace)
            {
                foreach (var key in Keys(property.PropertyType, name + "."))
                {
                    yield return key;
                }
            }
            else
            {
                yield return name;
            }
        }
    }

    private NewsBotOptions Read(string json, params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(folder.FullName, "newsbot.json");
        File.WriteAllText(file, json);
        return OptionsCheck.Checked(OptionsFile.Read(file, new Hashtable(environment.ToDictionary(pair => pair.Name, pair => pair.Value))));
    }
}
