using System.Globalization;
using NewsBot.Bot.Chat;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Sandbox;
using NewsBot.Sandbox.LocalDiscord;
using NewsBot.Sandbox.LocalDiscord.Events;
using NewsBot.Tests.Newsroom;
using NewsBot.Tests.Support;
using Xunit;
using ScheduledEvent = NewsBot.Sandbox.LocalDiscord.Events.ScheduledEvent;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>From a record of the source to the scheduled events of the local Discord, over real HTTP.</summary>
public sealed class GuildEventsTests : IAsyncLifetime
{
    private NewsWorld world = null!;
    private SandboxServer sandbox = null!;
    private DiscordRest rest = null!;
    private Lane lane = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start => Some.Monday.AddDays(3);

    public async ValueTask InitializeAsync()
    {
        world = await NewsWorld.CreateAsync();
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { Limits = new ChannelLimits { PerChannel = 500, Global = 1000 } }, world.Store.Time, Ct);
        rest = new DiscordRest(new DiscordOptions { Token = "sandbox-token", Api = sandbox.DiscordApi }, world.Store.Time);
        lane = new Lane(EventCalendar.Lane, 1, new GuildEvents(world.Db, rest, world.Store.Time).SendAsync);
        await world.Db.WriteAsync(tx => EventCalendar.PutAsync(tx, "discord", sandbox.Discord.GuildId.ToString(CultureInfo.InvariantCulture)));
    }

    public async ValueTask DisposeAsync()
    {
        rest.Dispose();
        await sandbox.DisposeAsync();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_listed_changed_and_removed_with_its_item()
    {
        await world.ReadAsync(Event());
        await SentAsync();
        Assert.Equal(("Harbour patrols begin", Start, Start.AddHours(1), "Town hall"), Says(Stands()));
        Assert.Equal("Summary 1\n\nhttps://news.example.org/e", Stands().Description);

        await world.ReadAsync(Event("2") with { Title = "Harbour patrols", StartsAt = Start.AddHours(2), EndsAt = Start.AddHours(5), Location = "Quay 4", Correction = "It is two hours later." });
        await SentAsync();
        Assert.Equal(("Harbour patrols", Start.AddHours(2), Start.AddHours(5), "Quay 4"), Says(Stands()));
        Assert.Equal("**Correction:** It is two hours later.\n\nSummary 2\n\nhttps://news.example.org/e", Stands().Description);

        var item = await world.ItemAsync("e");
        await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        await SentAsync();
        Assert.Empty(sandbox.Discord.Events.All);

        await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
        await SentAsync();
        Assert.Equal("Harbour patrols", Stands().Name);
    }

    [Theory]
    [InlineData(DiscordFaultKind.DropAfter)]
    [InlineData(DiscordFaultKind.ErrorAfter)]
    public async Task A_lost_answer_makes_no_second_event_even_if_the_item_was_edited_meanwhile(DiscordFaultKind fault)
    {
        await world.ReadAsync(Event(id: "other") with { Title = "Another at the same hour" });
        await SentAsync();
        sandbox.Discord.Faults.Add(new DiscordFault(fault) { Method = "POST", Times = 1 });
        await world.ReadAsync(Event(id: "other") with { Title = "Another at the same hour" }, Event());
        Assert.IsType<SendOutcome.Retry>(await SendAsync());
        await world.ReadAsync(Event(id: "other") with { Title = "Another at the same hour" }, Event("2") with { Title = "Patrols" });
        world.Store.Time.Advance(TimeSpan.FromMinutes(5));
        await SentAsync();
        Assert.Equal(["Another at the same hour", "Patrols"], sandbox.Discord.Events.All.Select(one => one.Name));
    }

    [Fact]
    public async Task A_withdrawal_finds_the_event_whose_answer_was_lost()
    {
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.DropAfter) { Method = "POST", Times = 1 });
        await world.ReadAsync(Event());
        Assert.IsType<SendOutcome.Retry>(await SendAsync());
        var item = await world.ItemAsync("e");
        await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        world.Store.Time.Advance(TimeSpan.FromMinutes(5));
        await SentAsync();
        Assert.Empty(sandbox.Discord.Events.All);
    }

    [Fact]
    public async Task What_a_moderator_removed_stays_removed()
    {
        await world.ReadAsync(Event());
        await SentAsync();
        await rest.DeleteEventAsync(Snowflake(sandbox.Discord.GuildId), Snowflake(Stands().Id), Ct);
        await world.ReadAsync(Event("2"));
        await SentAsync();
        var item = await world.ItemAsync("e");
        await world.DoneAsync(tx => RetractItem.RunAsync(tx, item.Id, null));
        await SentAsync();
        await world.DoneAsync(tx => ReleaseItem.RunAsync(tx, item.Id));
        await SentAsync();
        Assert.Empty(sandbox.Discord.Events.All);
    }

    [Fact]
    public async Task What_a_moderator_called_off_stays_called_off()
    {
        await world.ReadAsync(Event());
        await SentAsync();
        await rest.EditEventAsync(
            Snowflake(sandbox.Discord.GuildId), Snowflake(Stands().Id), new() { Status = NewsBot.Discord.Model.ScheduledEventStatus.Canceled }, Ct);
        await world.ReadAsync(Event("2") with { Title = "Patrols" });
        await SentAsync();
        Assert.Equal((EventStatus.Cancelled, "Harbour patrols begin"), (Stands().Status, Stands().Name));
    }

    [Fact]
    public async Task An_event_that_has_begun_keeps_its_start_and_takes_other_changes_until_it_is_over()
    {
        await world.ReadAsync(Event());
        await SentAsync();
        world.Store.Time.SetUtcNow(Start.AddMinutes(10));
        await world.ReadAsync(Event("2") with { Title = "Patrols", EndsAt = Start.AddHours(2) });
        await SentAsync();
        Assert.Equal(("Patrols", Start, Start.AddHours(2), "Town hall"), Says(Stands()));

        world.Store.Time.SetUtcNow(Start.AddHours(3));
        await world.ReadAsync(Event("3") with { Title = "Over", EndsAt = Start.AddHours(2) });
        await SentAsync();
        Assert.Equal("Patrols", Stands().Name);
    }

    [Fact]
    public async Task An_event_that_has_begun_before_it_could_be_listed_is_not_wanted_any_more()
    {
        await world.ReadAsync(Event());
        world.Store.Time.SetUtcNow(Start);
        Assert.True(Assert.IsType<SendOutcome.GiveUp>(await SendAsync()).Unwanted);
        Assert.Empty(sandbox.Discord.Events.All);
    }

    [Fact]
    public async Task A_missing_permission_parks_the_calendar_and_is_named_once()
    {
        sandbox.Discord.Faults.Add(new DiscordFault(DiscordFaultKind.MissingPermissions) { Method = "POST", Times = 2 });
        await world.ReadAsync(Event(), Event(id: "f"));
        Assert.Contains("Create Events", Assert.IsType<SendOutcome.Park>(await SendAsync()).Reason, StringComparison.Ordinal);
        Assert.Null(await SendAsync());
        world.Store.Time.Advance(Outbox.ParkedCheck);
        Assert.IsType<SendOutcome.Park>(await SendAsync());
        var incident = Assert.Single(await world.Db.ReadAsync(Incidents.OpenAsync));
        Assert.StartsWith("parked/events/", incident.Key, StringComparison.Ordinal);

        world.Store.Time.Advance(Outbox.ParkedCheck);
        await SentAsync();
        await SentAsync();
        Assert.Equal(2, sandbox.Discord.Events.All.Count);
        Assert.Empty(await world.Db.ReadAsync(Incidents.OpenAsync));
    }

    [Fact]
    public async Task A_full_server_is_tried_again_later()
    {
        for (var number = 0; number < NewsBot.Discord.Model.Limits.Events; number++)
        {
            await rest.CreateEventAsync(
                Snowflake(sandbox.Discord.GuildId), new() { Name = "x", StartsAt = Start, EndsAt = Start.AddHours(1), Location = "y" }, Ct);
        }

        await world.ReadAsync(Event());
        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<SendOutcome.Retry>(await SendAsync()).After);
    }

    [Fact]
    public async Task An_expired_event_leaves_no_trace_unless_it_has_begun()
    {
        await world.ReadAsync(Event() with { ExpiresAt = Some.Monday.AddHours(1) });
        world.Store.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(Assert.IsType<SendOutcome.GiveUp>(await SendAsync()).Unwanted);

        await world.ReadAsync(Event(), Event(id: "f") with { ExpiresAt = Start.AddMinutes(1) });
        await SentAsync();
        await SentAsync();
        world.Store.Time.SetUtcNow(Start.AddMinutes(5));
        await world.ReadAsync(Event(), Event("2", "f") with { ExpiresAt = Start.AddMinutes(1) });
        await SentAsync();
        Assert.Equal(2, sandbox.Discord.Events.All.Count);
    }

    [Fact]
    public async Task Hostile_and_overlong_texts_stay_within_Discords_limits_and_do_nothing()
    {
        var place = $"https://meet.example.org/{new string('r', 150)}";
        await world.ReadAsync(
            Event() with
            {
                Title = $"@everyone\n{string.Concat(Enumerable.Repeat("Überfall \U0001F6A8 ", 40))}\u202Egnp",
                Summary = string.Concat(Enumerable.Repeat("<@&123> **loud** [x](https://evil.example) ", 60)),
                Location = place,
            },
            Event(id: "f") with { Title = "\u0007", Location = null, Summary = null });
        await SentAsync();
        await SentAsync();
        var (hostile, bare) = (sandbox.Discord.Events.All[0], sandbox.Discord.Events.All[1]);
        Assert.StartsWith("@everyone Überfall", hostile.Name, StringComparison.Ordinal);
        Assert.InRange(NewsBot.Discord.Model.Limits.Length(hostile.Name), 80, 100);
        Assert.Equal("meet.example.org", hostile.Location);
        Assert.EndsWith($"\n\n{place}\nhttps://news.example.org/e", hostile.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("<@&123>", hostile.Description, StringComparison.Ordinal);
        Assert.Contains(@"\*\*loud\*\*", hostile.Description, StringComparison.Ordinal);
        Assert.Equal(("Event", "https://news.example.org/f"), (bare.Name, bare.Location));
    }

    private static NewsBot.Newsroom.Items.Record Event(string version = "1", string id = "e") =>
        Some.Record(id, version: version, topics: "water") with { Kind = "event", StartsAt = Start, Location = "Town hall" };

    private static NewsBot.Discord.Model.Snowflake Snowflake(ulong id) => new(id);

    private static (string Name, DateTimeOffset Start, DateTimeOffset End, string Place) Says(ScheduledEvent stands) =>
        (stands.Name, stands.Start, stands.End, stands.Location);

    private ScheduledEvent Stands() => Assert.Single(sandbox.Discord.Events.All);

    private async Task SentAsync() => Assert.IsType<SendOutcome.Sent>(await SendAsync());

    /// <summary>One attempt; null: nothing is due.</summary>
    private async Task<SendOutcome?> SendAsync()
    {
        if (await world.Db.WriteAsync(tx => Outbox.ClaimAsync(tx, lane, 1, "test")) is not [var row])
        {
            return null;
        }

        var outcome = await lane.Send(row, Ct);
        await world.Db.WriteAsync(tx => Outbox.FinishAsync(tx, lane, row, outcome, 0.5));
        return outcome;
    }
}
