using System.Text;
using CsCheck;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Xunit;

namespace NewsBot.Tests.Discord.Interactions;

public sealed class SignedEndpointTests
{
    private const string Timestamp = "1764000000";
    private const string Command = """{"id":"1400000000000000001","type":2,"application_id":"9","token":"t","guild_id":"1","data":{"id":"3","name":"why","type":1}}""";

    // RFC 8032, section 7.1, test 1: a published key, so that the check is not only against itself.
    private static readonly Ed25519PrivateKeyParameters Key = new(Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private readonly List<Interaction> handled = [];
    private readonly SignedEndpoint endpoint;
    private InteractionReply? reply = InteractionReply.Defer(ephemeral: true);

    public SignedEndpointTests() => endpoint = new SignedEndpoint(PublicKey, (interaction, _) =>
    {
        handled.Add(interaction);
        return Task.FromResult<InteractionReply?>(reply);
    });

    private static string PublicKey => "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_command_is_handled_and_its_answer_is_written()
    {
        var answer = await SendAsync(Command, Sign(Timestamp, Command));

        Assert.Equal((200, """{"type":5,"data":{"flags":64}}"""), Read(answer));
        Assert.Equal("why", Assert.Single(handled).Data.CommandPath);
    }

    [Fact]
    public async Task An_answer_that_was_sent_otherwise_is_202_without_a_body()
    {
        reply = null;

        Assert.Equal((202, ""), Read(await SendAsync(Command, Sign(Timestamp, Command))));
    }

    [Fact]
    public async Task A_ping_is_answered_without_asking_the_program()
    {
        const string Ping = """{"id":"1","type":1,"application_id":"9","token":"t","version":1}""";

        Assert.Equal((200, """{"type":1}"""), Read(await SendAsync(Ping, Sign(Timestamp, Ping))));
        Assert.Empty(handled);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz")]
    public async Task A_missing_or_garbled_signature_is_401(string? signature) => await RefusedAsync(Command, signature);

    [Fact]
    public async Task A_signature_of_another_body_another_time_or_another_key_is_401()
    {
        await RefusedAsync(Command.Replace("why", "who", StringComparison.Ordinal), Sign(Timestamp, Command));
        await RefusedAsync(Command + " ", Sign(Timestamp, Command));
        await RefusedAsync(Command, Sign("1764000001", Command));
        await RefusedAsync(Command, Sign(Timestamp, Command, new Ed25519PrivateKeyParameters(new byte[32])));
        await RefusedAsync(Command, Sign(Timestamp, Command).ToUpperInvariant()[..127] + "?");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    public async Task One_bit_of_the_signature_decides(int place)
    {
        var bytes = Convert.FromHexString(Sign(Timestamp, Command));
        bytes[place] ^= 1;

        await RefusedAsync(Command, Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_missing_timestamp_is_401(string? timestamp) => await RefusedAsync(Command, Sign(timestamp ?? "", Command), timestamp);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":2}""")]
    [InlineData("""{"id":1}""")]
    public async Task Signed_nonsense_is_400(string body) => Assert.Equal(400, (await SendAsync(body, Sign(Timestamp, body))).Status);

    [Fact]
    public async Task A_body_beyond_the_bound_is_413_even_when_it_is_signed()
    {
        var body = Command + new string(' ', SignedEndpoint.MaxBodyBytes);

        Assert.Equal(413, (await SendAsync(body, Sign(Timestamp, body))).Status);
        Assert.Empty(handled);
    }

    [Fact]
    public async Task Files_are_not_dropped_in_silence()
    {
        reply = InteractionReply.Say(new MessageDraft { Files = [new FileUpload("a.csv", "text/csv", ReadOnlyMemory<byte>.Empty)] });

        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(Command, Sign(Timestamp, Command)));
    }

    [Fact]
    public Task No_bytes_from_outside_pass_or_throw() =>
        Gen.Select(Gen.String, Gen.String[0, 50], Gen.Byte.Array[0, 300]).SampleAsync(async (signature, timestamp, body) =>
        {
            var padded = signature.Length == 0 ? signature : Convert.ToHexString(Encoding.UTF8.GetBytes(signature.PadRight(64)))[..128];
            Assert.Equal(401, (await endpoint.AnswerAsync(padded, timestamp, body, Ct)).Status);
        });

    [Theory]
    [InlineData("")]
    [InlineData("public key")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751")]
    [InlineData("zz5a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_key_that_cannot_be_one_is_refused_at_once(string key) =>
        Assert.Throws<ArgumentException>(() => new SignedEndpoint(key, (_, _) => Task.FromResult<InteractionReply?>(null)));

    private static string Sign(string timestamp, string body, Ed25519PrivateKeyParameters? key = null)
    {
        var signed = Encoding.UTF8.GetBytes(timestamp + body);
        var signature = new byte[Ed25519.SignatureSize];
        (key ?? Key).Sign(Ed25519.Algorithm.Ed25519, ctx: null, signed, 0, signed.Length, signature, 0);
        return Convert.ToHexStringLower(signature);
    }

    private static (int Status, string Json) Read(SignedAnswer answer) => (answer.Status, Encoding.UTF8.GetString(answer.Json.Span));

    private Task<SignedAnswer> SendAsync(string body, string? signature, string? timestamp = Timestamp) =>
        endpoint.AnswerAsync(signature, timestamp, Encoding.UTF8.GetBytes(body), Ct);

    private async Task RefusedAsync(string body, string? signature, string? timestamp = Timestamp)
    {
        Assert.Equal((401, ""), Read(await SendAsync(body, signature, timestamp)));
        Assert.Empty(handled);
    }
}
