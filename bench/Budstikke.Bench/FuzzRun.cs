using System.Text.Json;
using Budstikke.Tests.Fuzz;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>The fuzzing of the tests for as long as one wants.</summary>
internal static class FuzzRun
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(Store store, int requests, int seed, bool asJson)
    {
        await using var app = await BudstikkeApp.Start(store, settings: Fuzzing.Settings);
        var result = await Fuzzing.Run(app, seed, requests, count => Console.Error.Write($"\r{count:#,0} requests"));
        Console.Error.WriteLine();
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(result, s_json));
        else
            Print(result, seed);
        return result.Faults.Count == 0 ? 0 : 1;
    }

    private static void Print(FuzzResult result, int seed)
    {
        foreach (var (status, count) in result.Answers.OrderBy(answer => answer.Key))
            Console.WriteLine($"{status}: {count:#,0}");
        Console.WriteLine($"{result.NeighbourCalls:#,0} calls of a neighbour beside them.");
        Console.WriteLine($"Seed {seed}, the longest answer took {result.Longest.TotalMilliseconds:0} ms.");
        foreach (var fault in result.Faults)
            Console.WriteLine(fault);
    }
}
