using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary><c>/why</c>: why an item stands or does not, or why a topic is silent, step by step, and the one thing to do.</summary>
internal static class WhyCommand
{
    public static readonly Command Command = new()
    {
        Path = "why",
        Description = "Why an item was posted or not, or why a topic is silent",
        Who = WhoMay.Staff,
        Inputs = [Arguments.Item with { Required = false }, Arguments.Topic with { Required = false }],
        Run = RunAsync,
    };

    private static async Task<Reply> RunAsync(CommandContext context, CancellationToken ct) => await context.ReadAsync(
        async tx => (context.Text("item"), context.Text("topic")) switch
        {
            (not null, null) => await Arguments.ItemAsync(tx, context) is var item
                ? Explain(context, Words.Title(item), await WhyItem.RunAsync(tx, item.Id) ?? throw new Refusal("There is no such item any more."))
                : throw new Refusal("There is no such item."),
            (null, not null) => await Arguments.TopicAsync(tx, context) is var topic
                ? Explain(context, $"**{Words.Quote(topic.Name)}**", await WhySilent.RunAsync(tx, topic.Slug) ?? throw new Refusal("There is no such topic any more."))
                : throw new Refusal("There is no such topic."),
            _ => throw new Refusal("Choose an `item`, or a `topic` that is silent: one of the two."),
        },
        ct);

    private static Reply Explain(CommandContext context, string about, IReadOnlyList<WhyStep> steps)
    {
        var first = steps.FirstOrDefault(step => step.Verdict == Verdict.Stops) ?? steps.FirstOrDefault(step => step.Verdict == Verdict.Waits);
        return new Reply(Words.List(
        [
            about,
            .. steps.Select(step => $"{Mark(step.Verdict)} {WhyWords.Say(step, context.Guild, context.Now)}"),
            $"**What to do:** {(first is null ? "nothing, all is as it should be." : WhyWords.Advice(first))}",
        ]));
    }

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Fine => "✅",
        Verdict.Waits => "⏳",
        _ => "❌",
    };
}
