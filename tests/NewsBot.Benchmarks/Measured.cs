using System.Diagnostics;
using System.Text.Json;

namespace NewsBot.Benchmarks;

/// <summary>Wall time, CPU time and peak memory of one piece of work, printed as one JSON line.</summary>
internal sealed class Measured
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;

    public double Seconds => Stopwatch.GetElapsedTime(started).TotalSeconds;

    public void Print(string name, int count, int lost, int twice, object? more = null)
    {
        using var process = Process.GetCurrentProcess();
        var seconds = Seconds;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = name,
            count,
            seconds = Math.Round(seconds, 2),
            perSecond = Math.Round(count / seconds, 1),
            cpuSeconds = Math.Round((process.TotalProcessorTime - cpu).TotalSeconds, 2),
            peakMiB = process.PeakWorkingSet64 >> 20,
            lost,
            twice,
            more,
        }));
    }
}
