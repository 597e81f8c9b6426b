namespace NewsBot.Bot.Commands;

/// <summary>Why a command cannot do what it was asked: one sentence for the person who asked, escaped already.</summary>
internal sealed class Refusal(string sentence) : Exception(sentence);
