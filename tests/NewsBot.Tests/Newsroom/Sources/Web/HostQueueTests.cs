using Microsoft.Extensions.Time.Testing;
using NewsBot.Newsroom.Sources.Web;
using Xunit;

namespace NewsBot.Tests.Newsroom.Sources.Web;

public sealed class HostQueueTests
{
    private static readonly Uri Host = new("http://news.example.org/a");

    [Fact]
    public async Task The_next_waits_until_the_one_before_has_left_and_another_host_does_not_wait()
    {
        var queue = new HostQueue(new FakeTimeProvider());
        var first = await queue.EnterAsync(Host, WebRoom.Ct);
        var second = queue.EnterAsync(new Uri("http://NEWS.example.org/b"), WebRoom.Ct);
        using var elsewhere = await queue.EnterAsync(new Uri("http://other.example.org/"), WebRoom.Ct);
        Assert.False(second.IsCompleted);

        first.Dispose();
        first.Dispose();

        using var place = await second;
        Assert.False(queue.EnterAsync(Host, WebRoom.Ct).IsCompleted);
    }

    [Fact]
    public async Task One_that_hangs_loses_its_turn()
    {
        var time = new FakeTimeProvider();
        var queue = new HostQueue(time);
        using var hanging = await queue.EnterAsync(Host, WebRoom.Ct);
        var next = queue.EnterAsync(Host, WebRoom.Ct);

        time.Advance(HostQueue.Turn);

        (await next).Dispose();
    }

    [Fact]
    public async Task One_that_gives_up_waiting_leaves_no_hole_in_the_line()
    {
        var queue = new HostQueue(new FakeTimeProvider());
        var first = await queue.EnterAsync(Host, WebRoom.Ct);
        using var impatient = new CancellationTokenSource();
        var second = queue.EnterAsync(Host, impatient.Token);
        var third = queue.EnterAsync(Host, WebRoom.Ct);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await third).Dispose();
        (await queue.EnterAsync(Host, WebRoom.Ct)).Dispose();
    }
}
