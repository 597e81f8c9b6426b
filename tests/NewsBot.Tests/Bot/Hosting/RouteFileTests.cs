using System.Collections;
using NewsBot.Bot.Chat;
using NewsBot.Bot.Hosting;
using NewsBot.Bot.Hosting.Cli;
using NewsBot.Newsroom.Deliveries;
using NewsBot.Newsroom.Items;
using NewsBot.Newsroom.Store;
using NewsBot.Tests.Bot.Commands;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Bot.Hosting;

/// <summary>Topics and routes by file: by <c>newsbot.json</c>, and by <c>newsbot routes</c>; the same as by command.</summary>
public sealed class RouteFileTests : IDisposable
{
    private const string Name = "Water & Climate";

    private static readonly string Json =
        $$"""
        { // as staff would type it
          "topics": {
            "water-climate": {
              "name": "{{Name}}",
              "routes": [
                { "channel": "{{CommandWorld.News}}", "colour": "#112233", "mention": "{{CommandWorld.Followers}}", "filter": "title:storm and not \"fire drill\"", "approval": true, "quiet": "22:00-07:00 Europe/Lisbon" },
                { "channel": "{{CommandWorld.Water}}", "tags": ["news", "harbour"], "publish": false },
                { "webhook": "partners", "filter": "calm" },
              ]
            }
          }
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newsbot-routes-");

    public static TheoryData<string> Dialects => TestStore.Dialects;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Dialects))]
    public async Task By_command_alone_by_configuration_alone_and_by_file_alone_come_the_same_rows_and_posts(string dialect)
    {
        await using var byCommand = await ByCommandAsync(dialect);
        await using var byOptions = await TestStore.CreateAsync(dialect);
        var json = Json.Replace("\"topics\"", """ "webhooks": { "partners": { "url": "https://discord.com/api/webhooks/1/x" } }, "topics" """, StringComparison.Ordinal);
        await Wiring.ConfigureAsync(OptionsCheck.Checked(OptionsFile.Read(File("newsbot.json", json), new Hashtable())), byOptions.Db, Ct);
        await using var byFile = await TestStore.CreateAsync(dialect);
        await ApplyAsync(byFile.Db, Json);

        var rows = await RowsAsync(byCommand.Db);
        Assert.Equal(4, rows.Count);
        Assert.Equal(rows, await RowsAsync(byOptions.Db));
        Assert.Equal(rows, await RowsAsync(byFile.Db));

        var posts = await PostsAsync(byCommand.Db);
        Assert.Equal(["calm discord 202 pending", "calm webhook ers pending", "storm discord 201 held", "storm discord 202 pending"], posts.Select(post => post[..post.IndexOf('|', StringComparison.Ordinal)]));
        Assert.Equal(posts, await PostsAsync(byOptions.Db));
        Assert.Equal(posts, await PostsAsync(byFile.Db));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Applying_what_was_exported_changes_nothing(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await ApplyAsync(store.Db, Json);
        await store.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "quiet", "A \"quoted\" name \\ with\nlines // and <marks> ☂"));
        await store.Db.WriteAsync(tx => MuteTopic.RunAsync(tx, "quiet", muted: true));
        var text = await ExportAsync(store.Db);
        Assert.Empty(await PlanAsync(store.Db, text));
        Assert.Equal(text, await ExportAsync(store.Db));

        await using var copy = await TestStore.CreateAsync(dialect);
        await ApplyAsync(copy.Db, text);
        Assert.Equal(await RowsAsync(store.Db), await RowsAsync(copy.Db));
    }

    [Fact]
    public async Task The_exported_file_is_easy_to_read_and_to_compare()
    {
        await using var store = await TestStore.CreateAsync();
        Assert.Empty(await PlanAsync(store.Db, await ExportAsync(store.Db)));
        await ApplyAsync(store.Db, Json);
        await store.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "empty", "Empty"));
        await store.Db.WriteAsync(tx => MuteTopic.RunAsync(tx, "empty", muted: true));
        Golden.Matches("routes.jsonc", await ExportAsync(store.Db));
    }

    [Fact]
    public async Task The_diff_says_in_words_what_would_change()
    {
        await using var store = await TestStore.CreateAsync();
        await ApplyAsync(store.Db, Json);
        await store.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "left-alone", "Left alone"));
        var changes = await PlanAsync(store.Db, Json
            .Replace(Name, "Water", StringComparison.Ordinal)
            .Replace("title:storm and not \\\"fire drill\\\"", "title:storm", StringComparison.Ordinal)
            .Replace("\"approval\": true, ", "", StringComparison.Ordinal)
            .Replace("{ \"webhook\": \"partners\", \"filter\": \"calm\" },", "{ \"channel\": \"5\", \"tags\": [\"a\", \"b\"] }", StringComparison.Ordinal));
        Assert.Equal(
            [
                $"~ topic water-climate: name \"{Name}\" becomes \"Water\"",
                $"~ water-climate -> channel {CommandWorld.News}: filter \"title:storm and not \"fire drill\"\" becomes \"title:storm\"",
                $"~ water-climate -> channel {CommandWorld.News}: approval yes becomes as usual",
                "+ water-climate -> channel 5: tags a, b",
                "- water-climate -> webhook partners: filter \"calm\"",
            ],
            changes.SelectMany(RoutesCommand.Lines));
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_stops_it_all()
    {
        await using var store = await TestStore.CreateAsync();
        var wanted = RouteFile.Read(File("routes.json", Json), ["partners"]);
        var shown = await store.Db.ReadAsync(tx => ApplyRoutes.PlanAsync(tx, wanted));
        await store.Db.WriteAsync(tx => TopicTable.PutAsync(tx, "water-climate", Name));
        Assert.False(await store.Db.WriteAsync(tx => ApplyRoutes.RunAsync(tx, wanted, shown)));
        Assert.Empty(await store.Db.ReadAsync(TopicTable.RoutesAsync));
    }

    [Theory]
    [InlineData("""{ "topics": { "a": { "name": "A", "routes": [{ "channel": "1", "filter": "(" }] } } }""", "topics.a.routes.0.filter: at character 2")]
    [InlineData("""{ "topics": { "a": { "name": "A", "routes": [{ "webhook": "press" }] } } }""", "topics.a.routes.0.webhook")]
    [InlineData("""{ "stroe": "x" }""", "stroe: unknown key; known here: topics.")]
    public void A_bad_file_is_refused_whole(string json, string says) =>
        Assert.Contains(says, Assert.Throws<OptionsException>(() => RouteFile.Read(File("bad.json", json), ["partners"])).Message, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_name_that_staff_gave_outlives_a_start_until_the_file_gives_another(string dialect)
    {
        await using var store = await TestStore.CreateAsync(dialect);
        await StartAsync("Water");
        await store.Db.WriteAsync(tx => RenameTopic.RunAsync(tx, "water", "Rivers"));
        await StartAsync("Water");
        Assert.Equal("Rivers", Assert.Single(await store.Db.ReadAsync(TopicTable.AllAsync)).Name);
        await StartAsync("Lakes");
        Assert.Equal("Lakes", Assert.Single(await store.Db.ReadAsync(TopicTable.AllAsync)).Name);

        Task StartAsync(string name) => Wiring.ConfigureAsync(new NewsBotOptions { Topics = { ["water"] = new() { Name = name } } }, store.Db, Ct);
    }

    private static async Task<CommandWorld> ByCommandAsync(string dialect)
    {
        var world = await CommandWorld.CreateAsync(tools => tools with { Webhooks = ["partners"], Staff = tools.Staff with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Lisbon") } }, dialect);
        await world.RunAsync("topic add", ("name", Name));
        await RouteAsync(("channel", CommandWorld.News), ("colour", "#112233"), ("mention", CommandWorld.Followers.ToString()), ("filter", "title:storm and not \"fire drill\""), ("approval", true), ("quiet", "22:00-07:00"));
        await RouteAsync(("channel", CommandWorld.Water), ("tags", "news, harbour"), ("publish", false));
        await RouteAsync(("webhook", "partners"), ("filter", "calm"));
        return world;

        Task RouteAsync(params (string Name, object Value)[] options) => world.RunAsync("topic route", [("topic", "water-climate"), .. options]);
    }

    // Who made a route, and when, is what differs.
    private static Task<IReadOnlyList<string>> RowsAsync(Db db) => db.ReadAsync(async tx =>
    {
        var routes = (await TopicTable.RoutesAsync(tx)).ToLookup(route => route.TopicId);
        return (IReadOnlyList<string>)
        [
            .. (await TopicTable.AllAsync(tx)).OrderBy(topic => topic.Slug, StringComparer.Ordinal).SelectMany(topic => (string[])
                [$"{topic.Slug} {topic.Name}", .. routes[topic.Id].Select(route => $"{topic.Slug} {route.Lane} {route.Address} {route.Terms}").Order(StringComparer.Ordinal)]),
        ];
    });

    // What a storm and a calm come to: where they are owed, and the very post.
    private static Task<IReadOnlyList<string>> PostsAsync(Db db) => db.WriteAsync(async tx =>
    {
        var topics = await TopicTable.AllAsync(tx);
        var routes = await TopicTable.RoutesAsync(tx);
        foreach (var id in new[] { "storm", "calm" })
        {
            var item = await ItemTable.InsertAsync(tx, "newsroom", Some.Record(id, title: $"A {id} today", topics: "water-climate"), ItemState.Public, tx.Now);
            await ItemTable.SetTopicsAsync(tx, item.Id, [topics[0].Id]);
            await OweItem.RunAsync(tx, Routing.Route(item, [topics[0].Id], topics, routes, held: false));
        }

        var posts = new List<string>();
        foreach (var row in (await DeliveryList.FindAsync(tx, new DeliveryQuery(Limit: 100))).Where(row => row.CauseKind == "item"))
        {
            var item = (await ItemTable.FindAsync(tx, row.CauseId))!;
            var settings = RouteSettings.Parse(Routing.Foremost(item, topics, await TopicTable.RoutesOfItemAsync(tx, item.Id, row.Lane, row.Address))!.Settings);
            var post = Post.From(item, topics, settings, retracted: false) with { Topics = [] };
            posts.Add($"{item.ExternalId} {row.Lane} {row.Address[^3..]} {DeliveryList.NameOf(row.State)}|{post with { Topics = [] }}".Replace(post.Topics.ToString()!, "", StringComparison.Ordinal));
        }

        return (IReadOnlyList<string>)[.. posts.Order(StringComparer.Ordinal)];
    });

    private static Task<string> ExportAsync(Db db) => db.ReadAsync(async tx => RouteFile.Write(await TopicTable.AllAsync(tx), await TopicTable.RoutesAsync(tx)));

    private Task<IReadOnlyList<RouteChange>> PlanAsync(Db db, string text)
    {
        var wanted = RouteFile.Read(File("routes.json", text), ["partners"]);
        return db.ReadAsync(tx => ApplyRoutes.PlanAsync(tx, wanted));
    }

    private async Task ApplyAsync(Db db, string text)
    {
        var wanted = RouteFile.Read(File("routes.json", text), ["partners"]);
        Assert.True(await db.WriteAsync(async tx => await ApplyRoutes.RunAsync(tx, wanted, await ApplyRoutes.PlanAsync(tx, wanted))));
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
