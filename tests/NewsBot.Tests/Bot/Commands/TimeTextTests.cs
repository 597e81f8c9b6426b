using NewsBot.Bot.Commands;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class TimeTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // A Monday; 10:00 in Berlin.
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("14:30", "2026-11-23T13:30:00Z")]
    [InlineData("9:00", "2026-11-24T08:00:00Z")]
    [InlineData("today 18:00", "2026-11-23T17:00:00Z")]
    [InlineData("Tomorrow at 09:00", "2026-11-24T08:00:00Z")]
    [InlineData("friday 09:00", "2026-11-27T08:00:00Z")]
    [InlineData("mon 09:00", "2026-11-30T08:00:00Z")]
    [InlineData("Monday 11:00", "2026-11-23T10:00:00Z")]
    [InlineData("2026-12-01 09:00", "2026-12-01T08:00:00Z")]
    [InlineData("2026-12-01T09:00", "2026-12-01T08:00:00Z")]
    [InlineData("2027-07-01 09:00", "2027-07-01T07:00:00Z")]
    [InlineData("in 45 minutes", "2026-11-23T09:45:00Z")]
    [InlineData(" in 3h ", "2026-11-23T12:00:00Z")]
    [InlineData("in 2 days", "2026-11-25T09:00:00Z")]
    public void Times_are_read_in_the_zone_of_the_newsroom(string typed, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), TimeText.Read(typed, Berlin, Now));

    [Fact]
    public void A_time_that_comes_twice_is_the_first() =>
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero), TimeText.Read("2027-10-31 02:30", Berlin, Now));

    [Theory]
    [InlineData("soon", "cannot read")]
    [InlineData("", "cannot read")]
    [InlineData("25:00", "cannot read")]
    [InlineData("2026-02-30 09:00", "cannot read")]
    [InlineData("01.12.2026 09:00", "cannot read")]
    [InlineData("tomorrow", "cannot read")]
    [InlineData("in 99999 minutes", "cannot read")]
    [InlineData("today 09:00", "over already")]
    [InlineData("2020-01-01 09:00", "over already")]
    [InlineData("in 0 minutes", "over already")]
    [InlineData("in 9999 days", "more than a year")]
    [InlineData("2027-03-28 02:30", "clocks skip")]
    public void What_is_no_time_to_come_is_refused_in_words(string typed, string says) =>
        Assert.Contains(says, Assert.Throws<Refusal>(() => TimeText.Read(typed, Berlin, Now)).Message, StringComparison.Ordinal);
}
