using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;
using MimeKit;
using Xunit;

namespace NewsBot.BrowserTests;

/// <summary>The mails of a demo as they came, and what a mail provider does with one.</summary>
internal sealed partial class DemoMails(RunningDemo demo) : IDisposable
{
    /// <summary>The demo's first posts keep Discord's limits, and mails come after them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public void Dispose() => http.Dispose();

    /// <summary>The newest mail to a reader with these words, or the first that comes.</summary>
    public async Task<MimeMessage> FindAsync(string reader, string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var stream = await http.GetStreamAsync(new Uri(new(demo.Address), "/sandbox/events"), patience.Token);
            await foreach (var told in SseParser.Create(stream).EnumerateAsync(patience.Token))
            {
                using var json = JsonDocument.Parse(told.Data);
                var mails = told.EventType switch
                {
                    "state" => json.RootElement.GetProperty("mails").EnumerateArray().Reverse().ToList(),
                    "mail" => [json.RootElement],
                    _ => [],
                };
                foreach (var mail in mails.Where(mail => mail.GetProperty("to").GetString() == reader))
                {
                    var message = await SourceAsync(mail.GetProperty("id").GetString()!, patience.Token);
                    if ($"{message.Subject}\n{message.HtmlBody}".Contains(words, StringComparison.Ordinal))
                    {
                        return message;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // Said below.
        }

        throw new Xunit.Sdk.XunitException($"No mail to {reader} says \"{words}\".");
    }

    /// <summary>The address of the first link with these words.</summary>
    public static string Link(MimeMessage mail, string words) =>
        Anchor().Matches(mail.HtmlBody ?? "").Where(link => WebUtility.HtmlDecode(link.Groups["text"].Value).Trim() == words).Select(link => WebUtility.HtmlDecode(link.Groups["to"].Value)).FirstOrDefault()
        ?? throw new Xunit.Sdk.XunitException($"\"{mail.Subject}\" has no link \"{words}\".");

    /// <summary>What a mail provider does when its own button is pressed (RFC 8058): one POST with no cookie that follows nothing.</summary>
    public async Task LeaveWithOneClickAsync(MimeMessage mail)
    {
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        var address = mail.Headers["List-Unsubscribe"]!.Split(',').Select(part => part.Trim(' ', '\t', '<', '>')).First(part => part.StartsWith("http", StringComparison.Ordinal));
        using var body = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var reply = await http.PostAsync(new Uri(address), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.False(reply.Headers.Contains("Set-Cookie"));
    }

    private async Task<MimeMessage> SourceAsync(string id, CancellationToken ct)
    {
        await using var source = await http.GetStreamAsync(new Uri(new(demo.Address), $"/sandbox/mails/{id}/source"), ct);
        return await MimeMessage.LoadAsync(source, ct);
    }

    [GeneratedRegex("<a [^>]*href=\"(?<to>[^\"]+)\"[^>]*>(?<text>[^<]*)</a>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Anchor();
}
