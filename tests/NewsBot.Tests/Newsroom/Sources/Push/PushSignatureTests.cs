using System.Globalization;
using NewsBot.Newsroom.Sources.Push;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Push;

public sealed class PushSignatureTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly PushOptions Options = new() { Secret = Secret };

    // printf '1700000000.{"id":"a"}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    [Fact]
    public void The_signature_is_the_one_that_openssl_makes() =>
        Assert.Equal("v1=f384d53c3d8e9292f316b9f8c44af3b4f07b0ec48becbdd931fa18520bed6565", PushSignature.Sign(Secret, "1700000000", """{"id":"a"}"""u8));

    [Fact]
    public void One_bit_of_body_timestamp_or_secret_spoils_it()
    {
        var good = PushSignature.Sign(Secret, "1700000000", "{}"u8);
        Assert.True(PushSignature.IsValid(Options, "1700000000", good, "{}"u8));
        Assert.False(PushSignature.IsValid(Options, "1700000000", good, "{} "u8));
        Assert.False(PushSignature.IsValid(Options, "1700000001", good, "{}"u8));
        Assert.False(PushSignature.IsValid(Options with { Secret = Secret + "x" }, "1700000000", good, "{}"u8));
        Assert.False(PushSignature.IsValid(Options, "1700000000", good[3..], "{}"u8));
        Assert.False(PushSignature.IsValid(Options, "1700000000", "", "{}"u8));
        Assert.False(PushSignature.IsValid(Options, "1700000000", null, "{}"u8));
    }

    [Fact]
    public void Two_secrets_are_good_while_the_site_changes_over()
    {
        var rotating = new PushOptions { Secret = "a-new-secret-a-new-secret-a-new-secret", PreviousSecret = Secret };
        Assert.True(PushSignature.IsValid(rotating, "1", PushSignature.Sign(Secret, "1", "{}"u8), "{}"u8));
        Assert.True(PushSignature.IsValid(rotating, "1", PushSignature.Sign(rotating.Secret, "1", "{}"u8), "{}"u8));
        Assert.True(PushSignature.IsValid(Options, "1", "v1=00, " + PushSignature.Sign(Secret, "1", "{}"u8), "{}"u8));
        Assert.False(PushSignature.IsValid(rotating with { PreviousSecret = null }, "1", PushSignature.Sign(Secret, "1", "{}"u8), "{}"u8));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_message_is_good_for_five_minutes_on_either_side(int seconds, bool fresh) =>
        Assert.Equal(fresh, PushSignature.IsFresh((Some.Monday.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture), Some.Monday));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("+1")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    public void A_timestamp_that_is_none_is_not_fresh(string? timestamp) => Assert.False(PushSignature.IsFresh(timestamp, Some.Monday));
}
