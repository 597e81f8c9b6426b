using System.Net;
using NewsBot.Bot.Chat;
using NewsBot.Discord.Rest;
using NewsBot.Newsroom.Deliveries;
using Xunit;

namespace NewsBot.Tests.Bot.Chat;

/// <summary>One line for each code that a post can meet; the word is what staff must find in the reason.</summary>
public sealed class DiscordOutcomeTests
{
    [Theory]
    [InlineData(404, ErrorCode.UnknownChannel, "does not exist")]
    [InlineData(404, ErrorCode.UnknownGuild, "invite")]
    [InlineData(403, ErrorCode.MissingAccess, "View Channel")]
    [InlineData(403, ErrorCode.MissingPermission, "Embed Links")]
    [InlineData(400, ErrorCode.NonTextChannel, "not a text")]
    [InlineData(400, ErrorCode.WrongChannelType, "not a text")]
    [InlineData(400, ErrorCode.ForumNeedsThread, "not a text")]
    [InlineData(404, ErrorCode.UnknownWebhook, "new one")]
    [InlineData(401, ErrorCode.BadWebhookToken, "new one")]
    [InlineData(400, ErrorCode.WebhookNeedsThread, "forum")]
    [InlineData(400, ErrorCode.TagRequired, "tag")]
    [InlineData(400, ErrorCode.NoTagUsable, "moderators")]
    [InlineData(400, ErrorCode.ThreadArchived, "archived")]
    [InlineData(400, ErrorCode.ThreadLocked, "unlock")]
    [InlineData(400, ErrorCode.TooManyThreads, "threads")]
    [InlineData(403, ErrorCode.CannotMessageUser, "direct messages")]
    [InlineData(403, ErrorCode.NoCommonGuild, "direct messages")]
    [InlineData(403, 0, "403")]
    public void What_closes_an_address_parks_it_and_names_the_remedy(int status, int code, string word) => Means<SendOutcome.Park>(status, code, word);

    [Theory]
    [InlineData(400, ErrorCode.InvalidForm, "embeds[0].url: bad")]
    [InlineData(400, ErrorCode.EmptyMessage, "50006")]
    [InlineData(403, ErrorCode.NotTheAuthor, "50005")]
    [InlineData(413, ErrorCode.RequestTooLarge, "40005")]
    [InlineData(413, 0, "413")]
    [InlineData(400, ErrorCode.BlockedByAutoMod, "AutoMod")]
    [InlineData(400, ErrorCode.BlockedHarmfulLink, "AutoMod")]
    public void What_the_item_is_to_blame_for_is_given_up(int status, int code, string word) => Means<SendOutcome.GiveUp>(status, code, word);

    [Theory]
    [InlineData(500, 0)]
    [InlineData(502, 0)]
    [InlineData(404, 0)]
    public void What_may_pass_is_tried_again(int status, int code) => Means<SendOutcome.Retry>(status, code, $"{status}");

    [Theory]
    [InlineData(503, ErrorCode.FeatureOff)]
    [InlineData(503, ErrorCode.Overloaded)]
    public void A_part_of_Discord_that_is_off_is_left_alone_for_minutes(int status, int code) =>
        Assert.Equal(TimeSpan.FromMinutes(5), Means<SendOutcome.Snooze>(status, code, $"{code}").After);

    [Fact]
    public void What_closes_every_address_stops_the_lane()
    {
        Means<SendOutcome.LaneDown>(403, ErrorCode.CloudflareBlocked, "40333");
        Assert.IsType<SendOutcome.LaneDown>(DiscordOutcome.Of(new TokenRejectedException("POST /x")));
        Assert.IsType<SendOutcome.LaneDown>(DiscordOutcome.Of(new RateLimitedException("POST /x", TimeSpan.FromMinutes(1), RateLimitScope.Breaker)));
        Assert.IsType<SendOutcome.LaneDown>(DiscordOutcome.Of(new RateLimitedException("POST /x", TimeSpan.FromMinutes(1), RateLimitScope.Global)));
        Assert.IsType<SendOutcome.LaneDown>(DiscordOutcome.Of(new HttpRequestException(HttpRequestError.NameResolutionError, "no such host")));
    }

    [Theory]
    [InlineData(RateLimitScope.User)]
    [InlineData(RateLimitScope.Shared)]
    public void A_limit_of_one_address_costs_no_attempt(RateLimitScope scope) =>
        Assert.Equal(TimeSpan.FromSeconds(1163), Assert.IsType<SendOutcome.Snooze>(DiscordOutcome.Of(new RateLimitedException("POST /x", TimeSpan.FromSeconds(1163), scope))).After);

    [Fact]
    public void A_moment_of_the_global_limit_does_not_stop_the_lane() =>
        Assert.IsType<SendOutcome.Snooze>(DiscordOutcome.Of(new RateLimitedException("POST /x", TimeSpan.FromMilliseconds(22), RateLimitScope.Global)));

    [Fact]
    public void An_unknown_end_is_tried_again() => Assert.IsType<SendOutcome.Retry>(DiscordOutcome.Of(new TimeoutException("no answer")));

    private static T Means<T>(int status, int code, string word)
        where T : SendOutcome
    {
        var outcome = Assert.IsType<T>(DiscordOutcome.Of(new DiscordException((HttpStatusCode)status, code, "POST /x", "no", ["embeds[0].url: bad"])));
        Assert.Contains(word, outcome.ToString(), StringComparison.Ordinal);
        return outcome;
    }
}
