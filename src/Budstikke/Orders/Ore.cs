namespace Budstikke.Orders;

/// <summary>Sums are kept in øre, the smallest unit of NOK.</summary>
internal static class Ore
{
    /// <param name="amount">In NOK, with two decimals at most.</param>
    public static long Of(decimal amount) => (long)(amount * 100);
}
