using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsBot.Newsroom.Store;
using Quartz;

namespace NewsBot.Digest.Editions;

/// <summary>Registers what opens editions: a Quartz trigger for each plan, and <see cref="CatchUp"/>.</summary>
public static class DigestSchedule
{
    /// <remarks>Triggers live in memory: which periods are done stands in the store.</remarks>
    public static IHostApplicationBuilder AddDigestPlans(this IHostApplicationBuilder builder, IReadOnlyList<DigestPlan> plans)
    {
        builder.Services.AddSingleton(services => new CatchUp(
            services.GetRequiredService<Db>(), plans, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<CatchUp>>(),
            services.GetService<CheckEdition>() is { } check ? new Gate(services.GetRequiredService<Db>(), check) : null));
        builder.Services.AddHostedService(services => services.GetRequiredService<CatchUp>());
        builder.AddQuartz(quartz =>
        {
            // Opening an edition is one transaction; plans queue for the store anyway.
            quartz.UseDefaultThreadPool(1);
            var job = new JobKey("open-edition");
            quartz.AddJob<OpenEditionJob>(configure => configure.WithIdentity(job).StoreDurably());
            foreach (var plan in plans)
            {
                quartz.AddTrigger(trigger => trigger.ForJob(job).WithIdentity(plan.Name).WithCronSchedule(Cron(plan.Schedule), cron => cron.InTimeZone(plan.Zone)));
            }
        });
        builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return builder;
    }

    // Seconds, minutes, hours, day of the month, any month, day of the week.
    internal static string Cron(Schedule schedule)
    {
        var days = schedule.Every switch
        {
            Recurrence.Daily => "? * *",
            Recurrence.Weekdays => "? * MON-FRI",
            Recurrence.Weekly => $"? * {schedule.Day.ToString()[..3].ToUpperInvariant()}",
            _ => schedule.Date == Schedule.LastDay ? "L * ?" : string.Create(CultureInfo.InvariantCulture, $"{schedule.Date} * ?"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"0 {schedule.Time.Minute} {schedule.Time.Hour} {days}");
    }
}
