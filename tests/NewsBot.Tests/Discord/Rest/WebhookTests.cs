using System.Net;
using NewsBot.Discord.Model;
using NewsBot.Discord.Rest;
using Xunit;

namespace NewsBot.Tests.Discord.Rest;

public sealed class WebhookTests : IDisposable
{
    private const string Secret = "webhook-token-of-the-test";
    private static readonly Webhook Hook = new(new Snowflake(1500000000000000001), Secret);

    private readonly Rig rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_made_by_the_bot_and_called_by_its_own_token()
    {
        rig.Discord.Then(HttpStatusCode.OK, $$"""{"id":"{{Hook.Id}}","type":1,"name":"News","avatar":null,"application_id":"1","channel_id":"{{Rig.ChannelA}}","token":"{{Secret}}"}""")
            .ThenMessage().ThenMessage().Then(HttpStatusCode.NoContent, "").Then(HttpStatusCode.NotFound, """{"message":"Unknown Message","code":10008}""");

        var hook = await rig.Client.CreateWebhookAsync(Rig.ChannelA, "News", Ct);
        var posted = await rig.Client.ExecuteWebhookAsync(hook, Rig.Hello with { Nonce = "n" }, null, Ct);
        await rig.Client.EditWebhookMessageAsync(hook, posted.Id, Rig.Hello, new Snowflake(8), Ct);
        await rig.Client.DeleteWebhookMessageAsync(hook, posted.Id, null, Ct);
        await rig.Client.DeleteWebhookMessageAsync(hook, posted.Id, null, Ct);

        Assert.Equal(Hook with { ChannelId = Rig.ChannelA }, hook);
        Assert.Contains("Authorization: Bot", rig.Discord.Seen[0].Headers, StringComparison.Ordinal);
        Assert.All(rig.Discord.Seen.Skip(1), seen => Assert.DoesNotContain("Authorization", seen.Headers, StringComparison.Ordinal));
        Assert.Equal(
            [
                $"POST /api/v10/channels/{Rig.ChannelA}/webhooks {{\"name\":\"News\"}}",
                $"POST /api/v10/webhooks/{Hook.Id}/{Secret}?wait=true {{\"content\":\"Hello\",\"allowed_mentions\":{{\"parse\":[]}}}}",
                $"PATCH /api/v10/webhooks/{Hook.Id}/{Secret}/messages/{posted.Id}?thread_id=8 {{\"content\":\"Hello\",\"allowed_mentions\":{{\"parse\":[]}}}}",
                $"DELETE /api/v10/webhooks/{Hook.Id}/{Secret}/messages/{posted.Id} ",
                $"DELETE /api/v10/webhooks/{Hook.Id}/{Secret}/messages/{posted.Id} ",
            ],
            rig.Discord.Seen.Select(seen => $"{seen.Method} {seen.Uri.PathAndQuery} {seen.Body}"));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, """{"message":"Unknown Webhook","code":10015}""")]
    [InlineData(HttpStatusCode.Unauthorized, """{"message":"Invalid Webhook Token","code":50027}""")]
    [InlineData(HttpStatusCode.TooManyRequests, """{"message":"","retry_after":30,"global":false}""")]
    [InlineData(HttpStatusCode.BadGateway, "<html>")]
    [InlineData(HttpStatusCode.OK, "{}")]
    public async Task A_webhooks_token_is_in_no_error(HttpStatusCode status, string body)
    {
        rig.Discord.Then(status, body);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => rig.Client.ExecuteWebhookAsync(Hook, Rig.Hello, null, Ct));

        Assert.IsNotType<TokenRejectedException>(error);
        Assert.Contains("POST /webhooks/{webhook}/{token}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_loses_its_token_leaves_the_bot_at_work()
    {
        rig.Discord.Then(HttpStatusCode.Unauthorized, """{"message":"Invalid Webhook Token","code":50027}""").ThenMessage();
        await Assert.ThrowsAsync<DiscordException>(() => rig.Client.ExecuteWebhookAsync(Hook, Rig.Hello, null, Ct));

        await rig.PostAsync();
    }

    [Fact]
    public async Task Two_webhooks_do_not_wait_for_each_other()
    {
        rig.Discord.ThenMessage(ScriptedDiscord.Bucket("w", 5, 0, "30")).ThenMessage();
        await rig.Client.ExecuteWebhookAsync(Hook, Rig.Hello, null, Ct);

        await rig.Client.ExecuteWebhookAsync(new Webhook(new Snowflake(2), "other"), Rig.Hello, null, Ct);
        await Assert.ThrowsAsync<RateLimitedException>(() => rig.Client.ExecuteWebhookAsync(Hook, Rig.Hello, null, Ct));
    }

    [Fact]
    public void A_webhook_does_not_print_its_token() => Assert.DoesNotContain(Secret, Hook.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://discord.com/api/webhooks/1500000000000000001/abc-DEF_1", "1500000000000000001", "abc-DEF_1")]
    [InlineData("https://ptb.discord.com/api/v10/webhooks/2/t/", "2", "t")]
    [InlineData("https://discord.com/api/webhooks/2/t?wait=true", "2", "t")]
    public void The_address_that_staff_copy_is_read(string address, string id, string token)
    {
        Assert.True(Webhook.TryParse(address, out var webhook));
        Assert.Equal((id, token), (webhook.Id.ToString(), webhook.Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("webhooks/2/t")]
    [InlineData("ftp://discord.com/api/webhooks/2/t")]
    [InlineData("https://discord.com/api/webhooks/2")]
    [InlineData("https://discord.com/api/webhooks/two/t")]
    [InlineData("https://discord.com/api/webhooks/2/t%2F..")]
    [InlineData("https://discord.com/channels/1/2")]
    public void What_is_no_webhooks_address_is_not_read(string? address) => Assert.False(Webhook.TryParse(address, out _));

    public void Dispose() => rig.Dispose();
}
