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

    /// <exception cref="OptionsException">The templates or the secret cannot be used.</exception>
    public DigestRoom(NewsBotOptions options)
    {
        this.options = options;
        Plans = PlansOf(options);
        Keys = LinkSecret.Read(options.Web.SecretFile);
        Templates = TemplatesOf(options);
        signup = SignupRoom.Of(options, Plans);
    }

    public IReadOnlyList<DigestPlan> Plans { get; }

    public LinkKeys Keys { get; }

    public Templates Templates { get; }

    public static IReadOnlyList<DigestPlan> PlansOf(NewsBotOptions options) =>
    [
        .. options.Digests.Select(digest => new DigestPlan(
            digest.Key,
            Schedule.TryParse(digest.Value.At, out var schedule, out var problem) ? schedule : throw new OptionsException($"digests.{digest.Key}.at: {problem}."),
            TimeZoneInfo.FindSystemTimeZoneById(digest.Value.Zone))),
    ];

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

    /// <exception cref="OptionsException">There is no mail section.</exception>
    public ComposeDigest Compose() => new(Templates, SenderOf(MailSection(), options.Web), Keys);

    public Lane MailLane(Db db, IMailTransport transport) =>
        new("mail", MailSection().Connections, Senders(db, transport).SendAsync) { InOrder = false, MaxAge = MailMaxAge, RepeatDoubtfulAfter = RepeatDoubtfulAfter };

    private SendByCause Senders(Db db, IMailTransport transport)
    {
        var digests = new MailSender(db, Plans, Compose(), transport);
        var optIn = new OptInSender(db, new OptInMail(Templates, SenderOf(MailSection(), options.Web), Keys), transport);
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
        new Unsubscribe(db, Keys, Templates.RenderHtml).Map(app);
        new PicturePage(db, time).Map(app);
        if (options.Web.Url is { } site)
        {
            new CalendarPage(db, new Uri(site), time).Map(app);
        }

        signup?.Map(app, db, Keys, Templates, time);
        if (options.Mail is { } mail)
        {
            new EditionPage(db, Plans, SenderOf(mail, options.Web), Templates.RenderHtml).Map(app);
        }
    }

    private MailSection MailSection() => options.Mail ?? throw new OptionsException("mail: this section is missing; digests need a sender and a relay (see docs/configuration.md).");

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
