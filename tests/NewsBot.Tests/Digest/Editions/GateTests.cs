using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Mail;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Tests.Digest.Mail;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class GateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newsbot-templates-").FullName;

    public static TheoryData<string> Dialects => TestStore.Dialects;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_edition_with_a_broken_mail_is_held_with_an_alert_and_opens_by_itself_when_it_is_mended(string dialect)
    {
        await using var world = await DueAsync(dialect);
        var catchUp = CatchUp(world);
        Break("<a class=\"dim\" href=\"{{ links.manage }}\"", "<a class=\"dim\" href=\"/m\"");
        Assert.Empty(await catchUp.RunOnceAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await catchUp.RunOnceAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await world.ClaimAsync());
        var incident = Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Equal("digest/weekly", incident.Key);
        Assert.Contains("“/m” is none of this edition", incident.Reason, StringComparison.Ordinal);
        Assert.Contains("“/m”", (await world.Db.ReadAsync(tx => DigestStatus.RunAsync(tx, DigestWorld.Weekly))).Hold!.Problems, StringComparison.Ordinal);

        MailCheckTests.Copy(Repository.Path("templates"), folder);
        var opening = Assert.Single(await CatchUp(world).RunOnceAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, opening.Readers);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.Null((await world.Db.ReadAsync(tx => DigestStatus.RunAsync(tx, DigestWorld.Weekly))).Hold);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_template_that_fails_holds_the_edition_and_not_the_lane(string dialect)
    {
        await using var world = await DueAsync(dialect);
        Break("{{ title }}</h1>", "{{ no_such_name }}</h1>");
        Assert.Empty(await CatchUp(world).RunOnceAsync(TestContext.Current.CancellationToken));
        Assert.Contains("A template fails", Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync)).Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_mail_of_every_language_is_looked_at(string dialect)
    {
        await using var world = await DueAsync(dialect);
        Break("{{ title }}</h1>", "{{ language == 'ar' ? '{{ title }}' : title }}</h1>");
        var problem = Assert.Single(await CheckAsync(world));
        Assert.Contains("placeholder", problem, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Readers_of_the_same_topics_and_language_are_one_variant(string dialect)
    {
        await using var world = await DueAsync(dialect);
        await world.ReadersAsync("bert@example.org", "water");
        await world.ReadersAsync("cleo@example.org", "law-enforcement;water");
        await world.Db.WriteAsync(tx => tx.ExecuteAsync("update subscribers set language = 'de' where address = 'cleo@example.org'"));
        var variants = await world.Db.ReadAsync(tx => VariantTable.ListAsync(tx, "weekly", 10));
        Assert.Equal([(null, "Water Policy"), ("de", "Law Enforcement Partnerships, Water Policy")], variants.Select(variant => (variant.Language, string.Join(", ", variant.Followed.Select(topic => topic.Name)))));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Two_people_agree_and_one_twice_does_not(string dialect)
    {
        await using var world = await DueAsync(dialect);
        Assert.Equal((1, 1), (await AgreeAsync(world, "1"), await AgreeAsync(world, "1")));
        world.Store.Time.Advance(GateTable.AgreedFor);
        Assert.Equal((1, 2), (await AgreeAsync(world, "2"), await AgreeAsync(world, "3")));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_preview_for_a_reader_is_the_mail_to_the_byte(string dialect)
    {
        await using var world = await DueAsync(dialect);
        var preview = await PreviewDigest.ForAsync(world.Db, world.Compose, DigestWorld.Weekly, "anna@example.org", TestContext.Current.CancellationToken);
        await CatchUp(world).RunOnceAsync(TestContext.Current.CancellationToken);
        var transport = new Keeping();
        var sender = new MailSender(world.Db, [DigestWorld.Weekly], world.Compose, transport);
        await sender.SendAsync(Assert.Single(await world.ClaimAsync()), TestContext.Current.CancellationToken);
        Assert.Equal(MimeBuilder.Bytes(transport.Sent!), preview!.Message);
        var rendered = await new RenderDigest(world.Db, [DigestWorld.Weekly], world.Compose).RunAsync("weekly", "anna@example.org", TestContext.Current.CancellationToken);
        Assert.Equal(preview.Message, rendered.Bytes);
    }

    private async Task<DigestWorld> DueAsync(string dialect)
    {
        MailCheckTests.Copy(Repository.Path("templates"), folder);
        var world = await DigestWorld.CreateAsync(dialect);
        await world.ReadersAsync("anna@example.org", "water");
        await world.PublishAsync("Gauges", world.Water);
        world.Store.Time.SetUtcNow(Period.NextEnd(DigestWorld.Weekly, world.Store.Time.GetUtcNow()));
        return world;
    }

    private void Break(string text, string instead)
    {
        var path = Path.Combine(folder, "digest", "weekly.sbn-html");
        var template = File.ReadAllText(path);
        Assert.Contains(text, template, StringComparison.Ordinal);
        File.WriteAllText(path, template.Replace(text, instead, StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> CheckAsync(DigestWorld world) =>
        new CheckMails(world.Db, SomeDigest.Compose(folder)).RunAsync(DigestWorld.Weekly, world.Store.Time.GetUtcNow(), TestContext.Current.CancellationToken);

    private CatchUp CatchUp(DigestWorld world) =>
        new(world.Db, [DigestWorld.Weekly], world.Store.Time, NullLogger<CatchUp>.Instance, new Gate(world.Db, new CheckMails(world.Db, SomeDigest.Compose(folder)).RunAsync));

    private static Task<int> AgreeAsync(DigestWorld world, string staff) => world.Db.WriteAsync(tx => GateTable.AgreeAsync(tx, "weekly", staff));

    private sealed class Keeping : IMailTransport
    {
        public MimeMessage? Sent { get; private set; }

        public Task<SendOutcome> SendAsync(Envelope envelope, MimeMessage message, Func<Task> beforeFinalDot, CancellationToken ct)
        {
            Sent = message;
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent("1"));
        }
    }
}
