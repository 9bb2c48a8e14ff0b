using Budstikke.Jobs.Checks;

namespace Budstikke.Verify;

/// <summary>What an audit of the whole store found.</summary>
internal sealed record VerifyReport(
    DateTimeOffset At,
    IReadOnlyList<CheckResult> Checks,
    IReadOnlyList<Finding> Findings
)
{
    public static VerifyReport Of(DateTimeOffset at, params IReadOnlyList<Tally> tallies) =>
        new(at, [.. tallies.Select(tally => tally.Result)], [.. tallies.SelectMany(tally => tally.Findings)]);

    /// <summary>With what was found before it.</summary>
    public VerifyReport After(Tally first) =>
        this with
        {
            Checks = [first.Result, .. Checks],
            Findings = [.. first.Findings, .. Findings],
        };
}
