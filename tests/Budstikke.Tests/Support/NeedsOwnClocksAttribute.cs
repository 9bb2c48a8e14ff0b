using Budstikke.Tests.Campaign;

namespace Budstikke.Tests.Support;

/// <summary>A fact about nodes of a PostgreSQL whose clocks are wrong; skipped with the reason where none can
/// run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsOwnClocksAttribute : FactAttribute
{
    public NeedsOwnClocksAttribute() =>
        Skip = PostgresCluster.Missing ?? (NodeClocks.CanJump ? null : "libfaketime is not installed");
}
