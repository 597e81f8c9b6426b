using System.Text.Json;

namespace NewsBot.Sandbox.LocalDiscord.Gateway;

/// <summary>What an identify (op 2) says, or the close code that it earns.</summary>
internal sealed record IdentifyForm(long Intents, (int Id, int Count) Shard, int? Refused)
{
    /// <summary>Bits that stand for an intent; 17 to 19, 22, 23 and those above 25 do not.</summary>
    /// <remarks>https://docs.discord.com/developers/events/gateway#list-of-intents.</remarks>
    private const long Known = 0x1FFFF | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

    public static IdentifyForm Read(JsonElement? data, string token, long disallowed)
    {
        if (data is not { ValueKind: JsonValueKind.Object } form || !form.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return Wrong(CloseCodes.DecodeError);
        }

        if (!HasToken(form, token))
        {
            return Wrong(CloseCodes.AuthenticationFailed);
        }

        var shard = (Id: 0, Count: 1);
        if (form.TryGetProperty("shard", out var pair) && pair.ValueKind != JsonValueKind.Null)
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || !IsInteger(pair[0], out shard.Id) || !IsInteger(pair[1], out shard.Count)
                || shard.Id < 0 || shard.Id >= shard.Count)
            {
                return Wrong(CloseCodes.InvalidShard);
            }
        }

        if (!form.TryGetProperty("intents", out var bits) || bits.ValueKind != JsonValueKind.Number || !bits.TryGetInt64(out var intents) || (intents & ~Known) != 0)
        {
            return Wrong(CloseCodes.InvalidIntents);
        }

        return (intents & disallowed) != 0 ? Wrong(CloseCodes.DisallowedIntents) : new IdentifyForm(intents, shard, Refused: null);
    }

    /// <summary>The token as the gateway wants it: without the word "Bot".</summary>
    public static bool HasToken(JsonElement form, string token)
        => form.TryGetProperty("token", out var said) && said.ValueKind == JsonValueKind.String && said.GetString() == token;

    private static bool IsInteger(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }

    private static IdentifyForm Wrong(int code) => new(0, default, code);
}
