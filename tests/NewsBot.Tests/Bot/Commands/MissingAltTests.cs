using NewsBot.Bot.Commands;
using NewsBot.Newsroom.Items;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Commands;

public sealed class MissingAltTests : IAsyncLifetime
{
    private const string Warning = "no alternative text";

    private CommandWorld world = null!;

    public async ValueTask InitializeAsync() => world = await CommandWorld.CreateAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Staff_are_warned_of_a_picture_without_alternative_text_wherever_they_look_at_the_item()
    {
        var (silent, described) = (await PicturedAsync(null), await PicturedAsync("Two boats"));
        foreach (var command in (string[])["news preview", "news show"])
        {
            Assert.Contains(Warning, (await world.RunAsync(command, ("item", $"{silent.Id}"))).Content, StringComparison.Ordinal);
            Assert.DoesNotContain(Warning, (await world.RunAsync(command, ("item", $"{described.Id}"))).Content, StringComparison.Ordinal);
        }

        Assert.Contains(Warning, (await world.Db.ReadAsync(tx => DeskCard.OfAsync(tx, silent.Id)))!.Content, StringComparison.Ordinal);
        Assert.DoesNotContain(Warning, (await world.Db.ReadAsync(tx => DeskCard.OfAsync(tx, described.Id)))!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_of_a_photo_shows_both_of_its_cards()
    {
        var photo = await PicturedAsync("Two boats", "photo");

        Assert.Equal([true, false], (await world.RunAsync("news preview", ("item", $"{photo.Id}"))).Embeds!.Select(card => card.Image is not null));
    }

    private Task<Item> PicturedAsync(string? alt, string kind = "story") => world.Db.WriteAsync(tx => ItemTable.InsertAsync(
        tx,
        "newsroom",
        Some.Record() with { Kind = kind, Image = new Picture("https://news.example.org/boat.jpg", alt, null) },
        ItemState.Held,
        null));
}
