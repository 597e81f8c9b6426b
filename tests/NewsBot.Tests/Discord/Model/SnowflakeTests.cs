using System.Text.Json;
using CsCheck;
using NewsBot.Discord.Model;
using Xunit;

namespace NewsBot.Tests.Discord.Model;

public sealed class SnowflakeTests
{
    [Fact]
    public void An_id_tells_when_it_was_made() => // Discord API reference's own example
        Assert.Equal(
            DateTimeOffset.FromUnixTimeMilliseconds(1462015105796),
            Snowflake.Parse("175928847299117063").CreatedAt);

    [Fact]
    public void The_id_of_an_instant_is_the_smallest_of_its_millisecond() =>
        Gen.Long[1_420_070_400_000, 1_420_070_400_000 + (1L << 42) - 1].Sample(ms =>
        {
            var id = Snowflake.FromInstant(DateTimeOffset.FromUnixTimeMilliseconds(ms));
            Assert.Equal(ms, id.CreatedAt.ToUnixTimeMilliseconds());
            if (id.Value > 0)
                Assert.Equal(ms - 1, new Snowflake(id.Value - 1).CreatedAt.ToUnixTimeMilliseconds());
        });

    [Fact]
    public void An_instant_before_Discord_gives_the_id_before_all() =>
        Assert.Equal(new Snowflake(0), Snowflake.FromInstant(DateTimeOffset.UnixEpoch));

    [Fact]
    public void Text_and_json_lead_back_to_the_id() => Gen.ULong.Sample(value =>
    {
        var id = new Snowflake(value);
        Assert.Equal(id, Snowflake.Parse($"{id}"));
        Assert.Equal($"\"{value}\"", JsonSerializer.Serialize(id));
        Assert.Equal(id, JsonSerializer.Deserialize<Snowflake>($"\"{value}\""));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1,000")]
    [InlineData("0x1")]
    [InlineData("18446744073709551616")]
    [InlineData("#news")]
    public void What_is_no_number_is_no_id(string? text)
    {
        Assert.False(Snowflake.TryParse(text, out _));
        if (text is not null)
            Assert.Contains($"'{text.Trim()}'", Assert.Throws<FormatException>(() => Snowflake.Parse(text)).Message, StringComparison.Ordinal);
    }
}
