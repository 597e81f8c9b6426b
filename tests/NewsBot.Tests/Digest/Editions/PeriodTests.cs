using CsCheck;
using NewsBot.Digest.Editions;
using Quartz;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class PeriodTests
{
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "UTC"];

    private static readonly Gen<TimeOnly> Times = Gen.Select(Gen.Int[0, 23], Gen.Int[0, 59], (hour, minute) => new TimeOnly(hour, minute));

    private static readonly Gen<Schedule> Schedules = Gen.OneOf(
        Gen.Select(Gen.Enum<DayOfWeek>(), Times, (day, time) => new Schedule(day, time)),
        Times.Select(Schedule.Daily),
        Times.Select(Schedule.Weekdays),
        Gen.Select(Gen.Int[1, 28], Times, Schedule.Monthly),
        Times.Select(time => Schedule.Monthly(Schedule.LastDay, time)));

    private static readonly Gen<DigestPlan> Plans =
        Gen.Select(Schedules, Gen.OneOf(Zones), (schedule, zone) => new DigestPlan("plan", schedule, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    // Eight years, so that every change of clocks is met.
    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Long[0, 8L * 366 * 24 * 60].Select(minutes => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes));

    [Fact]
    public void The_latest_end_is_within_the_last_span_and_is_its_own_latest_end() => Gen.Select(Plans, Instants).Sample((plan, now) =>
    {
        var end = Period.LatestEnd(plan, now);
        var days = plan.Schedule.Every switch { Recurrence.Daily => 1, Recurrence.Weekdays => 3, Recurrence.Weekly => 7, _ => 31 };
        Assert.InRange(now - end, TimeSpan.Zero, TimeSpan.FromHours((days * 24) + 1));
        Assert.Equal(end, Period.LatestEnd(plan, end));
        Assert.True(Period.LatestEnd(plan, end.AddTicks(-1)) < end);
    });

    [Fact]
    public void Quartz_fires_at_exactly_these_instants() => Gen.Select(Plans, Instants).Sample(
        (plan, now) =>
        {
            var cron = new CronExpression(DigestSchedule.Cron(plan.Schedule), plan.Zone);
            var next = cron.GetNextValidTimeAfter(now)!.Value;
            Assert.Equal(next, Period.LatestEnd(plan, next));
            Assert.Equal(Period.LatestEnd(plan, now), Period.LatestEnd(plan, next.AddTicks(-1)));
        },
        iter: 2000);

    [Theory]
    [InlineData("Sunday 02:30", "2026-03-29T12:00Z", "2026-03-29T01:00Z")] // skipped: the gap's end, 03:00 in summer time
    [InlineData("Sunday 02:30", "2026-10-25T12:00Z", "2026-10-25T00:30Z")] // twice: the first, still summer time
    [InlineData("Monday 07:00", "2026-11-23T06:00Z", "2026-11-23T06:00Z")]
    [InlineData("Monday 07:00", "2026-11-23T05:59Z", "2026-11-16T06:00Z")]
    public void Changes_of_clocks_follow_the_rule(string schedule, string now, string end)
    {
        Assert.True(Schedule.TryParse(schedule, out var parsed, out _));
        var plan = DigestWorld.Weekly with { Schedule = parsed };
        Assert.Equal(DateTimeOffset.Parse(end, null), Period.LatestEnd(plan, DateTimeOffset.Parse(now, null)));
    }

    [Fact]
    public void The_next_end_is_the_first_after_now_and_periods_leave_no_gap() => Gen.Select(Plans, Instants).Sample((plan, now) =>
    {
        var next = Period.NextEnd(plan, now);
        Assert.True(next > now);
        Assert.Equal(Period.LatestEnd(plan, now), Period.LatestEnd(plan, next.AddTicks(-1)));
        Assert.Equal(next, Period.LatestEnd(plan, next));
    });

    [Theory]
    [InlineData("1st 07:00", "2026-11-15T12:00Z", "2026-11-01T06:00Z")]
    [InlineData("28th 07:00", "2026-03-15T12:00Z", "2026-02-28T06:00Z")]
    [InlineData("last day 07:00", "2028-03-15T12:00Z", "2028-02-29T06:00Z")]
    [InlineData("last day 07:00", "2026-04-30T12:00Z", "2026-04-30T05:00Z")]
    [InlineData("weekdays 07:00", "2026-11-22T12:00Z", "2026-11-20T06:00Z")]
    [InlineData("daily 02:30", "2026-03-29T12:00Z", "2026-03-29T01:00Z")]
    public void The_latest_end_of_each_kind_of_schedule(string schedule, string now, string end)
    {
        Assert.True(Schedule.TryParse(schedule, out var parsed, out _));
        Assert.Equal(DateTimeOffset.Parse(end, null), Period.LatestEnd(DigestWorld.Weekly with { Schedule = parsed }, DateTimeOffset.Parse(now, null)));
    }

    // Samoa had no 30 December 2011.
    [Fact]
    public void A_day_that_a_zone_leaves_out_makes_no_period_of_its_own()
    {
        var plan = new DigestPlan("daily", Schedule.Daily(new TimeOnly(0, 0)), TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));
        var end = Period.LatestEnd(plan, new(2011, 12, 30, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new(2011, 12, 30, 10, 0, 0, TimeSpan.Zero), end);
        Assert.Equal(new(2011, 12, 31, 10, 0, 0, TimeSpan.Zero), Period.NextEnd(plan, end));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", "2026-11-22T17:00Z")]
    [InlineData("Europe/Berlin", "2026-11-23T06:00Z")]
    [InlineData("Pacific/Honolulu", "2026-11-23T17:00Z")]
    [InlineData(null, "2026-11-23T07:00Z")]
    public void In_readers_zones_a_mail_is_due_when_the_wall_time_comes_there(string? zone, string due)
    {
        var plan = DigestPlan.InReadersZone("weekly", DigestWorld.Weekly.Schedule, TimeZoneInfo.Utc);
        var end = Period.LatestEnd(plan, new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        var period = new Period(end.AddDays(-7), end);
        Assert.Equal(DateTimeOffset.Parse(due, null), period.DueIn(plan, zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone)));
        Assert.Equal(("2026-W47", "16–22 November 2026"), (period.Name(plan), period.Label(plan.Zone)));

        // Staff sent it now: that is for everybody.
        Assert.Equal(end.AddHours(-3), (period with { End = end.AddHours(-3) }).DueIn(plan, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("2026-11-16T06:00Z", "2026-11-23T06:00Z", "2026-W47", "16–22 November 2026", "16-22 November")]
    [InlineData("2026-10-26T06:00Z", "2026-11-02T06:00Z", "2026-W44", "26 October – 1 November 2026", "26 October - 1 November")]
    [InlineData("2026-12-28T06:00Z", "2027-01-04T06:00Z", "2026-W53", "28 December 2026 – 3 January 2027", "28 December - 3 January")]
    [InlineData("2026-11-16T08:00Z", "2026-11-16T09:00Z", "2026-W47", "16 November 2026", "16 November")]
    [InlineData("2026-11-09T06:00Z", "2026-11-23T06:00Z", "2026-W47", "9–22 November 2026", "9-22 November")]
    public void A_period_has_a_name_and_says_which_days_it_covers(string start, string end, string name, string label, string shortLabel)
    {
        var period = new Period(DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null));
        Assert.Equal(name, period.Name(DigestWorld.Weekly));
        Assert.Equal(label, period.Label(DigestWorld.Berlin));
        Assert.Equal(shortLabel, period.ShortLabel(DigestWorld.Berlin));
    }

    [Theory]
    [InlineData("daily 07:00", "2026-11-23T06:00Z", "2026-11-24T06:00Z", "2026-11-23", "23. November 2026", "23 نوفمبر 2026")]
    [InlineData("daily 18:00", "2026-11-23T17:00Z", "2026-11-24T17:00Z", "2026-11-24", "24. November 2026", "24 نوفمبر 2026")]
    [InlineData("1st 07:00", "2026-11-01T06:00Z", "2026-12-01T06:00Z", "2026-11", "1.–30. November 2026", "1–30 نوفمبر 2026")]
    [InlineData("last day 18:00", "2026-10-31T17:00Z", "2026-11-30T17:00Z", "2026-11", "1.–30. November 2026", "1–30 نوفمبر 2026")]
    [InlineData("Monday 07:00", "2026-12-28T06:00Z", "2027-01-04T06:00Z", "2026-W53", "28. Dezember 2026 – 3. Januar 2027", "28 ديسمبر 2026 – 3 يناير 2027")]
    public void Names_follow_the_schedule_and_labels_the_language(string schedule, string start, string end, string name, string german, string arabic)
    {
        Assert.True(Schedule.TryParse(schedule, out var parsed, out _));
        var period = new Period(DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null));
        Assert.Equal(name, period.Name(DigestWorld.Weekly with { Schedule = parsed }));
        Assert.Equal((german, arabic), (period.Label(DigestWorld.Berlin, "de"), period.Label(DigestWorld.Berlin, "ar")));
    }

    [Theory]
    [InlineData("31st 07:00", "every month has")]
    [InlineData("day 0 07:00", "every month has")]
    [InlineData("", "a day and a time")]
    [InlineData("first day 07:00", "a day and a time")]
    [InlineData("Monday", "a day and a time")]
    [InlineData("Moonday 07:00", "not a day of the week")]
    [InlineData("1 07:00", "not a day of the week")]
    [InlineData("Monday 7 am", "a day and a time")]
    [InlineData("Monday 25:00", "a time of 24 hours")]
    public void A_schedule_that_cannot_be_read_says_why(string text, string said)
    {
        Assert.False(Schedule.TryParse(text, out _, out var problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("07:00", "daily 07:00")]
    [InlineData("DAILY 7:00", "daily 07:00")]
    [InlineData("1st 07:00", "day 1 07:00")]
    [InlineData("22nd 18:30", "day 22 18:30")]
    [InlineData("day 3 07:00", "day 3 07:00")]
    [InlineData("last 07:00", "last day 07:00")]
    [InlineData("monday 07:00", "Monday 07:00")]
    public void A_schedule_is_read_in_several_words(string text, string same)
    {
        Assert.True(Schedule.TryParse(text, out var schedule, out var problem), problem);
        Assert.Equal(same, schedule.ToString());
    }

    [Fact]
    public void A_schedule_is_read_as_it_is_written() => Plans.Sample(plan =>
        Schedule.TryParse(plan.Schedule.ToString(), out var read, out _) && read == plan.Schedule);
}
