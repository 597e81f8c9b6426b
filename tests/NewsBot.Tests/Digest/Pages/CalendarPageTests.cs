using System.Net;
using System.Text;
using Ical.Net.CalendarComponents;
using NewsBot.Digest.Pages;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

/// <summary>The file is read again by Ical.Net, which NewsBot itself does not use.</summary>
public sealed class CalendarPageTests : IAsyncLifetime
{
    private PageSite pages = null!;

    private DigestWorld World => pages.World;

    private HttpClient Client => pages.Client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start => new(2026, 12, 3, 18, 0, 0, TimeSpan.FromHours(1));

    public async ValueTask InitializeAsync() => pages = await PageSite.CreateAsync((world, site) => new CalendarPage(world.Db, DigestWorld.Sender.Site, world.Store.Time).Map(site));

    public ValueTask DisposeAsync() => pages.DisposeAsync();

    [Fact]
    public async Task A_public_event_is_a_calendar_of_one_entry()
    {
        var item = await World.PublishAsync(Event() with { EndsAt = Start.AddHours(2), Correction = "It is on Thursday." }, World.Water);
        var reply = await Client.GetAsync(Address(item), Ct);
        Assert.Equal("text/calendar; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Assert.Equal(World.Store.Time.GetUtcNow(), reply.Content.Headers.LastModified);
        Assert.Equal(
            $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//NewsBot//Events//EN
            CALSCALE:GREGORIAN
            BEGIN:VEVENT
            UID:item-{item.Id}@news.example.org
            SEQUENCE:1
            DTSTAMP:20261116T180000Z
            LAST-MODIFIED:20261116T180000Z
            DTSTART:20261203T170000Z
            DTEND:20261203T190000Z
            SUMMARY:Open evening
            STATUS:CONFIRMED
            DESCRIPTION:Correction: It is on Thursday.\nSummary 1
            LOCATION:Town hall\, Quay 4
            URL:https://news.example.org/e
            END:VEVENT
            END:VCALENDAR

            """.ReplaceLineEndings("\r\n"),
            await reply.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Hostile_texts_stay_inside_their_lines_and_lines_are_folded_at_75_octets_between_characters()
    {
        var title = "Hafen\\n;\r\nATTACH:https://evil.example/\u0000 \"" + string.Concat(Enumerable.Repeat("Überfahrt\U0001F6A2, ", 9));
        var item = await World.PublishAsync(
            Event() with { Title = title, Summary = "a\\,b;c\nBEGIN:VALARM\n" + new string('語', 400), Location = "\\", Url = "https://news.example.org/e;x,y\"z" }, World.Water);
        var bytes = await Client.GetByteArrayAsync(Address(item), Ct);
        var text = Encoding.UTF8.GetString(bytes);

        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        var lines = text.Split("\r\n");
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain('\uFFFD', text);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character is not ('\r' or '\n'));
        Assert.DoesNotContain(lines, line => line.StartsWith("ATTACH", StringComparison.Ordinal) || line == "BEGIN:VALARM");
        Assert.Contains(@"SUMMARY:Hafen\\n\; ATTACH:https://evil.example/ ""Überfahrt", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\r\nLOCATION:\\\\\r\n", text, StringComparison.Ordinal);

        var entry = Read(text);
        Assert.Equal((Start.UtcDateTime, Start.UtcDateTime.AddHours(1)), (entry.Start!.AsUtc, entry.End!.AsUtc));
        Assert.StartsWith(@"a\,b;c BEGIN:VALARM 語語", entry.Description, StringComparison.Ordinal);
        Assert.Empty(entry.Alarms);
        Assert.Empty(entry.Attachments);
    }

    [Fact]
    public async Task A_withdrawn_event_says_that_it_is_cancelled_and_nothing_more()
    {
        var item = await World.PublishAsync(Event(), World.Water);
        World.Store.Time.Advance(TimeSpan.FromHours(1));
        await World.Db.WriteAsync(tx => RetractItem.RunAsync(tx, item.Id, "A secret reason."));
        var text = await Client.GetStringAsync(Address(item), Ct);
        var entry = Read(text);
        Assert.Equal(("CANCELLED", 2, $"item-{item.Id}@news.example.org"), (entry.Status, entry.Sequence, entry.Uid));
        Assert.Equal(new DateTime(2026, 11, 16, 19, 0, 0, DateTimeKind.Utc), entry.DtStamp!.AsUtc);
        Assert.Equal((null, null, null), (entry.Description, entry.Location, entry.Url));
    }

    [Fact]
    public async Task What_is_not_public_or_no_event_is_not_there()
    {
        var story = await World.PublishAsync(Event() with { Kind = "story" }, World.Water);
        var dateless = await World.PublishAsync(Event() with { StartsAt = null, ExternalId = "f" }, World.Water);
        var expired = await World.PublishAsync(Event() with { ExpiresAt = World.Store.Time.GetUtcNow(), ExternalId = "g" }, World.Water);
        var held = await World.PublishAsync(Event() with { ExternalId = "h" }, World.Water);
        await World.Db.WriteAsync(tx => HoldItem.RunAsync(tx, held.Id));
        var embargoed = await World.Db.WriteAsync(tx => ItemTable.InsertAsync(tx, "test", Event() with { ExternalId = "i", PublishAt = Start }, ItemState.Scheduled, null));
        var never = await World.Db.WriteAsync(tx => ItemTable.InsertAsync(tx, "test", Event() with { ExternalId = "j" }, ItemState.Withdrawn, null));
        foreach (var item in new[] { story, dateless, expired, held, embargoed, never })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync(Address(item), Ct)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/i/999.ics", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/i/x.ics", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Client.PostAsync(Address(held), null, Ct)).StatusCode);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again_and_a_head_has_no_body()
    {
        var item = await World.PublishAsync(Event(), World.Water);
        var first = await Client.GetAsync(Address(item), Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, Address(item));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await Client.SendAsync(again, Ct)).StatusCode);

        using var head = new HttpRequestMessage(HttpMethod.Head, Address(item));
        var reply = await Client.SendAsync(head, Ct);
        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (reply.StatusCode, reply.Headers.ETag));
        Assert.Empty(await reply.Content.ReadAsByteArrayAsync(Ct));

        await World.Db.WriteAsync(tx => CorrectItem.RunAsync(tx, item.Id, new ItemEdit { Title = "Open night" }));
        using var changed = new HttpRequestMessage(HttpMethod.Get, Address(item));
        changed.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.OK, (await Client.SendAsync(changed, Ct)).StatusCode);
    }

    private static NewsBot.Newsroom.Items.Record Event() =>
        Some.Record("e", "Open evening") with { Kind = "event", StartsAt = Start, Location = "Town hall, Quay 4" };

    private static string Address(Item item) => $"/i/{item.Id}.ics";

    private static CalendarEvent Read(string text) => Assert.Single(Ical.Net.Calendar.Load(text)!.Events);
}
