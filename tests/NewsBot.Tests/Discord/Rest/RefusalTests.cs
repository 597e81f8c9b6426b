using System.Net;
using NewsBot.Discord;
using NewsBot.Discord.Rest;
using Xunit;
using static NewsBot.Tests.Discord.Rest.ScriptedDiscord;

namespace NewsBot.Tests.Discord.Rest;

public sealed class RefusalTests : IDisposable
{
    private readonly Rig rig = new();

    [Fact]
    public async Task After_the_first_401_no_request_is_sent_any_more()
    {
        rig.Discord.Then(HttpStatusCode.Unauthorized, """{"message":"401: Unauthorized","code":0}""");

        await Assert.ThrowsAsync<TokenRejectedException>(() => rig.PostAsync());
        await Assert.ThrowsAsync<TokenRejectedException>(() => rig.PostAsync(Rig.ChannelB));
        await Assert.ThrowsAsync<TokenRejectedException>(() => rig.Client.GetCurrentUserAsync(TestContext.Current.CancellationToken));

        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task A_request_that_waits_while_another_meets_a_401_is_not_sent()
    {
        var held = rig.Discord.ThenHold();
        var first = rig.PostAsync();
        var second = rig.PostAsync();
        await rig.Clock.NextWaitAsync();

        held.SetResult(Answer(HttpStatusCode.Unauthorized, "{}"));

        await Assert.ThrowsAsync<TokenRejectedException>(() => first);
        await Assert.ThrowsAsync<TokenRejectedException>(() => second);
        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task An_invalid_form_names_each_field()
    {
        rig.Discord.Then(HttpStatusCode.BadRequest, """
            {"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"0":{"image":{"url":{"_errors":[
              {"code":"URL_TYPE_INVALID_URL","message":"Not a well formed URL."}]}}}},"content":{"_errors":[
              {"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}}}
            """);

        var refused = await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(ErrorCode.InvalidForm, refused.Code);
        Assert.Equal(["embeds[0].image.url: Not a well formed URL.", "content: Must be 2000 or fewer in length."], refused.Errors);
        Assert.Equal("Discord answered 400 (code 50035) to POST /channels/{channel}/messages: Invalid Form Body; "
            + "embeds[0].image.url: Not a well formed URL.; content: Must be 2000 or fewer in length.", refused.Message);
    }

    [Fact]
    public async Task What_a_refusal_says_is_bounded_and_has_no_control_characters()
    {
        var fields = string.Join(',', Enumerable.Range(0, 1000).Select(n => $$"""
            "field{{n}}":{"_errors":[{"message":"{{new string('x', 5000)}}"}]}
            """));
        rig.Discord.Then(HttpStatusCode.BadRequest, $$$"""{"code":50035,"message":"a\u001b[31m\nb","errors":{ {{{fields}}} }}""");

        var refused = await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());

        Assert.InRange(refused.Message.Length, 1, 10_000);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Theory]
    [InlineData("<html>502 Bad Gateway</html>")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("""{"code":"many","message":7,"errors":[{"_errors":3}],"retry_after":"soon"}""")]
    public async Task A_body_that_is_no_error_of_Discord_is_no_surprise(string body)
    {
        rig.Discord.Then(HttpStatusCode.BadGateway, body);

        var refused = await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());

        Assert.Equal(HttpStatusCode.BadGateway, refused.Status);
        Assert.Equal(0, refused.Code);
        Assert.Empty(refused.Errors);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"id":"99999999999999999999999"}""")]
    public async Task A_success_that_cannot_be_read_is_an_error_of_its_own(string body)
    {
        rig.Discord.Then(HttpStatusCode.OK, body);

        var refused = await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());

        Assert.Equal(HttpStatusCode.OK, refused.Status);
    }

    [Fact]
    public async Task A_server_error_is_not_retried()
    {
        rig.Discord.Then(HttpStatusCode.InternalServerError, "{}").ThenMessage();

        await Assert.ThrowsAsync<DiscordException>(() => rig.PostAsync());

        Assert.Single(rig.Discord.Seen);
    }

    [Fact]
    public async Task A_request_without_an_answer_ends_after_fifteen_seconds_and_says_so()
    {
        rig.Discord.ThenHold();
        var post = rig.PostAsync();
        await rig.Discord.ArrivalAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(post.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => post);
        Assert.Equal("Discord did not answer POST /channels/{channel}/messages within 15 s; it is unknown whether the request was carried out.", late.Message);
    }

    [Fact]
    public async Task An_answer_beyond_every_bound_is_not_read()
    {
        rig.Discord.Then(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[9 * 1024 * 1024]) }));

        await Assert.ThrowsAsync<HttpRequestException>(() => rig.PostAsync());
    }

    [Fact]
    public async Task Deleting_what_is_gone_is_a_success()
    {
        rig.Discord.Then(HttpStatusCode.NoContent, "").Then(HttpStatusCode.NotFound, """{"message":"Unknown Message","code":10008}""");

        await DeleteAsync();
        await DeleteAsync();
    }

    [Fact]
    public async Task Deleting_in_a_channel_that_is_gone_is_an_error()
    {
        rig.Discord.Then(HttpStatusCode.NotFound, """{"message":"Unknown Channel","code":10003}""");

        var refused = await Assert.ThrowsAsync<DiscordException>(DeleteAsync);

        Assert.Equal(ErrorCode.UnknownChannel, refused.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tok\nen")]
    [InlineData("Bot token")]
    [InlineData("tokén")]
    public void A_token_that_cannot_be_one_is_refused_without_being_shown(string token)
    {
        var refused = Assert.Throws<ArgumentException>(() => new DiscordRest(new DiscordOptions { Token = token }, rig.Clock, rig.Discord));

        Assert.Contains("token", refused.Message, StringComparison.Ordinal);
        if (token.Length > 0)
            Assert.DoesNotContain(token, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://discord.com/api/v10/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("http://127.0.0.1:4000/api/v10/", true)]
    [InlineData("https://proxy.example/discord", true)]
    public void The_token_travels_in_clear_text_on_the_loopback_only(string api, bool good)
    {
        var make = () => new DiscordRest(new DiscordOptions { Token = Rig.Token, Api = new Uri(api) }, rig.Clock, rig.Discord).Dispose();

        if (good)
            make();
        else
            Assert.Throws<ArgumentException>(make);
    }

    [Fact]
    public async Task The_token_is_in_no_error_and_no_text()
    {
        rig.Discord.Then(HttpStatusCode.BadRequest, """{"code":50035,"message":"Invalid"}""")
            .Then(HttpStatusCode.TooManyRequests, "<html>")
            .Then(HttpStatusCode.Unauthorized, "{}");

        var errors = new List<Exception> { await Assert.ThrowsAnyAsync<Exception>(() => rig.PostAsync()), await Assert.ThrowsAnyAsync<Exception>(() => rig.PostAsync()) };
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        errors.Add(await Assert.ThrowsAnyAsync<Exception>(() => rig.PostAsync()));
        errors.Add(await Assert.ThrowsAnyAsync<Exception>(() => rig.PostAsync()));

        Assert.Equal(
            [typeof(DiscordException), typeof(RateLimitedException), typeof(TokenRejectedException), typeof(TokenRejectedException)],
            errors.Select(error => error.GetType()));
        Assert.All(errors, error => Assert.DoesNotContain(Rig.Token, error.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(Rig.Token, new DiscordOptions { Token = Rig.Token }.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => rig.Dispose();

    private Task DeleteAsync() => rig.Client.DeleteMessageAsync(Rig.ChannelA, Rig.MessageId, TestContext.Current.CancellationToken);
}
