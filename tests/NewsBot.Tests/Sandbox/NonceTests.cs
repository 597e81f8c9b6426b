using Xunit;

namespace NewsBot.Tests.Sandbox;

public sealed class NonceTests
{
    private const string Enforced = """{"content":"x","nonce":"a1","enforce_nonce":true}""";

    [Fact]
    public async Task A_repeat_within_the_window_returns_the_first_message()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var first = await sandbox.PostAsync(Enforced);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(179));

        var repeat = await sandbox.PostAsync("""{"content":"other","nonce":"a1","enforce_nonce":true}""");

        Assert.Equal((200, first.Id, "x"), (repeat.Status, repeat.Id, repeat.Json.GetProperty("content").GetString()));
        Assert.Single(sandbox.Server.Discord.Messages(RunningSandbox.Ports));
    }

    [Fact]
    public async Task The_nonce_is_the_authors_and_not_the_channels()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var first = await sandbox.PostAsync(Enforced);

        var repeat = await sandbox.PostAsync(Enforced, RunningSandbox.Trains);

        Assert.Equal(first.Id, repeat.Id);
        Assert.Empty(sandbox.Server.Discord.Messages(RunningSandbox.Trains));
    }

    [Fact]
    public async Task After_the_window_a_repeat_is_a_second_message()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PostAsync(Enforced);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(3));

        await sandbox.PostAsync(Enforced);

        Assert.Equal(2, sandbox.Server.Discord.Messages(RunningSandbox.Ports).Count);
    }

    [Fact]
    public async Task A_repeat_of_a_deleted_message_is_unknown_and_makes_nothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var first = await sandbox.PostAsync(Enforced);
        await sandbox.DeleteAsync(first.Id);

        var repeat = await sandbox.PostAsync(Enforced);

        Assert.Equal((404, 10008), (repeat.Status, repeat.Code));
        Assert.Empty(sandbox.Server.Discord.Messages(RunningSandbox.Ports));
    }

    [Fact]
    public async Task Without_enforce_nonce_a_repeat_is_a_second_message()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PostAsync("""{"content":"x","nonce":"a1"}""");

        await sandbox.PostAsync("""{"content":"x","nonce":"a1","enforce_nonce":false}""");

        Assert.Equal(2, sandbox.Server.Discord.Messages(RunningSandbox.Ports).Count);
    }
}
