namespace NewsBot.Bot.Hosting;

/// <summary>What <c>newsbot.json</c> may say. docs/configuration.md explains every key, and a test holds the two together.</summary>
internal sealed record NewsBotOptions
{
    /// <summary>The SQLite file.</summary>
    public string Store { get; init; } = "newsbot.db";

    /// <summary>A folder of templates to use in place of the ones that come with the program.</summary>
    public string? Templates { get; init; }

    public Dictionary<string, SourceSection> Sources { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, TopicSection> Topics { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public DiscordSection? Discord { get; init; }

    /// <summary>Places outside the server, by the name that routes use.</summary>
    public Dictionary<string, WebhookSection> Webhooks { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public MailSection? Mail { get; init; }

    public Dictionary<string, DigestSection> Digests { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public WebSection Web { get; init; } = new();
}

internal sealed record SourceSection
{
    /// <summary><c>folder</c>, <c>feed</c>, <c>page</c>, <c>sql</c> or <c>push</c>.</summary>
    public string Kind { get; init; } = "folder";

    public string Path { get; init; } = "";

    /// <summary>Address of an item that names none, such as <c>https://news.example.org/{slug}</c>.</summary>
    public string? Link { get; init; }

    /// <summary>IANA zone of dates without an offset.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>More new or vanished items at once than this are held.</summary>
    public int Fuse { get; init; } = 10;

    /// <summary>Of the very first read, post this many of the newest items; the rest is archive.</summary>
    public int PostFirst { get; init; }

    /// <summary>Address of the feed, or of the page.</summary>
    public string? Url { get; init; }

    /// <summary>Names of hosts of this source that may lie in a private network.</summary>
    public List<string> AllowHosts { get; init; } = [];

    /// <summary>Seconds between two reads; null: what fits the kind.</summary>
    public int? Every { get; init; }

    /// <summary>Slugs of topics that every item has besides its own.</summary>
    public List<string> Topics { get; init; } = [];

    /// <summary>Kind of items that name none.</summary>
    public string As { get; init; } = "story";

    /// <summary>Where the parts of an item stand on a page.</summary>
    public SelectSection Select { get; init; } = new();

    /// <summary><c>sqlite</c>, whose file is <see cref="Path"/>, or <c>postgres</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>Connection string of PostgreSQL.</summary>
    public string? Connection { get; init; }

    public string? ConnectionFile { get; init; }

    /// <summary>One row an item; with <c>@cursor</c> what changed since, without it all there is.</summary>
    public string Query { get; init; } = "";

    /// <summary>What a site that pushes signs with.</summary>
    public string? Secret { get; init; }

    public string? SecretFile { get; init; }

    /// <summary>The secret before, valid while the site changes over.</summary>
    public string? PreviousSecret { get; init; }

    public string? PreviousSecretFile { get; init; }

    /// <summary>A record would print its secrets.</summary>
    public override string ToString() => nameof(SourceSection);
}

/// <summary>CSS selectors, with <c>@name</c> at the end for an attribute.</summary>
internal sealed record SelectSection
{
    public string? Row { get; init; }

    public string? Title { get; init; }

    public string? Link { get; init; }

    public string? Summary { get; init; }

    public string? Image { get; init; }

    public string? Date { get; init; }

    public string? Topic { get; init; }
}

internal sealed record TopicSection
{
    public string Name { get; init; } = "";

    /// <summary>Ids of the Discord channels that get its posts.</summary>
    public List<string> Channels { get; init; } = [];

    /// <summary>Id of the role that each new post pings.</summary>
    public string? Mention { get; init; }

    /// <summary><c>#rrggbb</c>.</summary>
    public string? Colour { get; init; }

    /// <summary>Where it leads besides, each with what is agreed there.</summary>
    public List<RouteSection> Routes { get; init; } = [];
}

internal sealed record RouteSection
{
    /// <summary>Id of a channel, forum or thread.</summary>
    public string? Channel { get; init; }

    /// <summary>Instead: a name of <see cref="NewsBotOptions.Webhooks"/>.</summary>
    public string? Webhook { get; init; }

    /// <inheritdoc cref="TopicSection.Mention"/>
    public string? Mention { get; init; }

    /// <inheritdoc cref="TopicSection.Colour"/>
    public string? Colour { get; init; }

    /// <summary>What <see cref="Newsroom.Items.Filter"/> reads.</summary>
    public string? Filter { get; init; }

    /// <summary>Each post waits until staff approve it.</summary>
    public bool Approval { get; init; }

    /// <summary>As in <c>22:00-07:00 Europe/Lisbon</c>.</summary>
    public string? Quiet { get; init; }

    /// <summary>Names of the tags that each post in a forum gets.</summary>
    public List<string> Tags { get; init; } = [];

    /// <summary>In an announcement channel: to the servers that follow it.</summary>
    public bool Publish { get; init; } = true;
}

internal sealed record WebhookSection
{
    /// <summary>Its address, which is a secret: whoever has it can post.</summary>
    public string? Url { get; init; }

    public string? UrlFile { get; init; }

    /// <summary>A record would print its address.</summary>
    public override string ToString() => nameof(WebhookSection);
}

internal sealed record DiscordSection
{
    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string Api { get; init; } = "https://discord.com/api/v10/";

    /// <summary>Id of the server whose people use the commands; none: the bot only posts.</summary>
    public string? Guild { get; init; }

    /// <summary>Do items of kind <c>event</c> that are posted in this server stand among its scheduled events as well?</summary>
    public bool Events { get; init; } = true;

    /// <summary>Do posts have a button to get their topic by mail, where somebody can sign up?</summary>
    public bool MailButton { get; init; } = true;

    /// <summary>Ids of the roles whose members are staff; none: nobody is.</summary>
    public List<string> StaffRoles { get; init; } = [];

    /// <summary>Id of a channel that only staff see; held items and alerts go there.</summary>
    public string? Desk { get; init; }

    /// <summary>What staff post by hand, and what pings a role, waits until a second member of staff agrees.</summary>
    public bool TwoForPing { get; init; }

    /// <summary><c>gateway</c>, or <c>http</c>: Discord calls <c>/interactions</c> of these pages.</summary>
    public string Interactions { get; init; } = "gateway";

    /// <summary>IANA zone of the times that staff type.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>A record would print its token.</summary>
    public override string ToString() => nameof(DiscordSection);
}

internal sealed record MailSection
{
    public const int MostApprovals = 2;

    /// <summary>So many members of staff send an edition whose mails are not as they should be: 1 or 2.</summary>
    public int Approvals { get; init; } = MostApprovals;

    /// <summary>Name and address, as in <c>NewsBot &lt;digest@news.example.org&gt;</c>.</summary>
    public string From { get; init; } = "";

    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c>, or <c>none</c> on this machine alone.</summary>
    public string Security { get; init; } = "starttls";

    public string? User { get; init; }

    public string? Password { get; init; }

    public string? PasswordFile { get; init; }

    /// <summary>PEM file of a certificate authority to trust besides the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Mails under way at the same time, each on a connection of its own.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Mailbox that takes reports of undeliverable mail; it must accept <c>+</c> tags.</summary>
    public string? Bounces { get; init; }

    /// <summary>Address of a person who reads what readers write.</summary>
    public string? Owner { get; init; }

    /// <summary>A list of domains whose addresses cannot sign up, one a line.</summary>
    public string? RefusedDomainsFile { get; init; }

    /// <summary>Keys that sign mails; none: the relay signs.</summary>
    public DkimSection? Dkim { get; init; }

    /// <summary>A record would print its password.</summary>
    public override string ToString() => nameof(MailSection);
}

internal sealed record DkimSection
{
    /// <summary>The domain that signs: the sender's, or a parent of it.</summary>
    public string? Domain { get; init; }

    public DkimKeySection? Rsa { get; init; }

    public DkimKeySection? Ed25519 { get; init; }
}

internal sealed record DkimKeySection
{
    /// <summary>Name of the key's DNS record below <c>_domainkey</c>.</summary>
    public string Selector { get; init; } = "";

    /// <summary>PEM file with the private key.</summary>
    public string KeyFile { get; init; } = "";
}

internal sealed record DigestSection
{
    /// <summary>Days and wall time, as in <c>Monday 07:00</c>, <c>daily 07:00</c>, <c>weekdays 07:00</c>, <c>1st 07:00</c>, <c>last day 07:00</c>.</summary>
    public string At { get; init; } = "Monday 07:00";

    /// <summary>IANA zone of that wall time, or <c>reader</c>: each reader's own; <c>reader Europe/Lisbon</c> names that of readers who have named none.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>What becomes of an edition that is later than <see cref="Latest"/>: <c>send</c>, <c>merge</c> or <c>ask</c>.</summary>
    public string Late { get; init; } = "merge";

    /// <summary>Hours.</summary>
    public double Latest { get; init; } = 24;
}

internal sealed record WebSection
{
    /// <summary>Where the pages listen; a reverse proxy adds TLS.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:8480";

    /// <summary>The public address of the pages, as readers see it in links.</summary>
    public string? Url { get; init; }

    /// <summary>File with the secret that signs links; made at the first start when it is not there.</summary>
    public string SecretFile { get; init; } = "newsbot.key";

    /// <summary>Addresses or networks of reverse proxies, besides this machine: their <c>X-Forwarded-For</c> is believed.</summary>
    public List<string> TrustedProxies { get; init; } = [];
}
