using System.Globalization;
using NewsBot.Digest.Subscribers;
using NewsBot.Discord.Interactions;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;

namespace NewsBot.Bot.Commands;

/// <summary>
/// <c>/digest subscribe</c>, and the button under posts: a form for a mail address, which does what the form of a topic's page does. The
/// address goes to <see cref="RequestOptIn"/> and nowhere else: nothing of it is audited, and no answer repeats it.
/// </summary>
internal static class DigestSubscribe
{
    private const string OpenName = "get-mail";
    private const string AskName = "mail-address";
    private const string Address = "address";
    private const string Plan = "plan";

    /// <summary>RFC 5321, 4.5.3.1.3: a path of 256 octets with its brackets.</summary>
    private const int AddressLength = 254;

    /// <summary>Of a form's title and of a label; Discord, "Modal" and "Label".</summary>
    private const int TitleLength = 45;

    /// <summary>Of the hint of a label and of a choice.</summary>
    private const int HintLength = 100;

    public static IReadOnlyList<Command> Commands { get; } =
    [
        new()
        {
            Path = "digest subscribe",
            Description = "Get a topic by mail: write your address, then confirm in the mail that comes",
            Who = WhoMay.Everyone,
            Answer = Answer.AtOnce,
            Inputs = [Arguments.Topic],
            Run = async (context, ct) => Ask(context, SignupOf(context), await context.ReadAsync(tx => Arguments.TopicAsync(tx, context), ct)),
        },
    ];

    public static IReadOnlyList<ComponentAction> Actions { get; } =
    [
        new(OpenName, WhoMay.Everyone, Answer.AtOnce, async (context, ct) => Ask(context, SignupOf(context), await TopicAsync(context, ct))),
        new(AskName, WhoMay.Everyone, Answer.Later, SignUpAsync),
    ];

    /// <summary>The button under posts, for whoever reads them, as long as they stand.</summary>
    /// <param name="topic">Number of the topic.</param>
    public static Button Button(long topic) => Button(topic, "Get it by mail");

    private static Button Button(long topic, string label) =>
        Buttons.Of(new ActionId(OpenName, null, null, topic.ToString(CultureInfo.InvariantCulture)), label, ButtonStyle.Secondary);

    private static RequestOptIn SignupOf(CommandContext context) => context.Tools.OptIn ?? throw new Refusal(context.Tools.SignupLacks is [_, ..] lacks
        ? $"Nobody can subscribe by mail here yet. For the staff: newsbot.json has no {string.Join(" and no ", lacks.Select(lack => $"`{lack}`"))}."
        : "Nobody can subscribe by mail here yet.");

    private static async Task<Topic> TopicAsync(CommandContext context, CancellationToken ct)
    {
        var id = context.ActionNumber(0);
        return (await context.ReadAsync(TopicTable.AllAsync, ct)).FirstOrDefault(topic => topic.Id == id)
            ?? throw new Refusal("That topic is not here any more. `/topics` lists those that are.");
    }

    private static Reply Ask(CommandContext context, RequestOptIn signup, Topic topic)
    {
        var (phrases, language) = (signup.Phrases, LanguageOf(context, signup));
        var address = new Label
        {
            Text = Limits.Cut(phrases.Say(language, "signup.address"), TitleLength),
            Description = Limits.Cut(phrases.Say(language, "signup.chat.hint"), HintLength),
            Field = new TextInput { CustomId = Address, Style = TextInputStyle.Line, MaxLength = AddressLength, Placeholder = "name@example.org" },
        };
        var plans = signup.Plans(language);
        var often = new Label
        {
            Text = Limits.Cut(phrases.Say(language, "signup.often"), TitleLength),
            Field = new StringSelect
            {
                CustomId = Plan,
                Options = [.. plans.Take(Limits.SelectOptions).Select(plan => new SelectOption(Words.Choice(plan.Label), plan.Name, Default: plan.Chosen ? true : null))],
            },
        };

        // The very words that the proof of consent names.
        var words = new TextDisplay(phrases.Say(language, "signup.words", Words.Quote(topic.Name)));
        return new Reply("")
        {
            Form = new Form(
                context.Own(AskName, topic.Id).ToString(),
                Limits.Cut(phrases.Say(language, "signup.form.title", Markdown.Clean(topic.Name)), TitleLength),
                plans.Count > 1 ? [address, often, words] : [address, words]),
        };
    }

    private static async Task<Reply> SignUpAsync(CommandContext context, CancellationToken ct)
    {
        var begun = context.Tools.Time.GetTimestamp();
        var signup = SignupOf(context);
        var (phrases, language) = (signup.Phrases, LanguageOf(context, signup));
        var topic = await TopicAsync(context, ct);
        var later = new Reply(phrases.Say(language, "signup.chat.later"));
        var source = $"discord:{context.Invoker}";
        if (!signup.MayCome(source))
        {
            return later;
        }

        if (signup.Problem(context.Text(Address) ?? "", out var address) is { } problem)
        {
            return new Reply(phrases.Say(language, problem)) { Rows = [new ActionRow(Button(topic.Id, phrases.Say(language, "signup.chat.again")))] };
        }

        var request = new SignupRequest
        {
            Address = address,
            Topic = topic,
            Plan = context.Text(Plan),
            Language = language,
            Shown = language,
            Where = "form in Discord",
            Source = source,
            Worked = true, // The account is the work.
        };
        return await signup.RunAsync(request, begun, ct)
            ? new Reply($"{phrases.Say(language, "signup.chat.sent", Words.Quote(signup.Options.Sender))}\n{phrases.Say(language, "signup.sent.missing")}")
            : later;
    }

    private static string LanguageOf(CommandContext context, RequestOptIn signup) => signup.Phrases.Best(context.Interaction.Locale);
}
