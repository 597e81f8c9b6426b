using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Pages;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Everything of digests that the options describe, put together once for the worker and for the commands.</summary>
internal sealed class DigestRoom
{
    /// <summary>A doubtful mail waits this long for evidence, then it is repeated once.</summary>
    private static readonly TimeSpan RepeatDoubtfulAfter = TimeSpan.FromMinutes(15);

    /// <summary>A mail that could not be sent for six days is not sent with the next one.</summary>
    private static readonly TimeSpan MailMaxAge = TimeSpan.FromDays(6);

    private readonly NewsBotOptions options;
    private readonly SignupRoom? signup;
    private readonly Lazy<SenderOptions> sender;

    /// <exception cref="OptionsException">The templates or the secret cannot be used.</exception>
    public DigestRoom(NewsBotOptions options)
    {
        this.options = options;
        sender = new(() => SignedSender(MailSection(), options.Web));
        Plans = PlansOf(options);
        Keys = LinkSecret.Read(options.Web.SecretFile);
        Templates = TemplatesOf(options);
        signup = SignupRoom.Of(options, Plans);
    }

    public IReadOnlyList<DigestPlan> Plans { get; }

    public LinkKeys Keys { get; }

    public Templates Templates { get; }

    public static IReadOnlyList<DigestPlan> PlansOf(NewsBotOptions options) => [.. options.Digests.Select(digest => PlanOf(digest.Key, digest.Value))];

    /// <param name="own">Each reader gets it by their own clock; the zone is that of readers who have named none.</param>
    /// <returns>Null: it is no zone.</returns>
    public static TimeZoneInfo? ZoneOf(DigestSection digest, out bool own)
    {
        var words = digest.Zone.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        own = words is ["reader", ..];
        var name = own ? string.Join(' ', words.Skip(1).DefaultIfEmpty("UTC")) : digest.Zone;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    public static SmtpOptions SmtpOf(MailSection mail) => new()
    {
        Host = mail.Host,
        Port = mail.Port,
        Security = Enum.Parse<SmtpSecurity>(mail.Security, ignoreCase: true),
        User = mail.User,
        Password = mail.Password,
        CaFile = mail.CaFile,
        Connections = mail.Connections,
    };

    public static SenderOptions SenderOf(MailSection mail, WebSection web) => new()
    {
        From = SenderOptions.Address(mail.From)!,
        Site = new Uri(web.Url!),
        BounceAddress = mail.Bounces,
        Owner = mail.Owner,
    };

    public static DkimOptions DkimOf(DkimSection dkim)
    {
        return new() { Domain = dkim.Domain, Rsa = Key(dkim.Rsa), Ed25519 = Key(dkim.Ed25519) };

        static DkimKey? Key(DkimKeySection? key) => key is null ? null : new(key.Selector, key.KeyFile);
    }

    /// <summary>Who sends, with the keys that sign: for whatever makes a mail.</summary>
    /// <exception cref="OptionsException">There is no mail section, or a key cannot be read.</exception>
    public SenderOptions Sender() => sender.Value;

    /// <summary>Readers can sign up here.</summary>
    public bool TakesSignups => signup is not null;

    /// <returns>Null: nobody can sign up here.</returns>
    public RequestOptIn? OptIn(Db db, TimeProvider time) => signup?.OptIn(db, Keys, Templates, time);

    /// <exception cref="OptionsException">There is no mail section, or a key cannot be read.</exception>
    public ComposeDigest Compose() => new(Templates, Sender(), Keys);

    public Lane MailLane(Db db, IMailTransport transport) =>
        new("mail", MailSection().Connections, Senders(db, transport).SendAsync) { InOrder = false, MaxAge = MailMaxAge, RepeatDoubtfulAfter = RepeatDoubtfulAfter };

    private SendByCause Senders(Db db, IMailTransport transport)
    {
        var digests = new MailSender(db, Plans, Compose(), transport);
        var optIn = new OptInSender(db, new OptInMail(Templates, Sender(), Keys), transport);
        return new(new Dictionary<string, SendDelivery>(StringComparer.Ordinal)
        {
            ["edition"] = digests.SendAsync,
            ["preview"] = digests.SendAsync,
            ["optin"] = optIn.SendAsync,
        });
    }

    /// <summary>The readers' pages; the archive only where mails are sent, for it shows what they said.</summary>
    public void MapPages(WebApplication app, Db db, TimeProvider time)
    {
        var site = options.Web.Url is null ? null : SiteOf(options, Plans);
        ErrorPage.Use(app, Templates.Phrases, Templates.RenderHtml, site);
        new Unsubscribe(db, Keys, Templates.RenderHtml, Templates.Phrases).Map(app);
        new Manage(db, Keys, Templates.RenderHtml, Templates.Phrases, [.. Plans.Select(plan => plan.Name)], Plans.Count > 0 ? Plans[0].ReaderZone ?? Plans[0].Zone : TimeZoneInfo.Utc).Map(app);
        new PicturePage(db, time).Map(app);
        if (site is null)
        {
            return;
        }

        var subscribe = signup?.Map(app, db, Keys, Templates, time);
        new CalendarPage(db, site.Address, time).Map(app);
        new TopicPage(db, site, Templates.Phrases, Templates.RenderHtml, (topic, language) => subscribe?.Form(topic, language), time).Map(app);
        new TopicFeed(db, site, Templates.Phrases, time).Map(app);
        if (options.Mail is { } mail)
        {
            new EditionPage(db, Plans, SenderOf(mail, options.Web), site, Templates.Phrases, Templates.RenderHtml, time).Map(app);
        }
    }

    // Readers know the newsroom by the name in their inbox.
    private static PublicSite SiteOf(NewsBotOptions options, IReadOnlyList<DigestPlan> plans)
    {
        var address = new Uri(options.Web.Url!);
        var name = options.Mail is { } mail ? SenderOptions.Address(mail.From)?.Name : null;
        return new(address, string.IsNullOrWhiteSpace(name) ? address.Host : name, plans.Count > 0 ? plans[0].Zone : TimeZoneInfo.Utc) { HasArchive = options.Mail is not null };
    }

    private static DigestPlan PlanOf(string name, DigestSection digest)
    {
        var schedule = Schedule.TryParse(digest.At, out var read, out var problem) ? read : throw new OptionsException($"digests.{name}.at: {problem}.");
        var zone = ZoneOf(digest, out var own) ?? throw new OptionsException($"digests.{name}.zone: \"{digest.Zone}\" is no IANA time zone.");
        var plan = own ? DigestPlan.InReadersZone(name, schedule, zone) : new DigestPlan(name, schedule, zone);
        var late = Enum.TryParse<LateRule>(digest.Late, ignoreCase: true, out var rule) ? rule : throw new OptionsException($"digests.{name}.late: \"{digest.Late}\" is not known.");
        return plan with { Late = late, Latest = TimeSpan.FromHours(digest.Latest) };
    }

    private MailSection MailSection() => options.Mail ?? throw new OptionsException("mail: this section is missing; digests need a sender and a relay (see docs/configuration.md).");

    private static SenderOptions SignedSender(MailSection mail, WebSection web)
    {
        var plain = SenderOf(mail, web);
        try
        {
            return mail.Dkim is { } dkim ? plain with { Signing = new(DkimOf(dkim), plain.Domain) } : plain;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw new OptionsException($"mail.dkim: {unusable.Message}");
        }
    }

    private static Templates TemplatesOf(NewsBotOptions options)
    {
        try
        {
            var templates = new Templates(options.Templates ?? Path.Combine(AppContext.BaseDirectory, "templates"));
            var problems = templates.Check();
            return problems.Count == 0 ? templates : throw new OptionsException([.. problems.Select(problem => $"templates: {problem}")]);
        }
        catch (TemplateException missing)
        {
            throw new OptionsException($"templates: {missing.Message}");
        }
    }
}
