using NewsBot.Bot.Chat;
using NewsBot.Bot.Commands;
using NewsBot.Digest.Mail;
using NewsBot.Discord;
using NewsBot.Discord.Gateway;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;

namespace NewsBot.Bot.Hosting;

/// <summary>Everything of Discord that the options describe: posts, and where a server is named, commands.</summary>
internal static class DiscordRoom
{
    /// <summary>Chat news older than a day is not posted any more: it would arrive as if it had just happened.</summary>
    private static readonly TimeSpan ChatMaxAge = TimeSpan.FromHours(24);

    /// <summary>
    /// Channels posted to at the same time; each channel gets one post at a time. Most of them only wait for their limit, which costs
    /// nothing: with fewer, the others would wait behind them.
    /// </summary>
    internal const int ChatConcurrency = 64;

    /// <summary>Channels that publish at the same time; each has ten turns an hour, so that a few hands are enough.</summary>
    private const int CrosspostConcurrency = 8;

    /// <summary>Webhooks that post at the same time; few have more than this.</summary>
    private const int WebhookConcurrency = 16;

    /// <summary>Webhooks are called without a token; the client wants one to begin with.</summary>
    private const string NoToken = "none";

    /// <summary>A post may need a search of the channel before it; more is a connection gone wrong.</summary>
    private static readonly TimeSpan ChatSendLimit = TimeSpan.FromSeconds(90);

    /// <summary>Discord resets the token of a bot that identifies a thousand times in 24 hours; other programs may use the same token.</summary>
    private const int IdentifiesADay = 500;

    public static void Add(IServiceCollection services, NewsBotOptions options, DigestRoom digests, string owner)
    {
        AddWebhooks(services, options, owner);
        if (options.Discord is not { Token: { } token } discord)
        {
            return;
        }

        var client = new DiscordOptions { Token = token, Api = new Uri(discord.Api) };
        services.AddSingleton(provider => new DiscordRest(client, provider.GetRequiredService<TimeProvider>()));
        Wiring.Loop(services, async (provider, ct) =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var db = provider.GetRequiredService<Db>();
            var messages = new ChannelMessages(provider.GetRequiredService<DiscordRest>(), time) { Orphans = new Orphans(db, provider.GetRequiredService<DiscordRest>(), time) };
            var chat = new DiscordChat(messages) { MailButton = MailButtonOf(discord, digests) };
            var senders = new SendByCause(new Dictionary<string, SendDelivery>(new DeskSender(db, messages).Senders, StringComparer.Ordinal)
            {
                ["item"] = new ChatSender(db, chat, time) { Kinds = messages.Kinds }.SendAsync,
                ["reply"] = new ThreadReply(db, provider.GetRequiredService<DiscordRest>(), messages).SendAsync,
                ["roundup"] = new RoundUpSender(db, messages, time).SendAsync,
            });
            await Wiring.PumpAsync(provider, new Lane(chat.Name, ChatConcurrency, senders.SendAsync) { MaxAge = ChatMaxAge, SendLimit = ChatSendLimit }, owner, ct);
        });
        Wiring.Loop(services, (provider, ct) =>
        {
            var crosspost = new Crosspost(provider.GetRequiredService<Db>(), provider.GetRequiredService<DiscordRest>());
            return Wiring.PumpAsync(provider, new Lane(PublishQueue.Lane, CrosspostConcurrency, crosspost.SendAsync) { MaxAge = ChatMaxAge, SendLimit = ChatSendLimit }, owner, ct);
        });
        Wiring.Loop(services, async (provider, ct) =>
        {
            var events = new GuildEvents(provider.GetRequiredService<Db>(), provider.GetRequiredService<DiscordRest>(), provider.GetRequiredService<TimeProvider>());
            await Wiring.PumpAsync(provider, new Lane(EventCalendar.Lane, 1, events.SendAsync) { SendLimit = ChatSendLimit }, owner, ct);
        });
        if (StaffOf(discord) is { Guild: { } guild } staff)
        {
            AddCommands(services, options, client, staff, guild, digests, owner);
        }
    }

    private static void AddWebhooks(IServiceCollection services, NewsBotOptions options, string owner)
    {
        var webhooks = new Dictionary<string, Webhook>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, section) in options.Webhooks)
        {
            if (Webhook.TryParse(section.Url, out var webhook))
            {
                webhooks[name] = webhook;
            }
        }

        if (webhooks.Count == 0)
        {
            return;
        }

        Wiring.Loop(services, async (provider, ct) =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var bot = provider.GetService<DiscordRest>();
            using var alone = bot is null ? new DiscordRest(new DiscordOptions { Token = NoToken }, time) : null;
            var chat = new WebhookChat(bot ?? alone!, webhooks, looks: bot is not null);
            var lane = new Lane(chat.Name, WebhookConcurrency, new ChatSender(provider.GetRequiredService<Db>(), chat, time).SendAsync) { MaxAge = ChatMaxAge, SendLimit = ChatSendLimit };
            await Wiring.PumpAsync(provider, lane, owner, ct);
        });
    }

    /// <summary>Where Discord calls us, if it is to.</summary>
    public static void MapDoor(WebApplication app, NewsBotOptions options)
    {
        if (options.Discord is { Token: not null, Guild: not null, Interactions: "http" })
        {
            app.Services.GetRequiredService<InteractionDoor>().Map(app);
        }
    }

    // Where commands are heard, and somebody can sign up.
    private static MailButton? MailButtonOf(DiscordSection discord, DigestRoom digests) =>
        discord is { MailButton: true, Guild: { } guild } && digests.TakesSignups ? new(Snowflake.Parse(guild), DigestSubscribe.Button) : null;

    private static StaffOptions StaffOf(DiscordSection discord) => new(
        discord.StaffRoles.Select(Snowflake.Parse).ToHashSet(),
        discord.Guild is null ? null : Snowflake.Parse(discord.Guild),
        discord.Desk is null ? null : Snowflake.Parse(discord.Desk),
        discord.TwoForPing)
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById(discord.Zone),
    };

    private static void AddCommands(IServiceCollection services, NewsBotOptions options, DiscordOptions client, StaffOptions staff, Snowflake guild, DigestRoom digests, string owner)
    {
        services.AddSingleton(provider =>
        {
            var rest = provider.GetRequiredService<DiscordRest>();
            var tools = new CommandTools(provider.GetRequiredService<Db>(), provider.GetRequiredService<TimeProvider>(), staff)
            {
                Plans = digests.Plans,
                Webhooks = [.. options.Webhooks.Keys],
                Compose = options.Mail is null ? null : digests.Compose(),
                OptIn = digests.OptIn(provider.GetRequiredService<Db>(), provider.GetRequiredService<TimeProvider>()),
                SignupLacks = SignupRoom.Missing(options),
                Check = options.Mail is null ? null : new CheckMails(provider.GetRequiredService<Db>(), digests.Compose()).RunAsync,
                Approvals = options.Mail?.Approvals ?? MailSection.MostApprovals,
                SetRole = (guild, member, role, has, ct) => has ? rest.AddRoleAsync(guild, member, role, ct) : rest.RemoveRoleAsync(guild, member, role, ct),
                Conditions = () => provider.GetRequiredService<ShardKeeper>().Conditions,
            };
            return new CommandRouter(tools, AllCommands.Commands, AllCommands.Actions, ReplyDoor.Of(rest), Wiring.Logger(provider, "commands"));
        });
        services.AddSingleton(provider =>
        {
            var (db, time, rest) = (provider.GetRequiredService<Db>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<DiscordRest>());
            var gateway = new GatewayOptions { TakeIdentify = ct => db.WriteAsync(tx => Budget.TakeAsync(tx, "identify/0", IdentifiesADay, TimeSpan.FromHours(24)), ct) };
            var shard = options.Discord!.Interactions == "http" ? null
                : new GatewayShard(client, gateway, rest, time, provider.GetRequiredService<ILogger<GatewayShard>>());
            var logger = Wiring.Logger(provider, "discord");
            var register = new RegisterCommands(db, rest, guild, CommandDefinitions.All(AllCommands.Commands, staff.Demanded), logger);
            return new ShardKeeper(db, rest, shard, register, provider.GetRequiredService<CommandRouter>().Post, owner, time, logger);
        });
        services.AddSingleton<InteractionDoor>();
        Wiring.Loop(services, (provider, ct) => provider.GetRequiredService<CommandRouter>().RunAsync(ct));
        Wiring.Loop(services, (provider, ct) => provider.GetRequiredService<ShardKeeper>().RunAsync(ct));
    }
}
