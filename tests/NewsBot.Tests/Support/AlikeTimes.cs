using Xunit;

namespace NewsBot.Tests.Support;

/// <summary>
/// Whether an answer's time tells one case from another. In each round every case is measured once, in an order of chance, and cases are
/// compared by rank: the share of pairs in which one was slower than the other (Mann and Whitney's U over the number of pairs). It is
/// a half where time tells nothing, however slow the machine is, for load meets all cases alike and one slow answer is only one rank.
/// </summary>
internal static class AlikeTimes
{
    /// <summary>Of the share from a half. Chance exceeds it in one of 150,000 pairs, so in three attempts on end never.</summary>
    private const double Deviations = 4.5;

    /// <summary>A case that is slower by nature is slower each time; a burst of load is not.</summary>
    private const int Attempts = 3;

    /// <param name="rounds">Measures of a case in one attempt. At 100 a share of 0.69 is seen, at 200 one of 0.63.</param>
    /// <param name="lanes">Rounds that are under way together.</param>
    /// <param name="measure">Takes one measure of a case; the round's number is never repeated.</param>
    public static async Task HoldAsync(int cases, int rounds, int lanes, Func<int, int, Task<TimeSpan>> measure)
    {
        var seen = new List<string>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var times = await TakeAsync(cases, attempt * rounds, rounds, lanes, measure);
            var (one, other, share) = Widest(times);
            if (Math.Abs(share - 0.5) <= Deviations * Deviation(rounds))
            {
                return;
            }

            seen.Add($"case {one} is slower than case {other} in {share:0.000} of pairs, by {(Median(times[one]) - Median(times[other])).TotalMilliseconds:0.000} ms");
        }

        Assert.Fail($"Time tells cases apart: {string.Join("; ", seen)}.");
    }

    private static async Task<TimeSpan[][]> TakeAsync(int cases, int first, int rounds, int lanes, Func<int, int, Task<TimeSpan>> measure)
    {
        var times = Enumerable.Range(0, cases).Select(_ => new TimeSpan[rounds]).ToArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, rounds),
            new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = TestContext.Current.CancellationToken },
            async (round, _) =>
            {
                var order = Enumerable.Range(0, cases).ToArray();
                Random.Shared.Shuffle(order);
                foreach (var kind in order)
                {
                    times[kind][round] = await measure(first + round, kind);
                }
            });
        return times;
    }

    private static (int One, int Other, double Share) Widest(TimeSpan[][] times) =>
        (from one in Enumerable.Range(0, times.Length)
         from other in Enumerable.Range(0, one)
         let share = times[one].Sum(a => times[other].Sum(b => a > b ? 1 : a == b ? 0.5 : 0)) / ((double)times[one].Length * times[other].Length)
         orderby Math.Abs(share - 0.5) descending
         select (one, other, share)).First();

    // Of U over the number of pairs, for two cases of as many measures.
    private static double Deviation(int rounds) => Math.Sqrt((2.0 * rounds + 1) / (12.0 * rounds * rounds));

    private static TimeSpan Median(TimeSpan[] times) => times.Order().ElementAt(times.Length / 2);
}
