using System.Globalization;
using NewsBot.Bot.Chat;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

public sealed class QuietHoursTests
{
    [Theory]
    // An ordinary night, over midnight: the first minute is in, the last is not.
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-07-01T20:59:59Z", false)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-07-01T21:00:00Z", true)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-07-02T05:59:59Z", true)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-07-02T06:00:00Z", false)]
    // The night that loses an hour (01:00 becomes 02:00): it ends at the wall's seven, an hour earlier by the sun.
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-03-28T22:00:00Z", true)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-03-29T05:59:59Z", true)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-03-29T06:00:00Z", false)]
    // The night that has an hour twice: both are quiet.
    [InlineData("01:30-02:00 Europe/Lisbon", "2026-10-25T00:45:00Z", true)]
    [InlineData("01:30-02:00 Europe/Lisbon", "2026-10-25T01:15:00Z", false)]
    [InlineData("01:30-02:00 Europe/Lisbon", "2026-10-25T01:45:00Z", true)]
    [InlineData("01:30-02:00 Europe/Lisbon", "2026-10-25T02:15:00Z", false)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-10-25T06:59:59Z", true)]
    [InlineData("22:00-07:00 Europe/Lisbon", "2026-10-25T07:00:00Z", false)]
    // An hour that is skipped is never: 02:00 to 02:30 does not exist in New York on 8 March 2026.
    [InlineData("02:00-02:30 America/New_York", "2026-03-08T06:59:00Z", false)]
    [InlineData("02:00-02:30 America/New_York", "2026-03-08T07:01:00Z", false)]
    [InlineData("23:00-06:00 America/New_York", "2026-11-01T10:59:00Z", true)]
    [InlineData("23:00-06:00 America/New_York", "2026-11-01T11:00:00Z", false)]
    // A zone that is 45 minutes off, in the middle of the day.
    [InlineData("12:00-13:30 Asia/Kathmandu", "2026-07-01T06:14:59Z", false)]
    [InlineData("12:00-13:30 Asia/Kathmandu", "2026-07-01T06:15:00Z", true)]
    [InlineData("12:00-13:30 Asia/Kathmandu", "2026-07-01T07:45:00Z", false)]
    public void Quiet_is_by_the_clock_on_the_wall(string hours, string at, bool quiet)
    {
        Assert.True(QuietHours.TryParse(hours, out var read, out _));
        Assert.Equal(quiet, read.Contains(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)));
        Assert.Equal(hours, read.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("22-7 Europe/Lisbon")]
    [InlineData("22:00-07:00")]
    [InlineData("22:00-24:00 UTC")]
    [InlineData("22:00-22:00 UTC")]
    [InlineData("22:00-07:00 Europe/Lisboa")]
    [InlineData("22:00-07:00 Europe/Lisbon and on")]
    [InlineData("22:00 Europe/Lisbon")]
    public void What_is_no_span_of_hours_is_refused_with_an_example(string hours)
    {
        Assert.False(QuietHours.TryParse(hours, out _, out var problem));
        Assert.Contains("22:00-07:00 Europe/Lisbon", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void One_form_is_stored_whatever_was_typed()
    {
        Assert.True(QuietHours.TryParse(" 9:30–18:00 ", out var read, out _, TimeZoneInfo.FindSystemTimeZoneById("Europe/Lisbon")));
        Assert.Equal("09:30-18:00 Europe/Lisbon", read.ToString());
    }
}
