using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using MimeKit;
using NewsBot.Digest.Languages;

namespace NewsBot.Digest.Mail;

/// <summary>Pure: what a mail program or a reader would stumble over in a digest. It looks at what came out of the templates, whatever they are.</summary>
internal static partial class MailCheck
{
    private const int LongestSubject = 78; // RFC 5322, 2.1.1
    private const int LongestLine = 72;

    /// <summary>A longer word is an address, or of a language without spaces: its line may be longer too.</summary>
    private const int LongestWord = 40;

    /// <summary>Characters of a text or an address that a problem quotes.</summary>
    private const int LongestQuote = 60;

    public static IEnumerable<string> Problems(ComposedDigest letter, SenderOptions sender)
    {
        var page = new HtmlParser().ParseDocument(letter.Html);
        var own = Strings(JsonSerializer.SerializeToElement(letter.Model)).ToList();
        return Sizes(letter)
            .Concat(Headers(letter, sender))
            .Concat(Placeholders(letter, page, own))
            .Concat(Links(letter, page, own))
            .Concat(Pictures(page))
            .Concat(Language(letter, page))
            .Concat(Text(letter))
            .Concat(Contrast.Problems(page));
    }

    private static IEnumerable<string> Sizes(ComposedDigest letter)
    {
        foreach (var (name, part) in new[] { ("HTML", letter.Html), ("text", letter.Text) })
        {
            if (ComposeDigest.Size(part) is var size && size > ComposeDigest.MostBytes)
            {
                yield return $"The {name} part has {size} bytes; {ComposeDigest.MostBytes} is the most.";
            }
        }
    }

    private static IEnumerable<string> Headers(ComposedDigest letter, SenderOptions sender)
    {
        var message = letter.Message;
        HeaderId[] wanted =
        [
            HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.MimeVersion, HeaderId.ContentLanguage, HeaderId.ListId,
            HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost, HeaderId.ListHelp, HeaderId.ListArchive, HeaderId.AutoSubmitted,
        ];
        foreach (var header in wanted.Where(header => string.IsNullOrWhiteSpace(message.Headers[header])))
        {
            yield return $"The header {header.ToHeaderName()} is missing.";
        }

        if (message.From.Count != 1 || message.To.Count != 1 || message.Cc.Count + message.Bcc.Count > 0)
        {
            yield return "It is not from one sender to one reader.";
        }

        if (message.Subject is not { Length: > 0 and <= LongestSubject })
        {
            yield return $"The subject has {message.Subject?.Length ?? 0} characters; 1 to {LongestSubject} are right.";
        }

        if (message.MessageId?.EndsWith($"@{sender.Domain}", StringComparison.Ordinal) != true)
        {
            yield return $"The Message-ID is not one of {sender.Domain}.";
        }

        if (message.Headers[HeaderId.ListUnsubscribe]?.Contains($"<{letter.Model.Links.Unsubscribe}>", StringComparison.Ordinal) != true)
        {
            yield return "The header List-Unsubscribe does not have the reader's link.";
        }
    }

    // A title may look like a placeholder; then it is not one that was left over. Headings of the text part are in capitals.
    private static IEnumerable<string> Placeholders(ComposedDigest letter, IDocument page, List<string> own)
    {
        var attributes = page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Value);
        return page.GetDescendants().OfType<IText>().Select(text => text.Data).Concat(letter.Text.Split('\n')).Concat(attributes)
            .SelectMany(text => Placeholder().Matches(text).Select(match => match.Value))
            .Where(found => !own.Exists(text => text.Contains(found, StringComparison.OrdinalIgnoreCase)))
            .Distinct(StringComparer.Ordinal)
            .Select(found => $"The placeholder {Quote(found)} was left over.");
    }

    private static IEnumerable<string> Links(ComposedDigest letter, IDocument page, List<string> own)
    {
        var known = own.Where(link => WebAddress.Of(link) is not null).ToHashSet(StringComparer.Ordinal);
        foreach (var link in page.QuerySelectorAll("a"))
        {
            var address = link.GetAttribute("href") ?? "";
            if (!known.Contains(address))
            {
                yield return $"The link {Quote(address)} is none of this edition, or not an absolute http or https address.";
            }
            else if (!letter.Text.Contains(address, StringComparison.Ordinal))
            {
                yield return $"The link {Quote(address)} is not in the text part.";
            }

            if (string.IsNullOrWhiteSpace(link.TextContent))
            {
                yield return $"The link {Quote(address)} has no text.";
            }
        }

        foreach (var link in new[] { letter.Model.Links.Unsubscribe, letter.Model.Links.Manage, letter.Model.Links.Archive })
        {
            if (!page.QuerySelectorAll("a").Any(anchor => anchor.GetAttribute("href") == link))
            {
                yield return $"The link {Quote(link ?? "to unsubscribe")} is missing.";
            }
        }
    }

    private static IEnumerable<string> Pictures(IDocument page)
    {
        foreach (var picture in page.QuerySelectorAll("img"))
        {
            if (WebAddress.Of(picture.GetAttribute("src")) is null)
            {
                yield return $"The picture {Quote(picture.GetAttribute("src") ?? "")} has no absolute http or https address.";
            }

            if (picture.GetAttribute("alt") is null)
            {
                yield return $"The picture {Quote(picture.GetAttribute("src") ?? "")} has no alt text.";
            }
        }
    }

    private static IEnumerable<string> Language(ComposedDigest letter, IDocument page)
    {
        var (language, direction) = (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir"));
        if (language != letter.Model.Language || letter.Message.Headers[HeaderId.ContentLanguage] != language)
        {
            yield return $"The page says that its language is {Quote(language ?? "")}; it is {letter.Model.Language}.";
        }

        if (direction != Phrases.Direction(letter.Model.Language))
        {
            yield return $"The page is written {Quote(direction ?? "")}; its language is {Phrases.Direction(letter.Model.Language)}.";
        }
    }

    private static IEnumerable<string> Text(ComposedDigest letter)
    {
        if (letter.Text.Split('\n').FirstOrDefault(line => line.TrimEnd().Length > LongestLine && line.Split(' ').All(word => word.Length <= LongestWord)) is { } line)
        {
            yield return $"A line of the text part is longer than {LongestLine} characters: {Quote(line.Trim())}.";
        }

        var text = Space().Replace(letter.Text, " ");
        var model = letter.Model;
        var items = model.Deadlines.Concat(model.Breaking).Concat(model.Topics.SelectMany(topic => topic.Items)).Append(model.Lead).OfType<ItemModel>();
        if (items.FirstOrDefault(item => !text.Contains(item.Title, StringComparison.Ordinal)) is { } missing)
        {
            yield return $"The text part lacks {Quote(missing.Title)}.";
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static string Quote(string text) => $"“{OneLine.Of(text, LongestQuote) ?? ""}”";

    [GeneratedRegex(@"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\{\d{1,2}\}|\*\|\w{1,40}\|\*|\[\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Space();
}
