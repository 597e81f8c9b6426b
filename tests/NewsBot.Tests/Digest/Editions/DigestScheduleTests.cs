using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Digest.Editions;
using Quartz;
using Xunit;

namespace NewsBot.Tests.Digest.Editions;

public sealed class DigestScheduleTests
{
    [Fact]
    public async Task The_trigger_fires_at_the_plans_wall_time_and_its_job_opens_what_is_due()
    {
        await using var world = await DigestWorld.CreateAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(world.Db).AddSingleton(TimeProvider.System);
        builder.AddDigestPlans([DigestWorld.Weekly]);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);
        var trigger = await scheduler.GetTrigger(new TriggerKey("weekly"), TestContext.Current.CancellationToken);
        var next = trigger!.NextFireTimeUtc!.Value;
        Assert.Equal(next, Period.LatestEnd(DigestWorld.Weekly, next));

        // The host's own clock is real and its catch-up minutes away: only the job can open this one.
        await world.PublishAsync("News", world.Water);
        world.Store.Time.Advance(TimeSpan.FromDays(7));
        await scheduler.TriggerJob(trigger.JobKey!, TestContext.Current.CancellationToken);
        await world.Db.Nudges.WaitAsync("mail", TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal("2026-W47", (await world.Db.ReadAsync(tx => EditionTable.NewestAsync(tx, "weekly")))?.Name);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
