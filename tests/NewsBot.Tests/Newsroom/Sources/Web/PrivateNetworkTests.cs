using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class PrivateNetworkTests
{
    // Decimal, hexadecimal, octal, short, mapped, a name, a name below localhost, and the user part that hides the host.
    [Theory]
    [InlineData("http://2130706433:{0}/"), InlineData("http://0x7f000001:{0}/"), InlineData("http://0177.0.0.1:{0}/"), InlineData("http://127.1:{0}/"), InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://localhost:{0}/"), InlineData("http://localhost.:{0}/"), InlineData("http://feeds.localhost:{0}/"), InlineData("http://news.example.org@127.0.0.1:{0}/"), InlineData("http://127.0.0.1:{0}/"), InlineData("http://0.0.0.0:{0}/"), InlineData("http://[::1]:{0}/")]
    public async Task No_disguise_of_loopback_reaches_a_service_of_this_machine(string disguise)
    {
        using var service = new TcpListener(System.Net.IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        service.Start();
        using var client = new WebClient(new WebOptions(), TimeProvider.System);

        await Assert.ThrowsAsync<SourceException>(() => client.GetAsync(new Uri(string.Format(null, disguise, ((System.Net.IPEndPoint)service.LocalEndpoint).Port)), null, WebRoom.Ct));

        Assert.False(service.Pending(), "somebody connected");
    }

    [Fact]
    public async Task A_host_that_is_allowed_by_its_name_is_read_wherever_it_lies()
    {
        await using var server = await WebServer.StartAsync(context => context.Response.WriteAsync("news"));
        using var client = new WebClient(new WebOptions { AllowHosts = ["LOCALHOST"] }, TimeProvider.System);

        var answer = await client.GetAsync(new Uri(server.Root.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)), null, WebRoom.Ct);

        Assert.Equal("news"u8.ToArray(), answer.Body);
        await Assert.ThrowsAsync<SourceException>(() => client.GetAsync(new Uri(server.Root), null, WebRoom.Ct));
    }

    [Theory, InlineData("http://localhost:{0}/secret"), InlineData("http://127.1.1.1:{0}/secret"), InlineData("http://[::1]:{0}/secret"), InlineData("//169.254.169.254/latest/meta-data/")]
    public async Task A_redirect_into_the_private_network_ends_there(string location)
    {
        await using var server = await WebServer.StartAsync();
        server.Answer = context =>
        {
            context.Response.Redirect(string.Format(null, location, server.At("/").Port));
            return Task.CompletedTask;
        };

        var refused = await WebRoom.RefusedAsync(server.At("/feed"));

        Assert.Contains("private network", refused.Message, StringComparison.Ordinal);
        Assert.Equal("/feed", Assert.Single(server.Seen).Target);
    }

    [Theory, InlineData("file:///etc/passwd"), InlineData("ftp://127.0.0.1/feed"), InlineData("data:text/xml,<rss/>"), InlineData("gopher://127.0.0.1/")]
    public async Task Only_web_addresses_are_followed(string location)
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        Assert.Contains("only http and https", (await WebRoom.RefusedAsync(server.At("/"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_address_keeps_in_its_query_stands_in_no_message()
    {
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });

        var refused = await WebRoom.RefusedAsync(server.At("/feed?key=hunter2#part"));

        Assert.Contains("/feed", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }
}
