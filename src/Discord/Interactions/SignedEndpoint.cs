using System.Text;
using System.Text.Json;
using NewsBot.Discord.Rest;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace NewsBot.Discord.Interactions;

/// <summary>
/// The other door for interactions: Discord posts each to an address of ours and signs it. While it is used, the gateway gets none.
/// Source: Discord, "Receiving and Responding to Interactions", "Security and Authorization".
/// <list type="number">
/// <item>Too long: 413, unread.</item>
/// <item>Ed25519 over the timestamp's bytes and the body's, before anything is parsed; bad or missing: 401. Discord sends bad
/// ones on purpose, and takes the address away where they pass.</item>
/// <item>A ping is answered here, anything else by the program.</item>
/// </list>
/// Discord names no window for replays, and a request may come twice: know it by <see cref="Interaction.Id"/>.
/// </summary>
public sealed class SignedEndpoint
{
    public const string SignatureHeader = "X-Signature-Ed25519";
    public const string TimestampHeader = "X-Signature-Timestamp";

    /// <summary>A form of five full fields has 80 KiB, a message with all its embeds as much.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    private const int SignatureDigits = 128;
    private const int KeyDigits = 64;

    // Seconds since 1970 have ten digits.
    private const int MostTimestamp = 40;

    private readonly Ed25519PublicKeyParameters key;
    private readonly Func<Interaction, CancellationToken, Task<InteractionReply?>> handle;

    /// <param name="verifyKey">The application's public key, 64 hex digits (<see cref="Model.Application.VerifyKey"/>).</param>
    /// <param name="handle">Gives the first answer, within 3 seconds; null when it was sent by <see cref="DiscordRest.RespondAsync"/>, as one with files must be.</param>
    /// <exception cref="ArgumentException">The text is no Ed25519 key.</exception>
    public SignedEndpoint(string verifyKey, Func<Interaction, CancellationToken, Task<InteractionReply?>> handle)
    {
        key = Read(verifyKey);
        this.handle = handle;
    }

    /// <param name="signature">The value of <see cref="SignatureHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body as it came, to the byte.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<SignedAnswer> AnswerAsync(string? signature, string? timestamp, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (body.Length > MaxBodyBytes)
            return new SignedAnswer(413);
        if (!IsSigned(signature, timestamp, body.Span))
            return new SignedAnswer(401);
        if (Parse(body.Span) is not { } interaction)
            return new SignedAnswer(400);
        if (interaction.Type == InteractionType.Ping)
            return Written(InteractionReply.Pong);
        return await handle(interaction, ct) is { } reply ? Written(reply) : new SignedAnswer(202);
    }

    private static SignedAnswer Written(InteractionReply reply) => reply.Message?.Files is { Count: > 0 }
        ? throw new InvalidOperationException($"An answer with files cannot be written here; send it by {nameof(DiscordRest.RespondAsync)} and give none back.")
        : new SignedAnswer(200) { Json = CallbackContent.Bytes(reply) };

    private bool IsSigned(string? signature, string? timestamp, ReadOnlySpan<byte> body)
    {
        if (signature is not { Length: SignatureDigits } || timestamp is not { Length: > 0 and <= MostTimestamp } || FromHex(signature) is not { } bytes)
            return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. body];
        return key.Verify(Ed25519.Algorithm.Ed25519, ctx: null, signed, 0, signed.Length, bytes, 0);
    }

    private static Interaction? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RestJson.Default.Interaction);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Ed25519PublicKeyParameters Read(string verifyKey)
    {
        const string Wrong = "The verify key must be the 64 hex digits that the Developer Portal shows as Public Key.";
        if (verifyKey.Trim() is not { Length: KeyDigits } text || FromHex(text) is not { } bytes)
            throw new ArgumentException(Wrong, nameof(verifyKey));
        try
        {
            return new Ed25519PublicKeyParameters(bytes);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(Wrong, nameof(verifyKey), e);
        }
    }

    private static byte[]? FromHex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length ? bytes : null;
    }
}
