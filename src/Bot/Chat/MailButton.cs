using NewsBot.Discord.Model;

namespace NewsBot.Bot.Chat;

/// <summary>The button under posts to get their topic by mail. It comes and goes with other changes, and is no reason to edit what stands.</summary>
/// <param name="Guild">Whose people can use it: elsewhere it would only refuse.</param>
/// <param name="Of">The button, by the topic's number.</param>
internal sealed record MailButton(Snowflake Guild, Func<long, Button> Of);
