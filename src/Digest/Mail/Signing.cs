using MimeKit;
using MimeKit.Cryptography;
using NewsBot.Digest.Subscribers;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace NewsBot.Digest.Mail;

/// <summary>Signs mails for the sender's domain (DKIM, RFC 6376), with RSA and, beside it, Ed25519 (RFC 8463). The same mail gets the same signatures.</summary>
public sealed class Signing
{
    /// <summary>
    /// What a receiver's decision or a reader's program hangs on. <c>From</c> stands twice, so that none can be added (RFC 6376, 8.15);
    /// RFC 8058, 4 demands both of unsubscribing, RFC 9477 both of complaints.
    /// </summary>
    private static readonly string[] Signed =
    [
        "From", "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
        "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "CFBL-Address", "CFBL-Feedback-ID",
    ];

    private readonly string domain;
    private readonly string rsaSelector;
    private readonly AsymmetricKeyParameter rsaKey;
    private readonly NativeRsa rsa;
    private readonly string? edSelector;
    private readonly AsymmetricKeyParameter? edKey;

    /// <param name="options">Without <see cref="DkimOptions.Problems"/>.</param>
    /// <param name="from">The sender's domain, as A-labels.</param>
    /// <exception cref="InvalidDataException">A file holds no key that can sign.</exception>
    public Signing(DkimOptions options, string from)
    {
        domain = ReaderAddress.TryDomain(options.Domain ?? from, out var labels) ? labels : from;
        var key = options.Rsa ?? throw new ArgumentException("There is no RSA key to sign with.", nameof(options));
        rsaSelector = key.Selector;
        using (var read = DkimKeyFile.ReadRsa(key.KeyFile))
        {
            var exported = read.ExportPkcs8PrivateKey();
            rsaKey = PrivateKeyFactory.CreateKey(exported);
            rsa = new NativeRsa(exported);
        }

        if (options.Ed25519 is { } second)
        {
            edSelector = second.Selector;
            edKey = DkimKeyFile.ReadEd25519(second.KeyFile);
        }
    }

    /// <summary>The last step of a message: what is changed afterwards breaks its signatures.</summary>
    internal void Sign(MimeMessage message)
    {
        // Signed are the bytes of the wire, so nothing may be encoded anew on the way.
        message.Prepare(EncodingConstraint.SevenBit);
        var headers = Signed.Where(name => message.Headers.Contains(name) || message.Body?.Headers.Contains(name) == true).ToList();
        if (edKey is not null)
        {
            new Signer(edKey, domain, edSelector!, DkimSignatureAlgorithm.Ed25519Sha256, message.Date, null).Sign(MimeBuilder.Wire, message, headers);
        }

        // Last, and so on top: a receiver that looks at one signature alone looks at the first, and reads RSA.
        new Signer(rsaKey, domain, rsaSelector, DkimSignatureAlgorithm.RsaSha256, message.Date, rsa).Sign(MimeBuilder.Wire, message, headers);
    }

    private sealed class Signer : DkimSigner
    {
        private readonly DateTimeOffset signed;
        private readonly NativeRsa? rsa;

        public Signer(AsymmetricKeyParameter key, string domain, string selector, DkimSignatureAlgorithm algorithm, DateTimeOffset signed, NativeRsa? rsa)
            : base(key, domain, selector, algorithm)
        {
            // Relays fold lines and strip spaces; "simple" would not outlive that.
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            this.signed = signed;
            this.rsa = rsa;
        }

        // The mail's own date: a repeat has the same bytes.
        protected override long GetTimestamp() => signed.ToUnixTimeSeconds();

        protected override ISigner CreateSigningContext() => rsa?.Begin() ?? base.CreateSigningContext();
    }
}
