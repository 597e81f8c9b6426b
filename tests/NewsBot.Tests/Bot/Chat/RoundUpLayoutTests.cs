using System.Text.Json;
using NewsBot.Bot.Chat;
using NewsBot.Discord.Model;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

public sealed class RoundUpLayoutTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_round_up_lists_what_is_public_and_strikes_out_what_was_taken_back()
    {
        var draft = RoundUpLayout.Draft(
            new RoundUp(7, "site",
            [
                Of(1, "Harbour patrols begin"),
                Of(2, "A *star* [and](https://evil.example/) https://evil.example/ @everyone") with { Url = "https://news.example.org/a_(b)" },
                Of(3, "Bridge closes") with { State = ItemState.Withdrawn },
                Of(4, "Road opens") with { Correction = "It opens on Tuesday." },
                Of(5, "Held back") with { State = ItemState.Held },
                Of(6, "To come") with { PublishAt = Some.Monday.AddHours(1) },
                Of(7, "No link") with { Url = null },
                Of(8, "No web link") with { Url = "javascript:alert(1)" },
            ]),
            Some.Monday);
        var embed = draft!.Embeds![0];
        Golden.Matches("discord-round-up.json", JsonSerializer.Serialize(new { draft.Content, embed.Title, lines = embed.Description!.Split('\n'), foot = embed.Footer!.Text }, Readable) + "\n");
        Assert.Equal(AllowedMentions.None, draft.AllowedMentions);
    }

    [Fact]
    public void A_long_one_ends_with_how_many_more()
    {
        var draft = RoundUpLayout.Draft(new RoundUp(7, "site", [.. Enumerable.Range(1, 100).Select(n => Of(n, new string('W', 200)))]), Some.Monday);
        var description = draft!.Embeds![0].Description!;
        Assert.InRange(Limits.Length(description), 3500, Limits.EmbedDescription);
        var lines = description.Split('\n');
        Assert.Equal($"… and {100 - (lines.Length - 1)} more", lines[^1]);
    }

    [Fact]
    public void Nothing_public_is_no_message() =>
        Assert.Null(RoundUpLayout.Draft(new RoundUp(7, "site", [Of(1, "Held") with { State = ItemState.Held }]), Some.Monday));

    private static Item Of(long id, string title) => new()
    {
        Id = id,
        Source = "site",
        ExternalId = $"{id}",
        WhereFound = $"{id}.md",
        Kind = "story",
        Title = title,
        Url = $"https://news.example.org/{id}",
        State = ItemState.Public,
        Revision = 1,
        ContentHash = "x",
        SeenAt = Some.Monday,
        PublicAt = Some.Monday,
    };
}
