using System.Text.Json;
using CsCheck;
using NewsBot.Digest.Editions;
using NewsBot.Digest.Languages;
using NewsBot.Digest.Mail;
using NewsBot.Digest.Subscribers;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Digest.Mail;

public sealed class DigestMailTests
{
    private static readonly EditionTopic Law = new(0, 1, "law-enforcement", "Law Enforcement Partnerships");
    private static readonly EditionTopic Water = new(0, 2, "water", "Water Policy");
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly Phrases Words = Phrases.Load(Repository.Path("templates", "phrases"));
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_item_of_two_topics_stands_once_and_names_both()
    {
        var model = Model([Item("Both", Law, Water), Item("Wet", Water)], Follows(Water, Law))!;
        Assert.Equal(["Water Policy"], model.Topics.Select(topic => topic.Name));
        Assert.Equal(["Both", "Wet"], model.Topics[0].Items.Select(item => item.Title));
        Assert.Equal("Law Enforcement Partnerships, Water Policy", model.Topics[0].Items[0].Topics);
        Assert.Equal("You follow Water Policy and Law Enforcement Partnerships", model.Topics[0].Items[0].Why);
    }

    [Fact]
    public void The_newest_photo_leads_and_deadlines_come_next_and_neither_is_repeated()
    {
        var photo = Item("Photo", Law) with { Kind = "photo", ImageUrl = "/files/photo.jpg", ImageAlt = "A harbour", ImageCredit = "Solvang" };
        var model = Model(
            [Item("Photo without picture", Law) with { Kind = "photo" }, photo, Item("Later", Law) with { DeadlineAt = Monday.AddDays(20) },
                Item("Soon", Law) with { DeadlineAt = Monday.AddDays(2) }, Item("Over", Law) with { DeadlineAt = Monday.AddDays(-1) }],
            Follows(Law))!;
        Assert.Equal("Photo", model.Lead!.Title);
        Assert.Equal(new ImageModel($"https://news.example.org/media/{photo.Id}/1", "A harbour", "Solvang", 600), model.Lead.Image);
        Assert.Equal([("Soon", "2 days left"), ("Later", "20 days left")], model.Deadlines.Select(item => (item.Title, item.DaysLeftText)));
        Assert.Equal(["Photo without picture", "Over"], model.Topics.Single().Items.Select(item => item.Title));
    }

    [Fact]
    public void An_event_says_when_it_ends_where_it_is_and_where_its_calendar_file_lies()
    {
        var start = new DateTimeOffset(2026, 12, 3, 17, 0, 0, TimeSpan.Zero);
        var evening = Item("Evening", Water) with { Kind = "event", StartsAt = start, EndsAt = start.AddHours(2), Location = "Quay\n4" };
        var days = Item("Days", Water) with { Kind = "event", StartsAt = start, EndsAt = start.AddDays(1) };
        var backwards = Item("Backwards", Water) with { Kind = "event", StartsAt = start, EndsAt = start.AddHours(-1) };
        var story = Item("Story", Water) with { Location = "Nowhere" };
        var items = Model([evening, days, backwards, story], Follows(Water))!.Topics.Single().Items;
        Assert.Equal(("Thursday 3 December, 18:00", "20:00", "Quay 4", $"https://news.example.org/i/{evening.Id}.ics"), (items[0].Starts, items[0].Ends, items[0].Where, items[0].Calendar));
        Assert.Equal(["Friday 4 December, 18:00", null, null], items.Skip(1).Select(item => item.Ends));
        Assert.Equal((null, null, null), (items[3].Starts, items[3].Where, items[3].Calendar));
    }

    [Fact]
    public void A_topic_has_twelve_items_and_says_how_many_more_there_are()
    {
        var model = Model([.. Enumerable.Range(0, 15).Select(n => Item($"Item {n}", Water))], Follows(Water))!;
        Assert.Equal((12, 3), (model.Topics.Single().Items.Count, model.Topics.Single().More));
    }

    [Fact]
    public void Breaking_news_stands_above_the_topics_and_once()
    {
        var model = Model(
            [Item("Wet", Water), Item("Flood", Water, Law) with { Notify = Notify.Breaking }, Item("Due", Law) with { Notify = Notify.Breaking, DeadlineAt = Monday.AddDays(1) }],
            Follows(Law, Water))!;
        Assert.Equal(["Due"], model.Deadlines.Select(item => item.Title));
        Assert.Equal(["Flood"], model.Breaking.Select(item => item.Title));
        Assert.Equal("You follow Law Enforcement Partnerships and Water Policy", model.Breaking[0].Why);
        Assert.Equal(["Wet"], model.Topics.SelectMany(topic => topic.Items).Select(item => item.Title));
    }

    [Fact]
    public void What_has_no_room_is_counted_where_it_would_stand_and_the_most_important_stays()
    {
        EditionItem[] items =
        [
            Item("Photo", Law) with { Kind = "photo", ImageUrl = "https://www.example.org/p.jpg" }, Item("Due", Law) with { DeadlineAt = Monday.AddDays(1) },
            Item("L1", Law), Item("L2", Law), Item("W1", Water),
        ];
        Amendment[] corrections = [new() { Id = 1, Title = "C", Topics = [Law] }];
        var all = Model(items, Follows(Law, Water), corrections, room: 6)!;
        Assert.Equal((0, 0), (all.More + all.Topics.Sum(topic => topic.More), all.MoreCorrections));
        var most = Model(items, Follows(Law, Water), corrections, room: 4)!;
        Assert.Equal(("Photo", "Due", "C", "L1"), (most.Lead!.Title, most.Deadlines[0].Title, most.Corrections[0].Title, most.Topics.Single().Items.Single().Title));
        Assert.Equal((1, 1), (most.Topics[0].More, most.More));
        var none = Model(items, Follows(Law, Water), corrections, room: 0)!;
        Assert.Equal((null, 0, 0, 5, 1), (none.Lead, none.Deadlines.Count, none.Topics.Count, none.More, none.MoreCorrections));
    }

    [Fact]
    public void The_page_for_everybody_shows_every_correction_and_the_mail_says_how_many_more_there_are()
    {
        var amendments = Enumerable.Range(1, 15).Select(n => new Amendment { Id = n, Title = $"C{n}", Topics = [Water] }).ToArray();
        var page = Model([Item("Wet", Water)], followed: null, amendments)!;
        var mail = Model([Item("Wet", Water)], Follows(Water), amendments)!;
        Assert.Equal((15, 0, 10, 5), (page.Corrections.Count, page.MoreCorrections, mail.Corrections.Count, mail.MoreCorrections));
    }

    [Theory]
    [InlineData("de", "ltr", "16.–22. November 2026", "Water Policy: 1 neuer Beitrag (16.-22. November)", "noch 2 Tage", "25. November 2026")]
    [InlineData("ar", "rtl", "16–22 نوفمبر 2026", "Water Policy: مادة جديدة (16-22 نوفمبر)", "يومان متبقيان", "25 نوفمبر 2026")]
    public void A_digest_speaks_its_readers_language(string language, string direction, string period, string subject, string left, string until)
    {
        var model = Model([Item("Wet", Water) with { DeadlineAt = Monday.AddDays(2) }], Follows(Water), language: language)!;
        Assert.Equal((language, direction, period, subject), (model.Language, model.Direction, model.Period.Label, model.Subject));
        Assert.Equal((left, until), (model.Deadlines[0].DaysLeftText, model.Deadlines[0].Deadline));
    }

    [Fact]
    public void Every_language_has_every_phrase_of_a_digest()
    {
        var english = Words.Of("en").Keys.Where(key => key.StartsWith("digest.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(english);
        Assert.All(["de", "ar"], language => Assert.Empty(english.Except(Words.Of(language).Keys, StringComparer.Ordinal)));
    }

    [Fact]
    public void A_reader_of_many_topics_is_told_of_eight()
    {
        var topics = Enumerable.Range(1, 30).Select(n => new EditionTopic(0, n, $"t{n}", $"T{n}")).ToArray();
        var model = Model([Item("All", topics)], Follows(topics))!;
        Assert.Equal("You follow T1, T2, T3, T4, T5, T6, T7 and 23 more", model.Topics.Single().Items[0].Why);
        Assert.Equal("T1, T2, T3, T4, T5, T6, T7 and 23 more", model.Reader!.Topics);
    }

    [Fact]
    public void A_reader_of_none_of_its_topics_gets_nothing() => Assert.Null(Model([Item("Wet", Water)], Follows(Law)));

    [Fact]
    public void Corrections_come_only_to_those_who_follow_the_topic()
    {
        var amendments = new Amendment[]
        {
            new() { Id = 1, Title = "Lorries", Url = "https://www.example.org/l", Correction = "205, not 250.", Topics = [Law] },
            new() { Id = 2, Title = "Gauges", Correction = null, Topics = [Water] },
        };
        Assert.Equal([new CorrectionModel("Gauges", null, "This item was withdrawn.")], Model([Item("Wet", Water)], Follows(Water), amendments)!.Corrections);
        Assert.Equal(2, Model([Item("Wet", Water)], followed: null, amendments)!.Corrections.Count);
    }

    [Theory]
    [InlineData("Water Policy", 1, "Water Policy: 1 new item (16-22 November)")]
    [InlineData("Water Policy", 3, "Water Policy: 3 new items (16-22 November)")]
    [InlineData("A topic with a name that is much longer than any subject line may be", 3, "A topic with a name that is much longer…: 3 new items (16-22 November)")]
    public void A_subject_names_the_topic_first(string topic, int items, string subject)
    {
        var one = Water with { Name = topic };
        Assert.Equal(subject, Model([.. Enumerable.Range(0, items).Select(_ => Item("News", one))], Follows(one))!.Subject);
        var more = Model([Item("News", one), Item("Dry", Law)], Follows(one, Law))!.Subject;
        Assert.Contains(" and 1 more: 2 new items", more, StringComparison.Ordinal);
        Assert.InRange(more.Length, 1, 78);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//example.org/x")]
    [InlineData("not an address")]
    [InlineData("file:///etc/passwd")]
    public void What_is_no_web_address_is_no_link(string url)
    {
        var item = Model([Item("x", Water) with { Url = url }], Follows(Water))!.Topics[0].Items[0];
        Assert.Null(item.Url);
    }

    [Fact]
    public void Text_from_outside_is_one_bounded_line() => Gen.Select(Gen.String[Gen.OneOf(Gen.Char, Gen.Char["\r\n\t\u202E\u2066\u0301\uD83D\uDE00 <&\""]), 0, 300], Gen.Int[2, 90]).Sample((text, most) =>
    {
        var line = OneLine.Of(text, most);
        if (line is null)
        {
            Assert.DoesNotContain(text, c => char.IsAsciiLetterOrDigit(c));
            return;
        }

        Assert.InRange(line.Length, 1, most);
        Assert.DoesNotContain(line, c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
        Assert.DoesNotContain(line, c => c == '\uFFFD');
    });

    [Fact]
    public void A_long_text_is_cut_between_graphemes()
    {
        Assert.Equal("👩‍👩‍👧…", OneLine.Of("👩‍👩‍👧👩‍👩‍👧", 9));
        Assert.Equal("Minister…", OneLine.Of("Minister  \r\n Halvorsen", 9));
        Assert.Equal("a b", OneLine.Of(" a\u0000\u0085\u2028b\n", 9));
    }

    [Fact]
    public void A_note_is_a_bounded_number_of_plain_lines()
    {
        var model = Model([Item("A", Water)], Follows(Water), note: $"One\u202e\r\n\r\n  Two \n{string.Concat(Enumerable.Repeat("x\n", 500))}")!;
        Assert.Equal(["One", "Two", "x"], model.Note.Take(3));
        Assert.InRange(model.Note.Count, 3, 20);
        Assert.Empty(Model([Item("A", Water)], Follows(Water))!.Note);
    }

    [Fact]
    public void What_was_withdrawn_says_why_where_staff_gave_a_reason()
    {
        var model = Model([Item("A", Water)], Follows(Water), [new() { Id = 1, Title = "B", Retraction = "It was\nnot ours.", Topics = [Water] }, new() { Id = 2, Title = "C", Topics = [Water] }])!;
        Assert.Equal(["This item was withdrawn: It was not ours.", "This item was withdrawn."], model.Corrections.Select(correction => correction.Text));
    }

    [Fact]
    public void The_model_has_the_names_that_the_templates_sample_shows()
    {
        var photo = Item("Photo", Law) with { Kind = "photo", ImageUrl = "https://www.example.org/p.jpg" };
        var model = Model([photo, Item("B", Law) with { Notify = Notify.Breaking }, Item("D", Law) with { DeadlineAt = Monday.AddDays(1) }, Item("T", Water)], Follows(Law, Water), [new() { Id = 1, Title = "C", Topics = [Law] }], "A note")!;
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.Path("templates", "samples", "weekly.json")));
        using var ours = JsonDocument.Parse(JsonSerializer.Serialize(model, SnakeCase));
        Assert.Equal(Names(sample.RootElement, "").Distinct().Order(StringComparer.Ordinal), Names(ours.RootElement, "").Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Names(member.Value, $"{path}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(member => Names(member, path + "[]")),
        _ when path.EndsWith(".image", StringComparison.Ordinal) => [],
        _ => [path.Replace("deadlines[]", "item", StringComparison.Ordinal).Replace("breaking[]", "item", StringComparison.Ordinal).Replace("topics[].items[]", "item", StringComparison.Ordinal).Replace(".lead.", ".item.", StringComparison.Ordinal)],
    };

    private static DigestModel? Model(EditionItem[] items, IReadOnlyList<Followed>? followed, Amendment[]? amendments = null, string? note = null, string language = "en", int room = int.MaxValue)
    {
        var edition = new Edition
        {
            Id = 7,
            Plan = "weekly",
            Name = "2026-W47",
            StartsAt = Monday.AddDays(-7),
            EndsAt = Monday,
            OpenedAt = Monday.AddSeconds(1),
            State = EditionState.Open,
            ItemCount = items.Length,
            Note = note,
        };
        var audience = Audience.Everybody(DigestWorld.Weekly, language) with { Followed = followed, Unsubscribe = followed is null ? null : "https://news.example.org/u/x", Manage = followed is null ? null : "https://news.example.org/m/x" };
        return DigestMail.Model(new(DigestWorld.Weekly, edition, items, amendments ?? []), DigestWorld.Sender, Words, audience, room);
    }

    private static EditionItem Item(string title, params EditionTopic[] topics) =>
        new() { Id = Some.Number(), Revision = 1, Kind = "story", Title = title, ShownAt = Monday.AddDays(-3), Topics = topics };

    private static IReadOnlyList<Followed> Follows(params EditionTopic[] topics) =>
        [.. topics.Select(topic => new Followed(topic.Id * 10, topic.Id, topic.Slug, topic.Name))];
}
