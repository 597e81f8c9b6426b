using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary><c>/topic add</c> and <c>/topic rename</c>.</summary>
internal static class TopicNames
{
    private static readonly Input Name = new("name", "What people read, such as Water Policy") { MaxLength = AddTopic.LongestName };

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new()
        {
            Path = "topic add",
            Description = "Add a topic; afterwards lead it to a channel with /topic route",
            Who = WhoMay.Staff,
            Inputs = [Name, new("slug", "What stands in front matter, such as water-policy; made of the name if you leave it out", Required: false) { MaxLength = AddTopic.LongestSlug }],
            Run = AddAsync,
        },
        new() { Path = "topic rename", Description = "Call a topic something else; its slug stays", Who = WhoMay.Staff, Inputs = [Arguments.Topic, Name], Run = RenameAsync },
    ];

    private static Task<Reply> AddAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var name = context.Required("name");
            var (result, slug) = await AddTopic.RunAsync(tx, name, context.Text("slug"));
            return result switch
            {
                TopicResult.Done => new Reply($"There is a topic **{Words.Quote(name)}** now. Items have it that name `{slug}` among their topics; it leads to no channel until you use `/topic route`."),
                TopicResult.Same => throw new Refusal($"There is a topic **{Words.Quote(name)}** (`{slug}`) already."),
                TopicResult.Taken => throw new Refusal($"Another topic has the slug `{slug}`. Give this one a `slug` of its own, or call that one something else with `/topic rename`."),
                _ when slug.Length == 0 => throw new Refusal("The name has none of the letters a to z, of which a slug is made. Write a `slug` too, such as `water-policy`."),
                _ => throw new Refusal($"\"{Words.Quote(slug)}\" is no slug: it has lower-case letters a to z, digits and hyphens, such as `water-policy`."),
            };
        },
        ct);

    private static Task<Reply> RenameAsync(CommandContext context, CancellationToken ct) => Orders.RunAsync(
        context,
        async tx =>
        {
            var topic = await Arguments.TopicAsync(tx, context);
            var name = context.Required("name");
            return await RenameTopic.RunAsync(tx, topic.Slug, name) switch
            {
                TopicResult.Done => new Reply($"**{Words.Quote(topic.Name)}** is called **{Words.Quote(name)}** now (`{topic.Slug}` as before). Posts that stand keep the old name until their item changes."),
                TopicResult.Same => throw new Refusal($"It is called **{Words.Quote(topic.Name)}** already."),
                _ => throw new Refusal("There is no such topic any more."),
            };
        },
        ct);
}
