using CsCheck;
using NewsBot.Digest.Editions;
using Quartz;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class PeriodTests
{
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "UTC"];

    private static readonly Gen<DigestPlan> Plans =
        from day in Gen.Enum<DayOfWeek>()
        from hour in Gen.Int[0, 23]
        from minute in Gen.Int[0, 59]
        from zone in Gen.OneOf(Zones)
        select new DigestPlan("weekly", new(day, new TimeOnly(hour, minute)), TimeZoneInfo.FindSystemTimeZoneById(zone));

    // Eight years, so that every change of clocks is met.
    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Long[0, 8L * 366 * 24 * 60].Select(minutes => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes));

    [Fact]
    public void The_latest_end_is_within_the_last_week_and_is_its_own_latest_end() => Gen.Select(Plans, Instants).Sample((plan, now) =>
    {
        var end = Period.LatestEnd(plan, now);
        Assert.InRange(now - end, TimeSpan.Zero, TimeSpan.FromHours((7 * 24) + 1));
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

    [Theory]
    [InlineData("2026-11-16T06:00Z", "2026-11-23T06:00Z", "2026-W47", "16–22 November 2026", "16-22 November")]
    [InlineData("2026-10-26T06:00Z", "2026-11-02T06:00Z", "2026-W44", "26 October – 1 November 2026", "26 October - 1 November")]
    [InlineData("2026-12-28T06:00Z", "2027-01-04T06:00Z", "2026-W53", "28 December 2026 – 3 January 2027", "28 December - 3 January")]
    [InlineData("2026-11-16T08:00Z", "2026-11-16T09:00Z", "2026-W47", "16 November 2026", "16 November")]
    [InlineData("2026-11-09T06:00Z", "2026-11-23T06:00Z", "2026-W47", "9–22 November 2026", "9-22 November")]
    public void A_period_has_a_name_and_says_which_days_it_covers(string start, string end, string name, string label, string shortLabel)
    {
        var period = new Period(DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null));
        Assert.Equal(name, period.Name(DigestWorld.Berlin));
        Assert.Equal(label, period.Label(DigestWorld.Berlin));
        Assert.Equal(shortLabel, period.ShortLabel(DigestWorld.Berlin));
    }

    [Theory]
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

    [Fact]
    public void A_schedule_is_read_as_it_is_written() => Plans.Sample(plan =>
        Schedule.TryParse(plan.Schedule.ToString(), out var read, out _) && read == plan.Schedule);
}
