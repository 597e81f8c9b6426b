using NewsBot.Digest.Subscribers;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

public sealed class ReaderAddressTests
{
    [Theory]
    [InlineData("anna@example.org", "anna@example.org")]
    [InlineData("  Anna.B+news@Example.ORG ", "Anna.B+news@example.org")]
    [InlineData("zoe@Bücher.example", "zoe@xn--bcher-kva.example")]
    [InlineData("zoe@xn--bcher-kva.example", "zoe@xn--bcher-kva.example")]
    public void An_address_is_stored_in_one_form(string text, string expected)
    {
        Assert.True(ReaderAddress.TryNormalise(text, out var address, out _));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("anna", "name@example.org")]
    [InlineData("@example.org", "name@example.org")]
    [InlineData("anna@", "name@example.org")]
    [InlineData("zoë@example.org", "ASCII")]
    [InlineData("Anna <anna@example.org>", "display name")]
    [InlineData("a b@example.org", "before the @")]
    [InlineData("a@b@example.org", "before the @")]
    [InlineData("anna..b@example.org", "before the @")]
    [InlineData("anna@example.org\r\nBcc: x@example.org", "before the @")]
    [InlineData("anna@example", "domain")]
    [InlineData("anna@exa mple.org", "domain")]
    [InlineData("anna@[127.0.0.1]", "domain")]
    [InlineData("anna@example.org.", "domain")]
    [InlineData("anna@-example.org", "domain")]
    public void A_refusal_says_what_is_wrong_and_repeats_no_address(string text, string said)
    {
        Assert.False(ReaderAddress.TryNormalise(text, out var address, out var problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", problem, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", address);
    }

    [Fact]
    public void What_SMTP_cannot_carry_is_refused()
    {
        Assert.False(ReaderAddress.TryNormalise(new string('a', 65) + "@example.org", out _, out _));
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 60), 4)) + ".org";
        Assert.False(ReaderAddress.TryNormalise(new string('a', 20) + "@" + domain, out _, out _));
    }
}
