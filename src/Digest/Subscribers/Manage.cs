using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsBot.Digest.Languages;
using NewsBot.Newsroom.Store;

namespace NewsBot.Digest.Subscribers;

/// <summary>
/// <c>/m/{token}</c>: all that is kept of a reader, to look at and to change, with no password but the link. GET shows and changes
/// nothing; POST changes one thing and answers with the page, what was done, and a button that takes it back.
/// </summary>
/// <param name="plans">Names of the digests that can be chosen, the usual one first.</param>
/// <param name="zone">Of readers who chose none.</param>
public sealed class Manage(Db db, LinkKeys keys, RenderPage render, Phrases phrases, IReadOnlyList<string> plans, TimeZoneInfo zone)
{
    // A few bytes for each topic of the site.
    private const int LargestBody = 64 * 1024;

    // To choose from; others that the system knows can be typed.
    private static readonly IReadOnlyList<string> Zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id).Where(ChangeReader.IsZone).Order(StringComparer.Ordinal)];

    /// <summary>The path of a subscriber's link, below the site's address. It works for as long as the mail is kept.</summary>
    public static string Path(LinkKeys keys, long subscriberId) => $"m/{LinkToken.Make(keys, LinkPurpose.Manage, subscriberId)}";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/m/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        endpoints.MapPost("/m/{token}", ChangeAsync);
    }

    private async Task ShowAsync(HttpContext http)
    {
        if (!TryReadToken(http, out var id))
        {
            await ReplyAsync(http, new("bad", PageLanguage.Wish(http, phrases)));
            return;
        }

        var wish = PageLanguage.Wish(http, phrases);
        await ReplyAsync(http, await db.ReadAsync(tx => PageAsync(tx, id, new([]), wish), http.RequestAborted));
    }

    private async Task ChangeAsync(HttpContext http)
    {
        if (await SmallForm.ReadAsync(http, LargestBody) is not { } form)
        {
            await ReaderPage.TooLargeAsync(http);
            return;
        }

        var wish = PageLanguage.Wish(http, phrases);
        if (!TryReadToken(http, out var id))
        {
            await ReplyAsync(http, new("bad", wish));
            return;
        }

        if (form["do"] == "export")
        {
            await ExportAsync(http, id, wish);
            return;
        }

        // Not the request's own token: who goes away too soon has pressed the button all the same.
        await ReplyAsync(http, await db.WriteAsync(tx => ChangeAsync(tx, id, form, wish), CancellationToken.None));
    }

    private async Task<ManagePage> ChangeAsync(Tx tx, long id, SmallForm form, string wish)
    {
        if (await SubscriberTable.FindAsync(tx, id) is not { } reader)
        {
            return new("gone", wish);
        }

        switch (form["do"])
        {
            case "erase":
                return await PageAsync(tx, id, new([]), wish) with { State = "erase" };
            case "erase-now":
                var language = Language(reader, wish);
                await Erase.RunAsync(tx, reader, form["never"] is not null);
                return new("erased", language);
        }

        var result = form["do"] switch
        {
            "topics" => await ChangeTopics.RunAsync(tx, reader, Wishes(form)),
            "pause" => await ChangeReader.PauseAsync(tx, reader, form["until"], ZoneOf(reader)),
            "resume" => await ChangeReader.ResumeAsync(tx, reader),
            "settings" => await ChangeReader.SettingsAsync(tx, reader, phrases, form["language"], form["zone"]?.Trim() is { Length: > 0 } name ? name : null),
            "undo" => await UndoAsync(tx, reader, form["undo"]),
            _ => ChangeResult.Nothing,
        };
        return await PageAsync(tx, id, result, wish);
    }

    private async Task<ChangeResult> UndoAsync(Tx tx, Subscriber reader, string? token) =>
        LinkToken.TryRead(keys, LinkPurpose.Undo, token, out var undoId) && await UndoChange.RunAsync(tx, undoId, reader.Id) == UndoResult.Undone
            ? new([new("manage.said.undone")])
            : ChangeResult.Wrong("manage.wrong.undo");

    // Only what the page showed: a topic that is newer than the page is not left by not being ticked.
    private List<TopicWish> Wishes(SmallForm form)
    {
        if (plans.Count == 0)
        {
            return [];
        }

        var ticked = form.All("topic").ToHashSet(StringComparer.Ordinal);
        return
        [
            .. form.All("shown").Where(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(text => new TopicWish(
                long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture),
                ticked.Contains(text) ? form[$"plan-{text}"] ?? plans[0] : null))
                .Where(wish => wish.Plan is null || plans.Contains(wish.Plan, StringComparer.Ordinal)),
        ];
    }

    private async Task ExportAsync(HttpContext http, long id, string wish)
    {
        var data = await db.ReadAsync(async tx => await SubscriberTable.FindAsync(tx, id) is { } reader ? await ExportReader.RunAsync(tx, reader) : null, http.RequestAborted);
        if (data is null)
        {
            await ReplyAsync(http, new("gone", wish));
            return;
        }

        await ReaderPage.FileAsync(http, data, "application/json", "newsbot-my-data.json");
    }

    private async Task<ManagePage> PageAsync(Tx tx, long id, ChangeResult result, string wish)
    {
        if (await SubscriberTable.FindAsync(tx, id) is not { } reader)
        {
            return new("gone", wish);
        }

        var (language, zoneOf) = (Language(reader, wish), ZoneOf(reader));
        var today = ChangeReader.Today(tx.Now, zoneOf);
        var reason = await SuppressionTable.ReasonAsync(tx, reader.AddressHash);
        return new("show", language)
        {
            Address = ReaderWords.Masked(reader.Address),
            Said = [.. result.Sentences.Select(sentence => sentence.In(phrases, language))],
            Refused = result.Refused,
            Undo = result.Undo is { } undo ? LinkToken.Make(keys, LinkPurpose.Undo, undo) : null,
            Blocked = reason is not (null or SuppressionTable.Left or SuppressionTable.Asked),
            Topics = [.. (await SubscriptionTable.ChoicesAsync(tx, id)).Select(topic => new ManageTopic(topic.TopicId, ReaderWords.Name(topic.Name), topic.Plan is not null, Plans(topic.Plan, language)))],
            Paused = reader.PausedUntil > tx.Now ? Dates.Day(ChangeReader.Today(reader.PausedUntil.Value, zoneOf), language) : null,
            FirstDay = Field(today.AddDays(1)),
            LastDay = Field(today.AddDays(ChangeReader.LongestPauseDays)),
            Languages = [.. phrases.Languages.Select(tag => new ManageChoice(tag, CultureInfo.GetCultureInfo(tag).NativeName, tag == language))],
            Zone = reader.Zone ?? "",
            Zones = Zones,
        };
    }

    // A digest that is no longer configured stays what it is until the reader chooses another.
    private IReadOnlyList<ManageChoice> Plans(string? chosen, string language) =>
        [.. plans.Concat(chosen is null || plans.Contains(chosen, StringComparer.Ordinal) ? [] : [chosen]).Select((plan, at) => new ManageChoice(plan, PlanText.Of(phrases, language, plan), chosen is null ? at == 0 : plan == chosen))];

    private static string Field(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Language(Subscriber reader, string wish) => reader.Language is { } own ? phrases.Best(own) : wish;

    private TimeZoneInfo ZoneOf(Subscriber reader) => reader.OwnZone ?? zone;

    private bool TryReadToken(HttpContext http, out long subscriberId) =>
        LinkToken.TryRead(keys, LinkPurpose.Manage, http.Request.RouteValues["token"] as string, out subscriberId);

    private Task ReplyAsync(HttpContext http, ManagePage model) => ReaderPage.HtmlAsync(
        http, model.State switch { "bad" => StatusCodes.Status400BadRequest, "gone" => StatusCodes.Status410Gone, _ => StatusCodes.Status200OK }, render("pages/manage", model), model.Language);
}
