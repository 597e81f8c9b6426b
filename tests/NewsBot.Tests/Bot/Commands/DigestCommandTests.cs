using System.Text;
using NewsBot.Digest.Editions;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Digest;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class DigestCommandTests : IAsyncLifetime
{
    private static readonly DigestPlan Plan = DigestWorld.Weekly;
    private IReadOnlyList<string> problems = [];
    private CommandWorld world = null!;
    private Item item = null!;

    public async ValueTask InitializeAsync() => await CreateAsync(approvals: 2);

    private async Task CreateAsync(int approvals)
    {
        world = await CommandWorld.CreateAsync(tools => tools with
        {
            Plans = [Plan],
            Compose = new(new(Support.Repository.Path("templates")), DigestWorld.Sender, DigestWorld.Keys),
            Check = (_, _, _) => Task.FromResult(problems),
            Approvals = approvals,
        });
        await world.Db.WriteAsync(tx => OpenEdition.RunAsync(tx, Plan));
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        item = await world.ItemAsync("Harbour patrols begin", ItemState.Public, "harbour");
        await ReaderAsync("reader@news.example.org");
        world.Store.Time.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Status_says_what_the_next_edition_would_hold() =>
        Assert.Contains("As it is now: 1 item for 1 reader", (await world.RunAsync("digest status")).Content, StringComparison.Ordinal);

    [Fact]
    public async Task A_preview_brings_the_mail_itself()
    {
        var told = await world.RunAsync("digest preview");
        Assert.Contains("Harbour patrols begin", told.Content, StringComparison.Ordinal);
        Assert.Contains("**Subject:**", told.Content, StringComparison.Ordinal);
        Assert.Equal(["html", "eml"], told.Files!.Select(file => file.Name.Split('.')[^1]));
        using var reader = new StreamReader(told.Files![1].Open(), Encoding.UTF8);
        var mail = await reader.ReadToEndAsync();
        Assert.Contains("Harbour patrols begin", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("reader@news.example.org", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_written_in_a_form_and_shown_there_again()
    {
        var form = await world.FormAsync(CommandWorld.Typed("digest note"));
        await world.SubmitAsync(form, ("note", "We move next week."));
        Assert.Equal("We move next week.", ((TextInput)((Label)(await world.FormAsync(CommandWorld.Typed("digest note"))).Components[0]).Field).Value);
        Assert.Contains("We move next week", (await world.RunAsync("digest status")).Content, StringComparison.Ordinal);
        Assert.Contains("has no note", (await world.SubmitAsync(form, ("note", ""))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_is_left_out_and_put_in_again()
    {
        Assert.Contains("stays out", (await world.RunAsync("digest exclude", ("item", $"{item.Id}"))).Content, StringComparison.Ordinal);
        Assert.Contains("0 items", (await world.RunAsync("digest status")).Content, StringComparison.Ordinal);
        Assert.Contains("is in the next", (await world.RunAsync("digest include", ("item", $"{item.Id}"), ("digest", "weekly"))).Content, StringComparison.Ordinal);
        Assert.Contains("1 item ", (await world.RunAsync("digest status")).Content, StringComparison.Ordinal);
        Assert.Contains("Say which digest", (await world.RunAsync("digest include", ("item", $"{item.Id}"), ("digest", "daily"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_menu_puts_a_post_into_the_digest()
    {
        await world.RunAsync("digest exclude", ("item", $"{item.Id}"));
        await world.RouteAsync("harbour", CommandWorld.News);
        await world.PressAsync(CommandWorld.Button(await world.RunAsync("news post", ("item", $"{item.Id}")), "Post it"));
        await world.DeliverAsync();
        var message = ulong.Parse((await world.PlacesAsync(item))[0].RemoteId!);
        var asked = await world.HandleAsync(world.Staff(InteractionType.Command, CommandWorld.Menu("Put in the digest", message)));
        Assert.Contains("is in the next edition", (await world.PressAsync(CommandWorld.Button(asked, "weekly"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_is_sent_now_after_a_question_and_stopped_after_another()
    {
        var asked = await world.RunAsync("digest send-now");
        Assert.Empty(await EditionsAsync());
        Assert.Contains("on its way to 1 reader", (await world.PressAsync(CommandWorld.Button(asked, "Send to 1 reader"))).Content, StringComparison.Ordinal);
        var edition = Assert.Single(await EditionsAsync());

        Assert.Equal($"{edition.Id}", Assert.Single(await world.SuggestAsync("delivery who", "edition", "")).Value);
        Assert.Contains("1 pending", (await world.RunAsync("delivery who", ("edition", $"{edition.Id}"))).Content, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", (await world.RunAsync("delivery who", ("edition", $"{edition.Id}"))).Content, StringComparison.Ordinal);

        var stop = await world.RunAsync("digest cancel", ("edition", $"{edition.Id}"));
        Assert.Contains("1 mail will not go out", (await world.PressAsync(CommandWorld.Button(stop, "Stop this edition"))).Content, StringComparison.Ordinal);
        Assert.Contains("no such edition", (await world.RunAsync("digest cancel", ("edition", $"{edition.Id}"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_that_is_held_is_sent_by_two_people_and_not_by_one()
    {
        problems = ["A picture has no alt text."];
        var button = CommandWorld.Button(await world.RunAsync("digest send-now"), "Send to 1 reader");
        Assert.Contains("A picture has no alt text.", (await world.PressAsync(button)).Content, StringComparison.Ordinal);
        Assert.Contains("one more member of staff", (await world.PressAsync(button)).Content, StringComparison.Ordinal);
        Assert.Empty(await EditionsAsync());
        await world.Db.WriteAsync(tx => GateTable.AgreeAsync(tx, "weekly", "another"));
        Assert.Contains("on its way to 1 reader", (await world.PressAsync(button)).Content, StringComparison.Ordinal);
        Assert.Single(await EditionsAsync());
    }

    [Fact]
    public async Task Who_may_decide_alone_is_told_first_what_is_wrong()
    {
        problems = ["A picture has no alt text."];
        await world.DisposeAsync();
        await CreateAsync(approvals: 1);
        var asked = await world.RunAsync("digest send-now");
        Assert.Contains("A picture has no alt text.", asked.Content, StringComparison.Ordinal);
        Assert.Empty(await EditionsAsync());
        Assert.Contains("on its way to 1 reader", (await world.PressAsync(CommandWorld.Button(asked, "Send to 1 reader"))).Content, StringComparison.Ordinal);
        Assert.Single(await EditionsAsync());
    }

    [Fact]
    public async Task A_preview_is_the_mail_of_whom_staff_name()
    {
        using var own = new StreamReader((await world.RunAsync("digest preview", ("as", "reader@news.example.org"))).Files![1].Open(), Encoding.UTF8);
        Assert.Contains("To: reader@news.example.org", await own.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var german = new StreamReader((await world.RunAsync("digest preview", ("language", "de"))).Files![0].Open(), Encoding.UTF8);
        Assert.Contains("<html lang=\"de\"", await german.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("Nobody is subscribed", (await world.RunAsync("digest preview", ("as", "stranger@news.example.org"))).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_digest_sends_nothing()
    {
        Assert.Contains("is paused", (await world.RunAsync("digest pause")).Content, StringComparison.Ordinal);
        Assert.Contains("paused already", (await world.RunAsync("digest pause")).Content, StringComparison.Ordinal);
        Assert.Contains("/digest resume", (await world.RunAsync("digest send-now")).Content, StringComparison.Ordinal);
        Assert.Contains("goes on", (await world.RunAsync("digest resume")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_goes_to_a_subscriber_only_and_the_audit_does_not_know_the_address()
    {
        Assert.Contains("Nobody is subscribed", (await world.RunAsync("digest test", ("address", "stranger@news.example.org"))).Content, StringComparison.Ordinal);
        Assert.Contains("on its way", (await world.RunAsync("digest test", ("address", "reader@news.example.org"))).Content, StringComparison.Ordinal);
        Assert.DoesNotContain("reader@", Assert.Single(await world.AuditAsync()).Options, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Edition>> EditionsAsync() => [.. (await world.Db.ReadAsync(tx => EditionTable.RecentAsync(tx, 10))).Where(edition => edition.State == EditionState.Open)];

    private async Task ReaderAsync(string address)
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes($"address,topics\n{address},harbour\n"));
        await NewsBot.Digest.Subscribers.ImportSubscribers.RunAsync(world.Db, DigestWorld.Keys, csv, "readers.csv", "weekly", problem => throw new InvalidDataException(problem.ToString()), CancellationToken.None);
    }
}
