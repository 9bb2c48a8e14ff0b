using System.Diagnostics;
using Budstikke.Tests.Peppol;

namespace Budstikke.Bench;

/// <summary>The changed messages of the tests for as long as one wants.</summary>
internal static class As4FuzzRun
{
    private const int Slice = 1000;
    private const double Megabyte = 1_000_000;

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(int messages, int seed)
    {
        await using var responses = await As4Responses.Start();
        var (received, longest) = (0, TimeSpan.Zero);
        try
        {
            for (var done = 0; done < messages; done += Slice)
            {
                var clock = Stopwatch.StartNew();
                received += await MutatedResponses.Run(responses, Math.Min(Slice, messages - done), seed + done);
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
                Console.WriteLine(
                    $"{done + Slice:#,0} messages, {received:#,0} received, "
                        + $"{GC.GetTotalMemory(forceFullCollection: true) / Megabyte:0.0} MB in use"
                );
            }
        }
        catch (Shouldly.ShouldAssertException fault)
        {
            Console.WriteLine(fault.Message);
            return 1;
        }
        Console.WriteLine($"Seed {seed}; the longest thousand took {longest.TotalSeconds:0.0} s.");
        return 0;
    }
}
