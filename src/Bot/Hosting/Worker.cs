
namespace NewsBot.Bot.Hosting;

/// <summary>One long-running loop of the program. The loop itself survives failures; one that ends by an exception is a bug and stops the host.</summary>
internal sealed class Worker(Func<CancellationToken, Task> run) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // Hosted services start one after another; none waits for another's first round.
        await run(stoppingToken);
    }
}
