namespace NewsBot.Newsroom.Items;

/// <summary>What one term of a filter looks at.</summary>
internal enum FilterField
{
    /// <summary>Words of title, summary or body.</summary>
    Text,
    Title,
    Author,

    /// <summary>The whole kind.</summary>
    Kind,

    /// <summary>A whole slug.</summary>
    Topic,

    /// <summary>The whole name.</summary>
    Source,

    /// <summary><c>deadline</c>, <c>picture</c> or <c>link</c>.</summary>
    Has,
}

/// <summary>A term, such as <c>kind:announcement</c>, <c>"fire drill"</c> or <c>water*</c>.</summary>
/// <param name="Shown">What was written after the field, without quotes.</param>
/// <param name="Words">The same, as texts are compared.</param>
/// <param name="Prefix">The last word need only begin so.</param>
internal sealed record FilterTerm(FilterField Field, string Shown, IReadOnlyList<string> Words, bool Prefix) : FilterNode
{
    public const string Deadline = "deadline";
    public const string Picture = "picture";
    public const string Link = "link";

    private string Quoted => $"\"{Shown}{Star}\"";

    private string Plain => Shown + Star;

    private string Star => Prefix ? "*" : "";

    public override (bool Passes, string Why) Explain(FilterSubject subject)
    {
        var item = subject.Item;
        var passes = Passes(subject);
        return (passes, Field switch
        {
            FilterField.Title => $"its title {(passes ? "says" : "does not say")} {Quoted}",
            FilterField.Author when item.Author is null => "it names no author",
            FilterField.Author => $"its author is {item.Author}{(passes ? "" : $", not {Quoted}")}",
            FilterField.Kind => $"its kind is {item.Kind}{(passes ? "" : $", not {Plain}")}",
            FilterField.Topic => $"it {(passes ? "has" : "does not have")} the topic {Plain}",
            FilterField.Source => $"it comes from {item.Source}{(passes ? "" : $", not from {Plain}")}",
            FilterField.Has => $"it has {(passes ? "a" : "no")} {Shown}",
            _ => $"it {(passes ? "says" : "does not say")} {Quoted}",
        });
    }

    public override string Describe(bool not) => Field switch
    {
        FilterField.Title => $"{(not ? "does not say" : "says")} {Quoted} in its title",
        FilterField.Author => $"is {(not ? "not " : "")}by {Quoted}",
        FilterField.Kind => $"is {(not ? "not " : "")}of kind {Plain}",
        FilterField.Topic => $"{(not ? "does not have" : "has")} the topic {Plain}",
        FilterField.Source => $"{(not ? "does not come" : "comes")} from {Plain}",
        FilterField.Has => $"has {(not ? "no" : "a")} {Shown}",
        _ => $"{(not ? "does not say" : "says")} {Quoted}",
    };

    private bool Passes(FilterSubject subject) => Field switch
    {
        FilterField.Title => FilterText.Holds(subject.Title, Words, Prefix),
        FilterField.Author => FilterText.Holds(subject.Author, Words, Prefix),
        FilterField.Kind => IsWhole(subject.Item.Kind),
        FilterField.Topic => subject.Topics.Any(IsWhole),
        FilterField.Source => IsWhole(subject.Item.Source),
        FilterField.Has => Shown switch
        {
            Deadline => subject.Item.DeadlineAt is not null,
            Picture => subject.Item.ImageUrl is not null,
            _ => subject.Item.Url is not null,
        },
        _ => subject.Texts.Any(text => FilterText.Holds(text, Words, Prefix)),
    };

    // A name is compared whole: "water" is not "water-policy".
    private bool IsWhole(string name)
    {
        var words = FilterText.Words(name);
        return (Prefix ? words.Count >= Words.Count : words.Count == Words.Count) && FilterText.Holds([.. words.Take(Words.Count)], Words, Prefix);
    }
}
