using System.Net;
using System.Text;
using Ical.Net.CalendarComponents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Digest.Pages;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Pages;

/// <summary>The file is read again by Ical.Net, which NewsBot itself does not use.</summary>
public sealed class CalendarPageTests : IAsyncLifetime
{
    private DigestWorld world = null!;
    private WebApplication site = null!;
    private HttpClient client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start => new(2026, 12, 3, 18, 0, 0, TimeSpan.FromHours(1));

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        site = builder.Build();
        new CalendarPage(world.Db, DigestWorld.Sender.Site, world.Store.Time).Map(site);
        await site.StartAsync(Ct);
        client = new HttpClient { BaseAddress = new(site.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await site.DisposeAsync();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_public_event_is_a_calendar_of_one_entry()
    {
        var item = await world.PublishAsync(Event() with { EndsAt = Start.AddHours(2), Correction = "It is on Thursday." }, world.Water);
        var reply = await client.GetAsync(Address(item), Ct);
        Assert.Equal("text/calendar; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Assert.Equal(world.Store.Time.GetUtcNow(), reply.Content.Headers.LastModified);
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
        var item = await world.PublishAsync(
            Event() with { Title = title, Summary = "a\\,b;c\nBEGIN:VALARM\n" + new string('語', 400), Location = "\\", Url = "https://news.example.org/e;x,y\"z" }, world.Water);
        var bytes = await client.GetByteArrayAsync(Address(item), Ct);
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
        var item = await world.PublishAsync(Event(), world.Water);
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        await world.Db.WriteAsync(tx => RetractItem.RunAsync(tx, item.Id, "A secret reason."));
        var text = await client.GetStringAsync(Address(item), Ct);
        var entry = Read(text);
        Assert.Equal(("CANCELLED", 2, $"item-{item.Id}@news.example.org"), (entry.Status, entry.Sequence, entry.Uid));
        Assert.Equal(new DateTime(2026, 11, 16, 19, 0, 0, DateTimeKind.Utc), entry.DtStamp!.AsUtc);
        Assert.Equal((null, null, null), (entry.Description, entry.Location, entry.Url));
    }

    [Fact]
    public async Task What_is_not_public_or_no_event_is_not_there()
    {
        var story = await world.PublishAsync(Event() with { Kind = "story" }, world.Water);
        var dateless = await world.PublishAsync(Event() with { StartsAt = null, ExternalId = "f" }, world.Water);
        var expired = await world.PublishAsync(Event() with { ExpiresAt = world.Store.Time.GetUtcNow(), ExternalId = "g" }, world.Water);
        var held = await world.PublishAsync(Event() with { ExternalId = "h" }, world.Water);
        await world.Db.WriteAsync(tx => HoldItem.RunAsync(tx, held.Id));
        var embargoed = await world.Db.WriteAsync(tx => ItemTable.InsertAsync(tx, "test", Event() with { ExternalId = "i", PublishAt = Start }, ItemState.Scheduled, null));
        var never = await world.Db.WriteAsync(tx => ItemTable.InsertAsync(tx, "test", Event() with { ExternalId = "j" }, ItemState.Withdrawn, null));
        foreach (var item in new[] { story, dateless, expired, held, embargoed, never })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Address(item), Ct)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/i/999.ics", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/i/x.ics", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync(Address(held), null, Ct)).StatusCode);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again_and_a_head_has_no_body()
    {
        var item = await world.PublishAsync(Event(), world.Water);
        var first = await client.GetAsync(Address(item), Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, Address(item));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again, Ct)).StatusCode);

        using var head = new HttpRequestMessage(HttpMethod.Head, Address(item));
        var reply = await client.SendAsync(head, Ct);
        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (reply.StatusCode, reply.Headers.ETag));
        Assert.Empty(await reply.Content.ReadAsByteArrayAsync(Ct));

        await world.Db.WriteAsync(tx => CorrectItem.RunAsync(tx, item.Id, new ItemEdit { Title = "Open night" }));
        using var changed = new HttpRequestMessage(HttpMethod.Get, Address(item));
        changed.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(changed, Ct)).StatusCode);
    }

    private static NewsBot.Newsroom.Items.Record Event() =>
        Some.Record("e", "Open evening") with { Kind = "event", StartsAt = Start, Location = "Town hall, Quay 4" };

    private static string Address(Item item) => $"/i/{item.Id}.ics";

    private static CalendarEvent Read(string text) => Assert.Single(Ical.Net.Calendar.Load(text)!.Events);
}
