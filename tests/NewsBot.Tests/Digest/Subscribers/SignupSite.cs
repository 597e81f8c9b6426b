using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

/// <summary>The form and the page that confirms, over real HTTP behind a proxy on this machine, and the lane that mails.</summary>
internal sealed class SignupSite : IAsyncDisposable
{
    private readonly WebApplication site;
    private readonly KeepingTransport transport = new();
    private readonly OptInSender sender;

    private SignupSite(DigestWorld world, WebApplication site)
    {
        (World, this.site) = (world, site);
        sender = new(world.Db, new OptInMail(world.Templates, DigestWorld.Sender, DigestWorld.Keys), transport);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 16 }) { BaseAddress = new(site.Urls.Single()) };
    }

    public static SignupOptions Options { get; } = new()
    {
        Plans = [new("weekly", DigestWorld.Weekly.Zone, now => Period.NextEnd(DigestWorld.Weekly, now)), new("daily", DigestWorld.Weekly.Zone, now => now.AddDays(1))],
        Sender = "Northern Coast News",
        Site = new("https://news.example.org"),
        AnswerAfter = TimeSpan.Zero, // The clock stands still.
    };

    public DigestWorld World { get; }

    public HttpClient Client { get; }

    /// <summary>Everything that was mailed, in order.</summary>
    public IReadOnlyList<MimeMessage> Mails => transport.Sent;

    public static async Task<SignupSite> CreateAsync(string dialect = "sqlite", Func<SignupOptions, SignupOptions>? change = null, TimeProvider? clock = null)
    {
        var world = await DigestWorld.CreateAsync(dialect);
        var options = change?.Invoke(Options) ?? Options;
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var time = clock ?? world.Store.Time;
        var optIn = new RequestOptIn(world.Db, DigestWorld.Keys, world.Templates.Phrases, options, new SignupLimits(time), time);
        new Subscribe(world.Db, DigestWorld.Keys, world.Templates.RenderHtml, optIn, time).Map(app);
        new Confirm(world.Db, DigestWorld.Keys, world.Templates.RenderHtml, world.Templates.Phrases, options).Map(app);
        await app.StartAsync();
        return new(world, app);
    }

    /// <summary>The challenge of the topic's page, as it stands in the form.</summary>
    public string Challenge(string slug = "water", DateTimeOffset? now = null) =>
        ProofOfWork.Challenge(DigestWorld.Keys, slug, now ?? World.Store.Time.GetUtcNow());

    /// <summary>What the form posts once its script has worked.</summary>
    public Dictionary<string, string> Worked(string address, string slug = "water", DateTimeOffset? now = null)
    {
        var challenge = Challenge(slug, now);
        return new(StringComparer.Ordinal)
        {
            ["address"] = address,
            ["plan"] = "weekly",
            ["zone"] = "Europe/Berlin",
            ["shown"] = "en",
            ["challenge"] = challenge,
            ["number"] = ProofOfWork.Solve(challenge, address),
        };
    }

    public async Task<HttpResponseMessage> PostAsync(IEnumerable<KeyValuePair<string, string>> fields, string from = "192.0.2.7", string slug = "water", string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/t/{slug}/subscribe") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("X-Forwarded-For", from);
        request.Headers.AcceptLanguage.ParseAdd(language);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> PostTextAsync(IEnumerable<KeyValuePair<string, string>> fields, string from = "192.0.2.7") =>
        await (await PostAsync(fields, from)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends every opt-in mail that is owed.</summary>
    public async Task MailAsync()
    {
        foreach (var delivery in (await World.ClaimAsync()).Where(row => row.CauseKind == "optin"))
        {
            var lane = new Lane("mail", 100, sender.SendAsync) { InOrder = false };
            var outcome = await sender.SendAsync(delivery, TestContext.Current.CancellationToken);
            await World.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, delivery, outcome, 0));
        }
    }

    /// <summary>The path of the only link in a mail.</summary>
    public static string Link(MimeMessage mail) => Regex.Match(mail.TextBody!, @"https://news\.example\.org(?<path>/[a-z]/\S+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["path"].Value;

    /// <summary>Presses the button on the page behind a link, with what is ticked there.</summary>
    public async Task<string> ConfirmAsync(string path)
    {
        var page = await Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        var ticks = Regex.Matches(page, "name=\"topic\" value=\"(?<id>[0-9]+)\" checked", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(tick => KeyValuePair.Create("topic", tick.Groups["id"].Value));
        return await PressAsync(path, ticks);
    }

    public async Task<string> PressAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        var reply = await Client.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
        return await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What an address gets, as <c>topic plan</c>.</summary>
    public Task<IReadOnlyList<string>> FollowsAsync(string address) => World.Db.ReadAsync(async tx =>
        await SubscriberTable.FindAsync(tx, address) is { } reader
            ? (IReadOnlyList<string>)[.. (await OptInTable.FollowedAsync(tx, reader.Id)).Select(topic => $"{topic.Slug} {topic.Plan}")]
            : []);

    public Task<long> CountAsync(string table) =>
        World.Db.ReadAsync(tx => tx.FirstAsync<long>(string.Create(CultureInfo.InvariantCulture, $"select count(*) from {table}")));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await site.DisposeAsync();
        await World.DisposeAsync();
    }

    private sealed class KeepingTransport : IMailTransport
    {
        public List<MimeMessage> Sent { get; } = [];

        public async Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
        {
            await beforeFinalDot();
            Sent.Add(message);
            return new SendOutcome.Sent("4F1");
        }
    }
}
