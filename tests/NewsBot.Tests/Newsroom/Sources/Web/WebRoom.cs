using NewsBot.Newsroom.Sources;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

/// <summary>A client that may ask loopback, but nothing else that is private.</summary>
internal static class WebRoom
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static WebClient Client(WebOptions? options = null) =>
        new((options ?? new WebOptions()) with { AllowHosts = ["127.0.0.1"] }, TimeProvider.System);

    public static async Task<WebAnswer> AskAsync(Uri address, WebMemory? memory = null, WebOptions? options = null)
    {
        using var client = Client(options);
        return await client.GetAsync(address, memory, Ct);
    }

    public static Task<SourceException> RefusedAsync(Uri address, WebMemory? memory = null, WebOptions? options = null) =>
        Assert.ThrowsAsync<SourceException>(() => AskAsync(address, memory, options));
}
