using System.Diagnostics;
using Budstikke.Tests.Distribution.Email.Bounces;

namespace Budstikke.Bench;

/// <summary>The damaged reports of the tests for as long as one wants.</summary>
internal static class BounceFuzzRun
{
    private const int Slice = 10_000;
    private const double Megabyte = 1_000_000;

    /// <summary>The exit code.</summary>
    public static int Run(int messages, int seed)
    {
        var (named, longest) = (0, TimeSpan.Zero);
        try
        {
            for (var done = 0; done < messages; done += Slice)
            {
                var clock = Stopwatch.StartNew();
                named += MutatedBounces.Run(Math.Min(Slice, messages - done), seed + done);
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
                Console.WriteLine(
                    $"{Math.Min(done + Slice, messages):#,0} reports, {named:#,0} named their dispatch, "
                        + $"{GC.GetTotalMemory(forceFullCollection: true) / Megabyte:0.0} MB in use"
                );
            }
        }
        catch (Shouldly.ShouldAssertException fault)
        {
            Console.WriteLine(fault.Message);
            return 1;
        }
        Console.WriteLine($"Seed {seed}; the longest ten thousand took {longest.TotalSeconds:0.0} s.");
        return 0;
    }
}
