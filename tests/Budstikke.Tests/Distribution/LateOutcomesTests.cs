using Budstikke.Distribution;

namespace Budstikke.Tests.Distribution;

/// <summary>The table of decision 0034, for what is settled already.</summary>
public sealed class LateOutcomesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 10, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(nameof(DispatchState.Refused))]
    [InlineData(nameof(DispatchState.Superseded))]
    [InlineData(nameof(DispatchState.FailedLate))]
    public void A_delivery_of_what_the_route_has_left_is_a_fact_alone(string state)
    {
        var settled = LateOutcomes.Of(LateOutcome.Delivered, Report(state), s_now);

        settled.Facts.ShouldHaveSingleItem().ShouldBeOfType<DispatchDelivered>();
        // That it was told, so that it is told once.
        settled.Writes.ShouldHaveSingleItem();
        settled.Jobs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(DispatchState.Passed), nameof(LateOutcome.Delivered), false)]
    [InlineData(nameof(DispatchState.Passed), nameof(LateOutcome.Failed), false)]
    [InlineData(nameof(DispatchState.Refused), nameof(LateOutcome.Failed), false)]
    [InlineData(nameof(DispatchState.Superseded), nameof(LateOutcome.Failed), false)]
    [InlineData(nameof(DispatchState.FailedLate), nameof(LateOutcome.Failed), false)]
    [InlineData(nameof(DispatchState.FailedLate), nameof(LateOutcome.Delivered), true)]
    [InlineData(nameof(DispatchState.Delivered), nameof(LateOutcome.Delivered), true)]
    [InlineData(nameof(DispatchState.InDoubt), nameof(LateOutcome.Delivered), true)]
    [InlineData(nameof(DispatchState.InDoubt), nameof(LateOutcome.Failed), true)]
    [InlineData(nameof(DispatchState.Accepted), nameof(LateOutcome.Failed), true)]
    public void What_changes_nothing_writes_nothing(string state, string outcome, bool wasDelivered)
    {
        var settled = LateOutcomes.Of(Enum.Parse<LateOutcome>(outcome), Report(state, wasDelivered), s_now);

        (settled.Writes.Count, settled.Facts.Count, settled.Jobs.Count).ShouldBe((0, 0, 0));
    }

    private static LateReport Report(string state, bool wasDelivered = false) =>
        new(
            new(
                "inv1-ehf",
                "C1",
                "INV1",
                "Ehf",
                0,
                "0192:987654325",
                state,
                null,
                null,
                0,
                null,
                wasDelivered ? 1 : null,
                null,
                null,
                null
            ),
            ["ODR1"],
            "AP"
        );
}
