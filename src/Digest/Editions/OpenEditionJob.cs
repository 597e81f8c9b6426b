using Quartz;

namespace NewsBot.Digest.Editions;

/// <summary>Quartz says only when; the store knows what is due.</summary>
[DisallowConcurrentExecution]
internal sealed class OpenEditionJob(CatchUp catchUp) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await catchUp.RunOnceAsync(cancellationToken);
}
