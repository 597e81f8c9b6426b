using System.Globalization;
using NewsBot.Newsroom.Sources.Text;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Text;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("2026-11-24", "UTC", "2026-11-24T00:00:00+00:00")]
    [InlineData("2026-11-24", "Europe/Oslo", "2026-11-24T00:00:00+01:00")]
    [InlineData("2026-7-4", "Europe/Oslo", "2026-07-04T00:00:00+02:00")]
    [InlineData("2026-11-24T09:00", "America/New_York", "2026-11-24T09:00:00-05:00")]
    [InlineData("2026-11-24 09:00:05", "Asia/Kolkata", "2026-11-24T09:00:05+05:30")]
    [InlineData("2026-11-24T09:00:00Z", "Europe/Oslo", "2026-11-24T09:00:00+00:00")]
    [InlineData("2026-11-24t09:00:00z", "UTC", "2026-11-24T09:00:00+00:00")]
    [InlineData("2026-11-24T09:00:00.123456789+01:00", "UTC", "2026-11-24T09:00:00.1234567+01:00")]
    [InlineData("2026-11-24T09:00:00-0330", "UTC", "2026-11-24T09:00:00-03:30")]
    [InlineData("2026-11-24 09:00:00 +0100", "UTC", "2026-11-24T09:00:00+01:00")]
    [InlineData("2026-11-24 09:00:00 -5", "UTC", "2026-11-24T09:00:00-05:00")]
    [InlineData("2026-11-24 09:00:00 UTC", "Europe/Oslo", "2026-11-24T09:00:00+00:00")]
    [InlineData("Nov 24 2026", "Europe/Oslo", "2026-11-24T00:00:00+01:00")]
    [InlineData("November 24, 2026", "UTC", "2026-11-24T00:00:00+00:00")]
    [InlineData("24 November 2026", "UTC", "2026-11-24T00:00:00+00:00")]
    [InlineData("2026-03-29 02:30", "Europe/Oslo", "2026-03-29T02:30:00+01:00")]
    [InlineData("2026-10-25 02:30", "Europe/Oslo", "2026-10-25T02:30:00+02:00")]
    [InlineData("2018-11-04", "America/Sao_Paulo", "2018-11-04T00:00:00-03:00")]
    [InlineData("0001-01-01", "UTC", "0001-01-01T00:00:00+00:00")]
    [InlineData("9999-12-31T23:59:59Z", "UTC", "9999-12-31T23:59:59+00:00")]
    public void What_people_write_is_understood(string text, string zone, string expected)
    {
        Assert.True(DateText.TryParse(text, TimeZoneInfo.FindSystemTimeZoneById(zone), out var instant));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), instant);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).Offset, instant.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("03/04/2026")]
    [InlineData("2026")]
    [InlineData("1764000000")]
    [InlineData("09:00:00")]
    [InlineData("2026-02-30")]
    [InlineData("2026-11-24T25:00")]
    [InlineData("2026-11-24T09:00+15:00")]
    [InlineData("2026-11-24T09:00:00Z[Europe/Oslo]")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("２０２６-11-24")]
    public void What_is_no_date_or_means_two_is_refused(string text) =>
        Assert.False(DateText.TryParse(text, TimeZoneInfo.Utc, out _));

    [Theory]
    [InlineData("0001-01-01", "Asia/Tokyo")]
    [InlineData("9999-12-31 23:59", "America/New_York")]
    [InlineData("0001-01-01", "America/New_York")]
    public void The_ends_of_time_do_not_throw(string text, string zone) =>
        _ = DateText.TryParse(text, TimeZoneInfo.FindSystemTimeZoneById(zone), out _);
}
