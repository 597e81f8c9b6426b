using System.Globalization;
using Microsoft.Extensions.Logging;
using NewsBot.Bot.Commands;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Tests.Digest;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

/// <summary>A member writes an address into a form: what is owed, what is kept, and what nobody learns.</summary>
public sealed class DigestSubscribeTests
{
    private const string Typed = "Zoe.Reader@Example.net";
    private const string Stored = "Zoe.Reader@example.net";

    private static readonly Templates Templates = new(Repository.Path("templates"));

    public static TheoryData<string> Dialects => TestStore.Dialects;

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_member_asks_and_one_mail_is_owed_with_proof_of_what_was_read(string dialect)
    {
        await using var world = await CreateAsync(dialect);
        var form = await OpenAsync(world, Command());
        Assert.Equal("Subscribe to Water", form.Title);
        var address = Assert.IsType<TextInput>(Assert.IsType<Label>(form.Components[0]).Field);
        Assert.Equal((254, TextInputStyle.Line, null), (address.MaxLength, address.Style, address.Required));
        var often = Assert.IsType<StringSelect>(Assert.IsType<Label>(form.Components[1]).Field);
        Assert.Equal([("every week", "weekly", true), ("every day", "daily", null)], often.Options.Select(option => (option.Label, option.Value, option.Default)));
        Assert.Contains("you agree that we store your address to send you news about Water", Assert.IsType<TextDisplay>(form.Components[2]).Content, StringComparison.Ordinal);

        var told = await SubmitAsync(world, form, Typed, "daily");
        Assert.Equal(MessageFlags.Ephemeral, world.First.Last().Reply.Message!.Flags);
        Assert.Contains("a mail from Northern Coast News asks its owner to confirm. Nothing else is mailed before", told.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", told.Content, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await MailsAsync(world));
        var reader = (await world.Db.ReadAsync(tx => SubscriberTable.FindAsync(tx, Stored)))!;
        Assert.Equal(("en", null), (reader.Language, reader.Zone));
        Assert.Equal(
            $"form in Discord, words 1 (en), daily digest of \"Water\", asked {world.Store.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}",
            await world.Db.ReadAsync(tx => tx.FirstAsync<string>("select asked_consent from subscriptions where confirmed_at is null")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Known_unknown_suppressed_and_asked_before_get_one_answer(string dialect)
    {
        await using var world = await CreateAsync(dialect);
        await world.Db.WriteAsync(tx => SuppressionTable.AddAsync(tx, DigestWorld.Keys, "gone@example.net", "complaint", "test"));
        var answers = new List<string?>();
        foreach (var address in new[] { "new@example.net", "gone@example.net", "new@example.net", "NEW+tag@example.net" })
        {
            answers.Add((await SubmitAsync(world, await OpenAsync(world, Command()), address)).Content);
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await MailsAsync(world));
        world.Store.Time.Advance(TimeSpan.FromHours(24));
        await SubmitAsync(world, await OpenAsync(world, Command()), "new@example.net");
        Assert.Equal(2, await MailsAsync(world));
    }

    [Fact]
    public async Task The_button_under_a_post_opens_the_same_form_in_the_readers_language()
    {
        await using var world = await CreateAsync();
        var water = await world.TopicAsync("water");
        var button = DigestSubscribe.Button(water);
        Assert.Equal((ButtonStyle.Secondary, "Get it by mail", $"v1:get-mail:0:0:{water}"), (button.Style, button.Label, button.CustomId));

        var form = await OpenAsync(world, Pressed(button.CustomId!), "de");
        Assert.Equal("Water abonnieren", form.Title);
        Assert.Contains("Mit dem Abonnement stimmen Sie zu", Assert.IsType<TextDisplay>(form.Components[^1]).Content, StringComparison.Ordinal);
        var told = await SubmitAsync(world, form, Typed, locale: "de");
        Assert.Contains("bittet eine E-Mail von Northern Coast News", told.Content, StringComparison.Ordinal);
        Assert.Equal("de", (await world.Db.ReadAsync(tx => SubscriberTable.FindAsync(tx, Stored)))!.Language);
        Assert.Contains("words 1 (de), weekly", await world.Db.ReadAsync(tx => tx.FirstAsync<string>("select asked_consent from subscriptions")), StringComparison.Ordinal);

        var gone = world.By(CommandWorld.Milo, InteractionType.Component, Pressed(DigestSubscribe.Button(water + 1).CustomId!));
        Assert.Contains("not here any more", (await world.HandleAsync(gone)).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_digest_alone_leaves_nothing_to_choose()
    {
        await using var world = await CreateAsync(change: options => options with { Plans = [options.Plans[0]] });
        var form = await OpenAsync(world, Command());
        Assert.Equal([typeof(Label), typeof(TextDisplay)], form.Components.Select(part => part.GetType()));
        await SubmitAsync(world, form, Typed, "no such digest");
        Assert.Equal("weekly", await world.Db.ReadAsync(tx => tx.FirstAsync<string>("select asked_plan from subscriptions")));
    }

    [Theory]
    [InlineData("zoe", "should look like name@example.org")]
    [InlineData("", "should look like name@example.org")]
    [InlineData("zoe@example.net, eve@example.net", "should look like name@example.org")]
    [InlineData("zoe@ten-minutes.example", "Please use another one")]
    public async Task An_address_that_cannot_be_one_is_answered_with_the_way_to_try_again(string address, string says)
    {
        var refused = Path.GetTempFileName();
        await File.WriteAllTextAsync(refused, "ten-minutes.example\n", TestContext.Current.CancellationToken);
        await using var world = await CreateAsync(change: options => options with { RefusedDomains = RefusedDomains.Read(refused) });
        File.Delete(refused);
        var told = await SubmitAsync(world, await OpenAsync(world, Command()), address);
        Assert.Contains(says, told.Content, StringComparison.Ordinal);
        Assert.Equal(0, await MailsAsync(world));
        Assert.Equal("Subscribe to Water", (await OpenAsync(world, Pressed(CommandWorld.Button(told, "Try again")))).Title);
    }

    [Fact]
    public async Task One_person_cannot_fill_many_mailboxes_and_others_do_not_wait_for_them()
    {
        await using var world = await CreateAsync();
        var form = await OpenAsync(world, Command());
        var answers = new List<string?>();
        for (var victim = 0; victim < 20; victim++)
        {
            answers.Add((await SubmitAsync(world, form, string.Create(CultureInfo.InvariantCulture, $"v{victim}@example{victim}.net"))).Content);
        }

        Assert.Equal(10, answers.Count(answer => answer!.Contains("too many sign-ups", StringComparison.Ordinal)));
        Assert.Equal(10, await MailsAsync(world));
        await SubmitAsync(world, await OpenAsync(world, Command(), person: CommandWorld.Ruth), Typed, person: CommandWorld.Ruth);
        Assert.Equal(11, await MailsAsync(world));
    }

    [Fact]
    public async Task A_form_is_for_the_person_whom_it_was_opened_for()
    {
        await using var world = await CreateAsync();
        var told = await SubmitAsync(world, await OpenAsync(world, Command()), Typed, person: CommandWorld.Ruth);
        Assert.Contains("Only the person who asked", told.Content, StringComparison.Ordinal);
        Assert.Equal(0, await MailsAsync(world));
    }

    [Fact]
    public async Task Where_nobody_can_sign_up_the_answer_names_what_is_missing()
    {
        await using var world = await CommandWorld.CreateAsync(tools => tools with { SignupLacks = ["mail", "digests"] });
        await world.TopicAsync("water");
        var told = await world.HandleAsync(world.By(CommandWorld.Milo, InteractionType.Command, Command()));
        Assert.Contains("newsbot.json has no `mail` and no `digests`", told.Content, StringComparison.Ordinal);
        var pressed = world.By(CommandWorld.Milo, InteractionType.Component, Pressed(DigestSubscribe.Button(1).CustomId!));
        Assert.Contains("newsbot.json has no `mail`", (await world.HandleAsync(pressed)).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_stands_in_no_log_and_no_audit_even_when_the_store_fails()
    {
        var said = new Said();
        await using var world = await CreateAsync(logger: said);
        await SubmitAsync(world, await OpenAsync(world, Command()), Typed);
        await SubmitAsync(world, await OpenAsync(world, Command()), "no address of zoe");
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("alter table optin_mails rename to elsewhere"));
        var told = await SubmitAsync(world, await OpenAsync(world, Command()), Typed);
        Assert.Contains("Something went wrong, and nothing was changed", told.Content, StringComparison.Ordinal);

        Assert.Contains(said.Lines, line => line.Contains("(mail-address) failed", StringComparison.Ordinal));
        Assert.DoesNotContain(said.Lines, line => line.Contains("zoe", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(world.Edits, edit => edit.Draft.Content!.Contains("zoe", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await world.AuditAsync());
    }

    private static async Task<CommandWorld> CreateAsync(string dialect = "sqlite", Func<SignupOptions, SignupOptions>? change = null, ILogger? logger = null)
    {
        var options = new SignupOptions
        {
            Plans = [new("weekly", DigestWorld.Berlin, now => now.AddDays(7)), new("daily", DigestWorld.Berlin, now => now.AddDays(1))],
            Sender = "Northern Coast News",
            Site = new("https://news.example.org"),
            AnswerAfter = TimeSpan.Zero, // The clock stands still.
        };
        options = change?.Invoke(options) ?? options;
        var world = await CommandWorld.CreateAsync(
            tools => tools with { OptIn = new(tools.Db, DigestWorld.Keys, Templates.Phrases, options, new SignupLimits(tools.Time), tools.Time) }, dialect, logger);
        await world.TopicAsync("water");
        return world;
    }

    private static InteractionData Command() => CommandWorld.Typed("digest subscribe", ("topic", "water"));

    private static InteractionData Pressed(string customId) => new() { CustomId = customId };

    private static async Task<Form> OpenAsync(CommandWorld world, InteractionData data, string locale = "en-GB", Snowflake? person = null)
    {
        var interaction = world.By(person ?? CommandWorld.Milo, data.CustomId.Length > 0 ? InteractionType.Component : InteractionType.Command, data) with { Locale = locale };
        await world.Router.HandleAsync(interaction, CancellationToken.None);
        return world.FirstOf(interaction).Form ?? throw new InvalidOperationException($"No form but: {world.FirstOf(interaction).Message?.Content}");
    }

    // A text between the fields comes back as a part without a field.
    private static Task<MessageDraft> SubmitAsync(CommandWorld world, Form form, string address, string? plan = null, string locale = "en-GB", Snowflake? person = null)
    {
        var data = new InteractionData
        {
            CustomId = form.CustomId,
            Components = [new(new FormField("address", address)), .. plan is null ? [] : (FormRow[])[new(new FormField("plan") { Values = [plan] })], new(null)],
        };
        return world.HandleAsync(world.By(person ?? CommandWorld.Milo, InteractionType.Form, data) with { Locale = locale });
    }

    private static Task<long> MailsAsync(CommandWorld world) =>
        world.Db.ReadAsync(tx => tx.FirstAsync<long>("select count(*) from deliveries where cause_kind = 'optin' and lane = 'mail'"));

    private sealed class Said : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)} {exception}");
    }
}
