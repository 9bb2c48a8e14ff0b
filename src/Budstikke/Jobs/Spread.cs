namespace Budstikke.Jobs;

/// <summary>
/// What is added to pauses so that what failed together is not tried again together. It follows from the job, so that
/// a decision about it has no dice in it.
/// </summary>
internal static class Spread
{
    private const int Part = 10;
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Less than a tenth of the pause.</summary>
    /// <param name="seed">The job, or what else tells them apart.</param>
    public static TimeSpan Of(TimeSpan pause, long seed) =>
        TimeSpan.FromMilliseconds((long)(pause.TotalMilliseconds / Part * Share(unchecked((ulong)seed))));

    /// <summary>From 0 to 1, as different for neighbours as for others (splitmix64).</summary>
    private static double Share(ulong seed)
    {
        unchecked
        {
            var mixed = (seed + 1) * Odd;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
