using System.Diagnostics;
using Budstikke.Tests.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>Statements that fail at random beside good ones, on a PostgreSQL of its own, for as long as one
/// wants.</summary>
internal static class StatementsRun
{
    /// <summary>The exit code.</summary>
    public static async Task<int> Run(TimeSpan time, int seed, int autoPrepared)
    {
        var connection = await (await PostgresCluster.Shared).NewEmptyDatabase();
        var clock = Stopwatch.StartNew();
        var told = 0;
        var result = await FailingStatements.Run(connection, seed, GoesOn, autoPrepared);
        GoesOn(result);
        Console.Error.WriteLine();
        Console.WriteLine($"{Said(result)}, seed {seed}, {clock.Elapsed.TotalMinutes:0.0} minutes");
        return result.Faults.Count == 0 ? 0 : 1;

        bool GoesOn(StatementsResult all)
        {
            foreach (var fault in all.Faults.Skip(told))
                Console.WriteLine(fault);
            told = all.Faults.Count;
            Console.Error.Write($"\r{Said(all)}");
            return clock.Elapsed < time;
        }
    }

    private static string Said(StatementsResult result) =>
        $"{result.Good:#,0} right, {result.Failed:#,0} failed as they should, {result.Faults.Count} faults";
}
