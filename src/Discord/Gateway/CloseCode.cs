using System.Globalization;

namespace NewsBot.Discord.Gateway;

/// <summary>What follows when Discord closes the connection. Source: Discord, "Gateway Close Event Codes".</summary>
internal enum CloseVerdict
{
    /// <summary>The session lives; a new connection goes on with it.</summary>
    Resume,

    /// <summary>The session is over; a new one may begin.</summary>
    Identify,

    /// <summary>Every further try would end the same way.</summary>
    Fatal,
}

internal static class CloseCode
{
    /// <summary>Ours, when Discord shall keep the session: any code but 1000 and 1001.</summary>
    public const int KeepSession = 4000;

    /// <summary>Ours, when we leave: the bot goes offline at once.</summary>
    public const int Leave = 1000;

    /// <summary>What Discord says with a code, and what follows. Unknown codes are worth a resume.</summary>
    public static (CloseVerdict Verdict, string Meaning) Read(int? code) => code switch
    {
        null => (CloseVerdict.Resume, "The connection to Discord broke."),
        1000 => (CloseVerdict.Identify, Closed(code, "normal closure")),
        1001 => (CloseVerdict.Resume, Closed(code, "going away")),
        4000 => (CloseVerdict.Resume, Closed(code, "unknown error")),
        4001 => (CloseVerdict.Resume, Ours(code, "unknown opcode")),
        4002 => (CloseVerdict.Resume, Ours(code, "message that cannot be read or is too long")),
        4003 => (CloseVerdict.Identify, Closed(code, "not authenticated")),
        4005 => (CloseVerdict.Resume, Ours(code, "already authenticated")),
        4007 => (CloseVerdict.Identify, Closed(code, "invalid sequence number")),
        4008 => (CloseVerdict.Resume, Ours(code, "rate limited")),
        4009 => (CloseVerdict.Identify, Closed(code, "session timed out")),
        4004 or 4010 or 4011 or 4012 or 4013 or 4014 => (CloseVerdict.Fatal, Closed(code, "refused for good")),
        _ => (CloseVerdict.Resume, Closed(code, "no reason known to us")),
    };

    /// <summary>What is wrong and what to do, for a fatal code.</summary>
    public static string Remedy(int code, GatewayIntents intents) => code switch
    {
        4004 => "Discord rejects the bot token (4004): set a valid token (Developer Portal, Bot, Reset Token) and restart.",
        4010 => "Discord rejects the shard number (4010): the shard must be below the number of shards.",
        4011 => "Discord wants more shards (4011): the bot is in too many guilds for one connection, so raise the number of shards.",
        4012 => "Discord no longer speaks version 10 of its gateway (4012): install a newer version of this program.",
        4013 => $"Discord does not know the intents {Bits(intents)} (4013): ask for others.",
        4014 => $"Discord does not allow this bot the privileged intents {Privileged(intents)} (4014): enable them (Developer Portal, Bot, Privileged Gateway Intents), or do not ask for them, and restart.",
        _ => $"Discord refuses this bot for good ({code}).",
    };

    private static string Privileged(GatewayIntents intents)
    {
        var privileged = intents & (GatewayIntents.GuildMembers | GatewayIntents.GuildPresences | GatewayIntents.MessageContent);
        return privileged == GatewayIntents.None ? $"among {Bits(intents)}" : privileged.ToString();
    }

    private static string Bits(GatewayIntents intents) => ((int)intents).ToString(CultureInfo.InvariantCulture);

    private static string Closed(int? code, string meaning) => $"Discord closed the connection ({code}, {meaning}).";

    private static string Ours(int? code, string meaning) => $"Discord closed the connection ({code}, {meaning}); that is a fault of this program, please report it.";
}
