using CsCheck;
using NewsBot.Digest.Subscribers;
using Xunit;

namespace NewsBot.Tests.Digest.Subscribers;

public sealed class LinkTokenTests
{
    private static readonly LinkKeys Keys = DigestWorld.Keys;
    private static readonly byte[] NewSecret = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];
    private static readonly byte[] OldSecret = [.. Enumerable.Repeat((byte)7, 32)];

    [Fact]
    public void A_token_gives_its_row_back() =>
        Gen.Long[0, (1L << 56) - 1].Sample(id => LinkToken.TryRead(Keys, LinkPurpose.Unsubscribe, LinkToken.Make(Keys, LinkPurpose.Unsubscribe, id), out var read) && read == id);

    [Fact]
    public void A_token_of_one_purpose_does_nothing_for_another() =>
        Assert.False(LinkToken.TryRead(Keys, LinkPurpose.Unsubscribe, LinkToken.Make(Keys, LinkPurpose.Bounce, 7), out _));

    [Fact]
    public void One_changed_character_makes_a_token_worthless() =>
        Gen.Select(Gen.Int[0, LinkToken.Characters - 1], Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=/+ é"]).Sample((at, c) =>
        {
            var token = LinkToken.Make(Keys, LinkPurpose.Unsubscribe, 1234567);
            var other = token[..at] + c + token[(at + 1)..];
            return other == token || !LinkToken.TryRead(Keys, LinkPurpose.Unsubscribe, other, out _);
        });

    [Fact]
    public void Text_that_is_no_token_is_refused() =>
        Gen.String.Array.Sample(texts => texts.All(text => !LinkToken.TryRead(Keys, LinkPurpose.Unsubscribe, text, out _)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Nothing_and_zeroes_are_refused(string? text) => Assert.False(LinkToken.TryRead(Keys, LinkPurpose.Unsubscribe, text, out _));

    [Fact]
    public void An_old_key_reads_until_it_is_taken_out()
    {
        var token = LinkToken.Make(new(OldSecret), LinkPurpose.Unsubscribe, 42);
        Assert.True(LinkToken.TryRead(new(NewSecret, OldSecret), LinkPurpose.Unsubscribe, token, out var id));
        Assert.Equal(42, id);
        Assert.False(LinkToken.TryRead(new(NewSecret), LinkPurpose.Unsubscribe, token, out _));
        Assert.NotEqual(token, LinkToken.Make(new(NewSecret, OldSecret), LinkPurpose.Unsubscribe, 42));
    }

    [Fact]
    public void Links_of_every_purpose_outlive_a_rotation()
    {
        LinkKeys before = new(OldSecret), after = new(NewSecret, OldSecret);
        Assert.All(Enum.GetValues<LinkPurpose>(), purpose => Assert.True(LinkToken.TryRead(after, purpose, LinkToken.Make(before, purpose, 42), out var id) && id == 42));
        Assert.True(LinkToken.TryReadBounce(after, LinkToken.MakeBounce(before, 42), out var delivery) && delivery == 42);
        Assert.Equal("m/", Manage.Path(before, 42)[..2]);
        Assert.False(LinkToken.TryRead(new(NewSecret), LinkPurpose.Manage, Manage.Path(before, 42)[2..], out _));
    }

    [Fact]
    public void A_rotation_keeps_hashes_and_message_ids()
    {
        LinkKeys before = new(OldSecret), after = new(NewSecret, OldSecret);
        Assert.Equal(before.HashAddress("Anna@example.org"), after.HashAddress("anna@example.org"));
        Assert.Equal(before.MessageKey("7 1"), after.MessageKey("7 1"));
    }

    [Fact]
    public void A_token_is_safe_in_a_path_and_in_an_address() =>
        Assert.Matches("^[A-Za-z0-9_-]{36}$", LinkToken.Make(Keys, LinkPurpose.Unsubscribe, long.MaxValue >> 8));

    [Fact]
    public void A_return_path_gives_its_delivery_back_whatever_a_relay_makes_of_its_case() =>
        Gen.Long[0, (1L << 56) - 1].Sample(id =>
        {
            var token = LinkToken.MakeBounce(Keys, id);
            Assert.Matches("^[a-z2-7]{44}$", token);
            Assert.True(LinkToken.TryReadBounce(Keys, token, out var read) && read == id);
            Assert.True(LinkToken.TryReadBounce(Keys, token.ToUpperInvariant(), out read) && read == id);
        });

    [Fact]
    public void One_changed_character_makes_a_return_path_worthless() =>
        Gen.Select(Gen.Int[0, LinkToken.BounceCharacters - 1], Gen.Char["abcdefghijklmnopqrstuvwxyz234567019=-_é\u017F\u212A"]).Sample((at, c) =>
        {
            var token = LinkToken.MakeBounce(Keys, 1234567);
            var other = token[..at] + c + token[(at + 1)..];
            return other == token || !LinkToken.TryReadBounce(Keys, other, out _);
        });

    [Fact]
    public void A_short_secret_is_refused() =>
        Assert.Contains("32 random bytes", Assert.Throws<ArgumentException>(() => new LinkKeys(new byte[31])).Message, StringComparison.Ordinal);
}
