using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NewsBot.Sandbox.LocalDiscord;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Xunit;
using Guild = NewsBot.Sandbox.LocalDiscord.Discord;

namespace NewsBot.Tests.Sandbox.Interactions;

/// <summary>How the bot is told: by the gateway, or over HTTP.</summary>
public sealed class DeliveryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gateway_brings_interactions_and_the_same_one_twice_when_told_so()
    {
        await using var stage = await Stage.StartAsync();
        var heard = new SemaphoreSlim(0);
        await using var bot = await ScriptedBot.StartAsync(stage.Sandbox.Server, """[{"name":"topics","description":"d"}]""", (_, _) => Task.FromResult(heard.Release()), Ct);

        var asked = await stage.TopicsAsync();
        await heard.WaitAsync(Ct);
        await stage.Interactions.RepeatAsync(asked, Ct);
        await heard.WaitAsync(Ct);

        Assert.Equal([$"{asked.Id}", $"{asked.Id}"], bot.Heard.Select(interaction => interaction.GetProperty("id").GetString()));
        Assert.Equal(asked.Token, bot.Heard.First().GetProperty("token").GetString());
    }

    [Fact]
    public async Task An_endpoint_is_taken_when_it_verifies_and_then_gets_every_interaction_signed()
    {
        await using var stage = await Stage.StartAsync();
        var key = (await stage.Sandbox.GetAsync("applications/@me")).Json.GetProperty("verify_key").GetString()!;
        var bodies = new List<string>();
        await using var site = await SiteAsync(async request =>
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync(Ct);
            if (!IsSigned(request, body, key))
            {
                return Results.StatusCode(401);
            }

            bodies.Add(body);
            return JsonDocument.Parse(body).RootElement.GetProperty("type").GetInt32() == 1
                ? Results.Json(new { type = 1 })
                : Results.Json(new { type = 4, data = new { content = "inline", flags = 64 } });
        });

        var taken = await PatchAsync(stage, site.Urls.First() + "/discord");
        var asked = await stage.TopicsAsync();

        Assert.Equal(200, taken.Status);
        Assert.Equal("inline", (await Stage.ReplyAsync(asked)).Content);
        Assert.Equal(2, bodies.Count);
        Assert.Equal(200, (await PatchAsync(stage, "")).Status);
        Assert.Null(stage.Discord.InteractionsEndpoint);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(401, "")]
    [InlineData(200, """{"type":1}""")]
    public async Task An_endpoint_that_believes_every_signature_or_answers_no_ping_is_refused(int status, string body)
    {
        await using var stage = await Stage.StartAsync();
        await using var site = await SiteAsync(_ => Task.FromResult(Results.Text(body, "application/json", Encoding.UTF8, status)));

        var refused = await PatchAsync(stage, site.Urls.First() + "/discord");

        Assert.Equal((400, 50035), (refused.Status, refused.Code));
        Assert.Null(stage.Discord.InteractionsEndpoint);
    }

    [Fact]
    public async Task An_endpoint_may_answer_later_and_fails_when_it_breaks()
    {
        await using var stage = await Stage.StartAsync();
        var status = 202;
        await using var site = await SiteAsync(_ => Task.FromResult(Results.StatusCode(status)));
        stage.Discord.InteractionsEndpoint = new Uri(site.Urls.First() + "/discord");

        var asked = await stage.TopicsAsync();
        var answer = await stage.AnswerAsync(asked, """{"type":4,"data":{"content":"later"}}""");
        status = 500;
        var broken = await stage.TopicsAsync();

        Assert.Equal(204, answer.Status);
        Assert.Equal("later", (await Stage.ReplyAsync(asked)).Content);
        Assert.True((await broken.WaitForReplyAsync(Ct)).Failed);
    }

    [Fact]
    public async Task The_page_acts_for_those_who_may_and_for_no_page_elsewhere()
    {
        await using var stage = await Stage.StartAsync();
        var command = stage.Interactions.Commands.Single(known => known.Name == "news").Id;
        string Act(ulong person) => $$$"""{"kind":"command","as":"{{{person}}}","channel":"{{{RunningSandbox.Ports}}}","command":"{{{command}}}","name":"news post","options":{"item":"42"}}""";

        var staff = await ActAsync(stage, Act(Guild.Nadia));
        var member = await ActAsync(stage, Act(Guild.Milo));
        var foreign = await ActAsync(stage, Act(Guild.Nadia), origin: "http://evil.example");
        var form = await ActAsync(stage, Act(Guild.Nadia), type: "text/plain");
        var broken = await ActAsync(stage, "{");
        stage.Discord.SetPermissions(RunningSandbox.Ports, deny: Permissions.ViewChannel, holder: stage.Discord.GuildId);
        var unseen = await ActAsync(stage, Act(Guild.Milo));
        var odd = await ActAsync(stage, $$"""{"kind":"dance","as":"{{Guild.Nadia}}","channel":"{{RunningSandbox.Trains}}"}""");

        Assert.Equal((200, 400, 415, 415, 400, 400), (staff.Status, member.Status, foreign.Status, form.Status, broken.Status, odd.Status));
        Assert.Contains("no such command", member.Text, StringComparison.Ordinal);
        Assert.Contains("sees no such channel", unseen.Text, StringComparison.Ordinal);
        Assert.Contains("no act", odd.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", odd.Text, StringComparison.Ordinal);
    }

    private static async Task<ApiAnswer> ActAsync(Stage stage, string json, string? origin = null, string type = "application/json")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Sandbox.Server.Page, "sandbox/interactions")) { Content = new StringContent(json, Encoding.UTF8, type) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await client.SendAsync(request, Ct);
        return await ApiAnswer.ReadAsync(response);
    }

    private static Task<ApiAnswer> PatchAsync(Stage stage, string url)
        => stage.Sandbox.SendAsync(HttpMethod.Patch, "applications/@me", RunningSandbox.Json(JsonSerializer.Serialize(new { interactions_endpoint_url = url })));

    private static bool IsSigned(HttpRequest request, string body, string key)
    {
        var signature = Convert.FromHexString(request.Headers["X-Signature-Ed25519"].ToString());
        var message = Encoding.UTF8.GetBytes(request.Headers["X-Signature-Timestamp"] + body);
        return Ed25519.Verify(signature, 0, Convert.FromHexString(key), 0, message, 0, message.Length);
    }

    private static async Task<WebApplication> SiteAsync(Func<HttpRequest, Task<IResult>> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var site = builder.Build();
        site.UseRouting();
        site.MapPost("/discord", (HttpRequest request) => answer(request));
        await site.StartAsync(Ct);
        return site;
    }
}
