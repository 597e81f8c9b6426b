using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NewsBot.Tests.Support;
using Xunit;
using static NewsBot.Tests.Bot.Chat.ChannelWorld;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>What Discord is asked in the life of an item, for each kind of address. How a post looks is another golden file's business: here embeds are their titles.</summary>
public sealed partial class ChannelGoldenTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text")]
    [InlineData("announcement")]
    [InlineData("forum")]
    [InlineData("thread")]
    [InlineData("webhook")]
    public async Task The_requests_of_a_life_are_in_their_golden_file(string kind)
    {
        await using var world = await CreateAsync("sqlite");
        await world.RouteAsync(kind switch
        {
            "text" => To(ChannelWorld.Text),
            "announcement" => To(News),
            "forum" => To(Forum, new() { Tags = ["ports"] }),
            "thread" => To(await ThreadAsync(world)),
            _ => ToHook(),
        });
        var told = new StringBuilder();
        await TellAsync("new", () => world.PutAsync("a"));
        await TellAsync("edited", () => world.PutAsync("a", "Harbour patrols have begun"));
        await TellAsync("corrected", () => world.PutAsync("a", "Harbour patrols have begun", "There are three boats, not two."));
        await TellAsync("withdrawn", () => world.WithdrawAsync("a"));
        await TellAsync("put back", () => world.PutAsync("a", "Harbour patrols go on"));
        Golden.Matches($"Channels/{kind}.txt", told.ToString());

        async Task TellAsync(string what, Func<Task> happens)
        {
            var since = world.Discord.Requests.Count;
            await happens();
            world.Store.Time.Advance(TimeSpan.FromHours(1)); // Published posts are edited three times an hour.
            await world.DeliverAsync();
            told.Append(CultureInfo.InvariantCulture, $"{what}\n");
            foreach (var request in world.Discord.Requests.Skip(since))
            {
                told.Append(CultureInfo.InvariantCulture, $"  {Named(world, $"{request.Method} {request.Path} {request.Status}{Body(request.Body)}")}\n");
            }
        }
    }

    private static async Task<ulong> ThreadAsync(ChannelWorld world)
    {
        var message = await world.Rest.CreateMessageAsync(new(ChannelWorld.Text), new() { Content = "Talk about ports" }, Ct);
        return (await world.Rest.StartThreadAsync(new(ChannelWorld.Text), message.Id, "Ports", null, Ct)).Id.Value;
    }

    private static string Body(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } json)
        {
            return "";
        }

        var shown = JsonObject.Create(json)!;
        Shorten(shown);
        if (shown["message"] is JsonObject message)
        {
            Shorten(message);
        }

        return $" {shown.ToJsonString(Readable)}";
    }

    private static void Shorten(JsonObject message)
    {
        if (message["embeds"] is JsonArray embeds)
        {
            message["embeds"] = new JsonArray([.. embeds.Select(embed => JsonValue.Create(embed!["title"]!.GetValue<string>()))]);
        }

        if (message["nonce"] is not null)
        {
            message["nonce"] = "(from the key)";
        }

        if (message["content"] is { } content)
        {
            message["content"] = content.GetValue<string>().Split(' ')[0];
        }
    }

    private static string Named(ChannelWorld world, string line)
    {
        var secret = world.Address.Segments[^1];
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{ChannelWorld.Text}"] = "(text)",
            [$"{News}"] = "(news)",
            [$"{Forum}"] = "(forum)",
            [$"{Ports}"] = "(tag ports)",
            [$"{Story}"] = "(tag story)",
            [$"{world.Discord.GuildId}"] = "(guild)",
            [world.Address.Segments[^2].TrimEnd('/')] = "(webhook)",
        };
        return Id().Replace(line.Replace(secret, "(secret)", StringComparison.Ordinal), found => names.GetValueOrDefault(found.Value, "(made)"));
    }

    [GeneratedRegex(@"\d{17,20}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Id();
}
