using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>The random lives of the tests for as many as one wants.</summary>
internal static class LivesRun
{
    /// <summary>The exit code.</summary>
    public static int Run(Store store, int lives, int seed)
    {
        var lived = 0;
        try
        {
            AnyLifeStories.Check(store, lives, (ulong)seed, () => Console.Error.Write($"\r{++lived:#,0} lives"));
        }
        catch (Exception error)
        {
            Console.Error.WriteLine();
            Console.WriteLine(error.Message);
            return 1;
        }
        Console.Error.WriteLine();
        Console.WriteLine($"{lives:#,0} lives on {store}, seed {seed}: each order came to an end.");
        return 0;
    }
}
