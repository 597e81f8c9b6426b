namespace NewsBot.Digest.Subscribers;

/// <summary>RFC 4648, 6, without padding: letters and digits that mean the same in upper and lower case.</summary>
internal static class Base32
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsOfDigit = 5;
    private const int BitsOfByte = 8;

    /// <summary>How many characters stand for so many bytes.</summary>
    public static int Characters(int bytes) => ((bytes * BitsOfByte) + BitsOfDigit - 1) / BitsOfDigit;

    /// <returns>Lower case.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Characters(bytes.Length)];
        var (held, bits, at) = (0, 0, 0);
        foreach (var value in bytes)
        {
            (held, bits) = ((held << BitsOfByte) | value, bits + BitsOfByte);
            for (; bits >= BitsOfDigit; bits -= BitsOfDigit)
            {
                text[at++] = Digits[(held >> (bits - BitsOfDigit)) & 31];
            }

            held &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text[at] = Digits[(held << (BitsOfDigit - bits)) & 31];
        }

        return new string(text);
    }

    /// <summary>Reads either case. Bits that no byte takes must be 0, so that bytes have one spelling.</summary>
    /// <param name="bytes">As long as the text says, exactly.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != Characters(bytes.Length))
        {
            return false;
        }

        var (held, bits, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            var digit = char.IsAscii(letter) ? Digits.IndexOf(char.ToLowerInvariant(letter)) : -1;
            if (digit < 0)
            {
                return false;
            }

            (held, bits) = ((held << BitsOfDigit) | digit, bits + BitsOfDigit);
            if (bits >= BitsOfByte)
            {
                bits -= BitsOfByte;
                bytes[at++] = (byte)(held >> bits);
                held &= (1 << bits) - 1;
            }
        }

        return held == 0;
    }
}
