using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Discord.Model;

namespace NewsBot.Bot.Hosting;

/// <summary>Everything that is wrong with the options, at start and at once: the key's full name, what is wrong, what would mend it.</summary>
internal static partial class OptionsCheck
{
    /// <exception cref="OptionsException">Something is wrong.</exception>
    public static NewsBotOptions Checked(NewsBotOptions options)
    {
        var problems = Sources(options).Concat(Topics(options)).Concat(RouteOptions.Problems(options.Webhooks)).Concat(Discord(options)).Concat(Web(options)).Concat(Mail(options)).Concat(Digests(options)).ToList();
        return problems.Count == 0 ? options : throw new OptionsException(problems);
    }

    private static IEnumerable<string> Sources(NewsBotOptions options)
    {
        foreach (var (name, source) in options.Sources)
        {
            var key = $"sources.{name}";
            foreach (var problem in SourceCheck.Problems(key, source))
            {
                yield return problem;
            }

            if (source.Fuse < 1)
            {
                yield return $"{key}.fuse: {source.Fuse} would hold every item; write 1 or more.";
            }

            if (source.PostFirst < 0)
            {
                yield return $"{key}.postFirst: {source.PostFirst} is no number of items; write 0 or more.";
            }
        }
    }

    private static IEnumerable<string> Topics(NewsBotOptions options)
    {
        foreach (var problem in options.Topics.SelectMany(topic => Topic(topic.Key, topic.Value, [.. options.Webhooks.Keys])))
        {
            yield return problem;
        }
    }

    /// <summary>What is wrong with one topic.</summary>
    public static IEnumerable<string> Topic(string slug, TopicSection topic, IReadOnlyCollection<string> webhooks)
    {
        var key = $"topics.{slug}";
        if (!Slug().IsMatch(slug))
        {
            yield return $"{key}: a topic's key is 1 to 64 lower-case letters, digits and hyphens, such as \"water-policy\".";
        }

        if (string.IsNullOrWhiteSpace(topic.Name))
        {
            yield return $"{key}.name: give the topic a name, such as \"Water Policy\".";
        }

        foreach (var channel in topic.Channels.Where(channel => !Snowflake.TryParse(channel, out _)))
        {
            yield return $"{key}.channels: \"{channel}\" is no channel id; in Discord, switch on developer mode and copy the channel's id (17 to 20 digits).";
        }

        if (topic.Mention is not null && !Snowflake.TryParse(topic.Mention, out _))
        {
            yield return $"{key}.mention: \"{topic.Mention}\" is no role id; in Discord, switch on developer mode and copy the role's id.";
        }

        if (topic.Colour is not null && ColourOf(topic) is null)
        {
            yield return $"{key}.colour: \"{topic.Colour}\" is no colour; write it as #1f5fa8.";
        }

        foreach (var problem in RouteOptions.Problems(slug, topic, webhooks))
        {
            yield return problem;
        }
    }

    public static int? ColourOf(TopicSection topic) =>
        topic.Colour is ['#', .. { Length: 6 } digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var colour) ? colour : null;

    private static IEnumerable<string> Discord(NewsBotOptions options)
    {
        if (options.Discord is not { } discord)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(discord.Token))
        {
            yield return "discord.token: put the bot's token into a file and name it in discord.tokenFile (Developer Portal, Bot, Reset Token).";
        }

        if (!Uri.TryCreate(discord.Api, UriKind.Absolute, out var api) || (api.Scheme != Uri.UriSchemeHttps && !api.IsLoopback))
        {
            yield return $"discord.api: \"{discord.Api}\" is no https address; leave it out for Discord itself.";
        }

        foreach (var (key, id) in discord.StaffRoles.Select(role => ("staffRoles", (string?)role)).Append(("guild", discord.Guild)).Append(("desk", discord.Desk)))
        {
            if (id is not null && !Snowflake.TryParse(id, out _))
            {
                yield return $"discord.{key}: \"{id}\" is no id; in Discord, switch on developer mode and copy it (17 to 20 digits).";
            }
        }

        if (discord.Guild is null && (discord.StaffRoles.Count > 0 || discord.Desk is not null))
        {
            yield return "discord.guild: staff work in one server; write its id (in Discord, switch on developer mode and copy the server's id).";
        }

        if (discord.Interactions is not ("gateway" or "http"))
        {
            yield return $"discord.interactions: \"{discord.Interactions}\" is unknown; write \"gateway\" or \"http\".";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(discord.Zone, out _))
        {
            yield return $"discord.zone: \"{discord.Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC.";
        }
    }

    private static IEnumerable<string> Web(NewsBotOptions options)
    {
        if (!Uri.TryCreate(options.Web.Listen, UriKind.Absolute, out var listen) || listen.Scheme != Uri.UriSchemeHttp)
        {
            yield return $"web.listen: \"{options.Web.Listen}\" is no address to listen at; write one such as http://127.0.0.1:8480 (a reverse proxy adds TLS).";
        }

        if (options.Web.Url is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")))
        {
            yield return $"web.url: \"{url}\" is no web address; write the public one, such as https://news.example.org.";
        }

        foreach (var proxy in options.Web.TrustedProxies.Where(proxy => SignupRoom.Network(proxy) is null))
        {
            yield return $"web.trustedProxies: \"{proxy}\" is no address and no network; write one such as 10.0.0.7, 10.0.0.0/8 or 2001:db8::/32.";
        }

        if (options.Mail is not null && options.Web.Url is null)
        {
            yield return "web.url: mails need it for their unsubscribe link; write the public address of web.listen, such as https://news.example.org.";
        }
    }

    private static IEnumerable<string> Mail(NewsBotOptions options)
    {
        if (options.Mail is not { } mail)
        {
            yield break;
        }

        if (mail.Approvals is < 1 or > MailSection.MostApprovals)
        {
            yield return $"mail.approvals: {mail.Approvals} is not possible; write 1 or 2.";
        }

        if (!Enum.TryParse<SmtpSecurity>(mail.Security, ignoreCase: true, out _))
        {
            yield return $"mail.security: \"{mail.Security}\" is unknown; write \"starttls\", \"tls\" or \"none\".";
            yield break;
        }

        foreach (var (option, problem) in DigestRoom.SmtpOf(mail).Problems())
        {
            yield return $"mail.{JsonNamingPolicy.CamelCase.ConvertName(option)}: {problem}.";
        }

        if (SenderOptions.Address(mail.From) is null)
        {
            yield return $"mail.from: \"{mail.From}\" is no sender; write a name and an address, as in \"NewsBot <digest@news.example.org>\".";
        }
        else if (Uri.TryCreate(options.Web.Url, UriKind.Absolute, out _))
        {
            var sender = DigestRoom.SenderOf(mail, options.Web);
            foreach (var (option, problem) in sender.Problems())
            {
                yield return $"{SenderKey(option)}: {problem}.";
            }

            foreach (var (option, problem) in mail.Dkim is { } dkim ? DigestRoom.DkimOf(dkim).Problems(sender.Domain) : [])
            {
                yield return $"mail.dkim.{option}: {problem}.";
            }
        }
    }

    private static string SenderKey(string option) => option switch
    {
        nameof(SenderOptions.From) => "mail.from",
        nameof(SenderOptions.BounceAddress) => "mail.bounces",
        nameof(SenderOptions.Owner) => "mail.owner",
        _ => "web.url",
    };

    /// <summary>Hours: a month, for a digest that comes once a month.</summary>
    private const int LongestLateness = 24 * 31;

    private static IEnumerable<string> Digests(NewsBotOptions options)
    {
        foreach (var (name, digest) in options.Digests)
        {
            if (!Slug().IsMatch(name))
            {
                yield return $"digests.{name}: a digest's key is 1 to 64 lower-case letters, digits and hyphens, such as \"weekly\".";
            }

            if (!Schedule.TryParse(digest.At, out _, out var problem))
            {
                yield return $"digests.{name}.at: {problem}.";
            }

            if (DigestRoom.ZoneOf(digest, out _) is null)
            {
                yield return $"digests.{name}.zone: \"{digest.Zone}\" is no IANA time zone; write one such as Europe/Lisbon or UTC, or reader for each reader's own.";
            }

            if (!Enum.GetNames<LateRule>().Contains(digest.Late, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"digests.{name}.late: \"{digest.Late}\" is not known; write send, merge or ask.";
            }

            if (digest.Latest is not (>= 1 and <= LongestLateness))
            {
                yield return $"digests.{name}.latest: {digest.Latest} is not between 1 and {LongestLateness} hours.";
            }
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slug();
}
