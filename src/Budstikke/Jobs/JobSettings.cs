namespace Budstikke.Jobs;

/// <param name="LeaseSeconds">How long a claim lives without renewal, at most 60.</param>
/// <param name="PollSeconds">How often a node looks for due work when nothing wakes it.</param>
/// <param name="ClaimClockOffset">Where a test moves the shared clock: so far, in milliseconds.</param>
/// <param name="ShutdownSeconds">How long a node that is told to stop may take.</param>
/// <param name="FaultsPerCase">So many defects in a row, and then again so many, are told to a person.</param>
internal sealed record JobSettings(
    int LeaseSeconds = 30,
    int PollSeconds = 2,
    Func<long>? ClaimClockOffset = null,
    int ShutdownSeconds = 20,
    int FaultsPerCase = JobSettings.DefaultFaultsPerCase
)
{
    public const int MaxLeaseSeconds = 60;
    public const int MaxShutdownSeconds = 300;
    public const int DefaultFaultsPerCase = 5;
    public const int MaxFaultsPerCase = 100;
    private const double ReturnSeconds = 2;

    /// <summary>Zero outside tests.</summary>
    public long ClaimClockOffsetMilliseconds => ClaimClockOffset?.Invoke() ?? 0;

    /// <summary>How long handlers may go on after the stop; the rest of the time is for giving back what they have not
    /// finished.</summary>
    public TimeSpan FinishTime =>
        TimeSpan.FromSeconds(Math.Max(ShutdownSeconds / 2.0, ShutdownSeconds - ReturnSeconds));
}
