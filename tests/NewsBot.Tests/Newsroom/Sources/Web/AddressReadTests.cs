using NewsBot.Newsroom.Sources.Reading;
using NewsBot.Tests.Newsroom.Sources.Feed;
using NewsBot.Tests.Support;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class AddressReadTests
{
    [Fact]
    public async Task A_feed_is_read_from_its_address_and_its_links_belong_to_it()
    {
        await using var server = await FeedServer.StartAsync();
        server.Web.Answer = async context => await context.Response.Body.WriteAsync("<rss version='2.0'><channel><item><title>First</title><link>/first</link></item></channel></rss>"u8.ToArray());

        var (code, text) = await ReadAsync(server.Web.At("/feed.xml"), ["127.0.0.1"]);

        Assert.Equal(0, code);
        Assert.Contains($"\"link\":\"{server.Web.At("/first")}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_private_network_is_closed_unless_it_is_allowed_by_name()
    {
        await using var server = await FeedServer.StartAsync();

        var (code, text) = await ReadAsync(server.Web.At("/feed.xml?key=hunter2"), []);

        Assert.Equal(1, code);
        Assert.Matches("^\\{\"error\":\"127\\.0\\.0\\.1 lies in a private network[^\n]*\"\\}\n$", text);
        Assert.Equal(0, server.Read);
    }

    private static async Task<(int Code, string Text)> ReadAsync(Uri address, string[] allowHosts)
    {
        await using var output = new StringWriter();
        var code = await SourceRead.RunAsync("feed", address.AbsoluteUri, new SourceReadOptions { Now = Some.Monday, AllowHosts = allowHosts }, output, WebRoom.Ct);
        return (code, output.ToString());
    }
}
